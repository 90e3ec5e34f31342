"""How a page is read: in large type or not, and when the reader looked."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from flask_login import current_user

from .clock import now


def large_type() -> bool:
    """Whether the visitor asked for large type (leader mode)."""
    return bool(current_user.is_authenticated and current_user.large_type)


def happened_at() -> datetime:
    return now()


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(large_type=large_type, happened_at=happened_at)
