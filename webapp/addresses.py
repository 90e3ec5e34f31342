"""Where to go next: only inside this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for


def safe_next(target: str | None) -> str:
    """The address asked for, if it is a path of this site; the home page otherwise.

    Browsers read ``\\`` as ``/`` and drop control characters, so that both could lead elsewhere.
    """
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return home()
    if any(ord(character) < 33 for character in target):
        return home()
    parts = urlsplit(target)
    return home() if parts.scheme or parts.netloc else target


def home() -> str:
    """The page one starts from: my tasks."""
    return url_for("inbox.open_tasks") if "inbox.open_tasks" in current_app.view_functions else "/"


def here() -> str:
    """The present page, to come back to; for a form that was refused, the page it stands on."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(home=home, here=here)
