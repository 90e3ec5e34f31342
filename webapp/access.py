"""Who may reach a route. Everybody must log in, except for the routes listed here by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response

from models import AccessRole

from .extensions import login_manager

#: Routes open to everybody. A new route is not among them until somebody writes it here.
PUBLIC_ROUTES = frozenset(
    {
        "static",
        "auth.login",
        "auth.switch_language",
        "health.alive",
    }
)


def only_for(*roles: AccessRole) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view as open only to people who hold a post with one of these roles."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.only_for = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def roles_for(app: Flask, endpoint: str) -> frozenset[AccessRole]:
    """The roles a route is kept for; empty where every person logged in may use it."""
    return getattr(app.view_functions[endpoint], "only_for", frozenset())


def may_use(endpoint: str) -> bool:
    """Whether the present visitor may use a route; False where this house has no such route."""
    if endpoint not in current_app.view_functions:
        return False
    roles = roles_for(current_app, endpoint)
    return not roles or (current_user.is_authenticated and bool(roles & current_user.access_roles))


def init_app(app: Flask) -> None:
    app.before_request(_let_in)


def _let_in() -> Response | None:
    if request.endpoint is None or request.endpoint in PUBLIC_ROUTES:
        return None
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if not may_use(request.endpoint):
        abort(403)
    return None
