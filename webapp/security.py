"""Headers every answer carries. The policy is strict; a page that needs more says so by a name in this
list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, request

STRICT: dict[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

RELAXATIONS: dict[str, dict[str, str]] = {
    # The charts' tooltips and the modeller position themselves with style attributes.
    "charts": {"style-src-attr": "'unsafe-inline'"},
    "modeller": {"style-src-attr": "'unsafe-inline'", "worker-src": "'self' blob:"},
    # CodeMirror inside the decision table editor writes style elements.
    "decision-editor": {"style-src": "'self' 'unsafe-inline'"},
    # An attachment shown in a frame of our own page: it may do nothing and reach nothing.
    "attachment": {
        "script-src": "'none'",
        "connect-src": "'none'",
        "form-action": "'none'",
        "frame-src": "'none'",
        "style-src": "'unsafe-inline'",
        "object-src": "'self'",
        "frame-ancestors": "'self'",
    },
}


def content_policy(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view as needing one or more of the named relaxations."""
    for name in names:
        if name not in RELAXATIONS:
            raise LookupError(f"no relaxation of the content policy is called {name!r}")

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.content_policy = names  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = _policy_for(request.endpoint)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    framed_by_us = "attachment" in _relaxations_of(request.endpoint)
    headers["X-Frame-Options"] = "SAMEORIGIN" if framed_by_us else "DENY"
    if current_app.config["BEHIND_HTTPS"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        # Shared computers: the back button after logging out must not show a matter.
        headers.setdefault("Cache-Control", "no-store")
    return response


def _policy_for(endpoint: str | None) -> str:
    policy = dict(STRICT)
    for name in _relaxations_of(endpoint):
        policy.update(RELAXATIONS[name])
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


def _relaxations_of(endpoint: str | None) -> tuple[str, ...]:
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "content_policy", ())
