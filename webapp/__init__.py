"""The pages. HTTP stays here: load, read the form, call one use case, answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import (
    access,
    addresses,
    areas,
    assets,
    compression,
    dates,
    errors,
    extensions,
    i18n,
    names,
    navigation,
    office,
    reading,
    security,
)
from .config import settings


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application for one office. ``config`` overrides ``webapp.config.DEFAULTS``; no file is read."""
    app = Flask(__name__)
    app.config.from_mapping(settings(config or {}))
    _trust_proxies(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    extensions.init_app(app)
    for room in (
        i18n,
        dates,
        assets,
        compression,
        security,
        errors,
        addresses,
        access,
        names,
        navigation,
        office,
        reading,
        areas,
    ):
        room.init_app(app)
    return app


def _trust_proxies(app: Flask) -> None:
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
