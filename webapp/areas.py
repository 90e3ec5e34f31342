"""The areas of the site, each a package with a ``blueprint``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

AREAS = ("health", "auth", "inbox", "tasks", "matters", "board", "duties", "notices", "admin")


def init_app(app: Flask) -> None:
    for area in app.config.get("AREAS", AREAS):
        name = f"{__package__}.{area}"
        if find_spec(name) is not None:
            app.register_blueprint(import_module(name).blueprint)
