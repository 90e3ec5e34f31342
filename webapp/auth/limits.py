"""How often somebody may try: by name against guessing, by address against spraying. Only failures count."""

from __future__ import annotations

from flask import current_app, request
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.wrappers import Response

from ..extensions import limiter

REFUSED = 422


def _failed(response: Response) -> bool:
    return response.status_code == REFUSED


def _name_tried() -> str:
    return "name:" + request.form.get("username", "").strip().casefold()[:64]


def on_logging_in(view):
    """Limit failed logins, first by address, then by the name tried."""
    by_name = limiter.limit(
        lambda: current_app.config["LOGIN_ATTEMPTS_BY_NAME"],
        key_func=_name_tried,
        methods=["POST"],
        deduct_when=_failed,
    )
    by_address = limiter.limit(
        lambda: current_app.config["LOGIN_ATTEMPTS_BY_ADDRESS"],
        key_func=get_remote_address,
        methods=["POST"],
        deduct_when=_failed,
    )
    return by_address(by_name(view))


def on_changing_a_password(view):
    """Limit wrong old passwords by account: an open session must not become a place to guess."""
    return limiter.limit(
        lambda: current_app.config["LOGIN_ATTEMPTS_BY_NAME"],
        key_func=lambda: f"account:{current_user.id}",
        methods=["POST"],
        deduct_when=_failed,
    )(view)
