"""What somebody sees who is not logged in, or no longer: the login page, and nothing typed is lost."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from ..errors import HTTP, page
from ..extensions import login_manager


@login_manager.unauthorized_handler
def ask_to_log_in() -> Response | tuple[str, int]:
    """Off to the login page and back again; a form sent after the session ended is shown for copying."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        path = request.full_path.rstrip("?")
        return redirect(url_for("auth.login", next=None if path == "/" else path), 303)
    return page(HTTP[401])
