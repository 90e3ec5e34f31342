"""The areas of the site, each a package (or a module) with a ``blueprint``."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

AREAS = ("health", "auth", "inbox", "tasks", "matters", "board", "duties", "notices", "studio", "admin")


def init_app(app: Flask) -> None:
    for area in AREAS:
        app.register_blueprint(import_module(f"{__package__}.{area}").blueprint)
