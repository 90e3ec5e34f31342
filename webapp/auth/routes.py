"""Login, logout, preferences, and under which post one acts."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from models import User
from workflows.words import DomainError

from ..addresses import safe_next
from ..i18n import CHINESE, COOKIE, ENGLISH, LOCALES, chosen_language, say
from ..transactions import act
from . import accounts, limits, unauthorized  # noqa: F401 - registers its handler
from . import session as sessions
from .visitor import ACTING_POST

blueprint = Blueprint("auth", __name__)

A_YEAR = 365 * 24 * 3600


@blueprint.route("/login", methods=["GET", "POST"])
@limits.on_logging_in
def login() -> Response | str | tuple[str, int]:
    """Ask who it is; 422 with the same sentence for an unknown name and a wrong password."""
    if request.method == "GET":
        return _login_page()
    name, password = request.form.get("username", "").strip(), request.form.get("password", "")
    user = accounts.log_in(name, password, request.remote_addr or "")
    if user is None:
        return _login_page(name, _("用户名或密码不对，请核对后再试。")), 422
    sessions.begin(user)
    return redirect(safe_next(request.form.get("next")), 303)


@blueprint.post("/logout")
def logout() -> Response:
    sessions.end()
    return redirect(safe_next("/login"), 303)


@blueprint.post("/language")
def switch_language() -> Response:
    """Chinese or English; kept with the account, and in a cookie for the login page."""
    language = ENGLISH if request.form.get("language") == ENGLISH else CHINESE
    if current_user.is_authenticated:
        _prefer(language=language)
    answer = redirect(safe_next(request.form.get("next")), 303)
    answer.set_cookie(COOKIE, language, max_age=A_YEAR, httponly=True, samesite="Lax")
    return answer


@blueprint.post("/large-type")
def switch_large_type() -> Response:
    _prefer(large_type=bool(request.form.get("large_type")))
    return redirect(safe_next(request.form.get("next")), 303)


@blueprint.post("/acting-post")
def switch_post() -> Response:
    """Act in another of the posts one holds today; 403 for a post one does not hold."""
    code = request.form.get("post", "")
    if code not in {post.code for post in current_user.posts}:
        abort(403)
    session[ACTING_POST] = code
    return redirect(safe_next(request.form.get("next")), 303)


@blueprint.route("/preferences", methods=["GET", "POST"])
def preferences() -> Response | str:
    if request.method == "GET":
        return _preferences_page()
    language = request.form.get("language")
    _prefer(
        language=language if language in LOCALES else chosen_language(),
        large_type=bool(request.form.get("large_type")),
    )
    flash(_("设置已保存。"), "done")
    return redirect(safe_next("/preferences"), 303)


@blueprint.post("/preferences/password")
@limits.on_changing_a_password
def change_password() -> Response | tuple[str, int]:
    """A new password ends every other session of the person; this one goes on."""
    old, new = request.form.get("old_password", ""), request.form.get("new_password", "")
    if new != request.form.get("new_password_again", ""):
        return _preferences_page({"new_password_again": _("两次输入的新密码不一样。")}), 422
    try:
        user = accounts.change_password(current_user.id, old, new, request.remote_addr or "")
    except DomainError as refusal:
        field = "old_password" if refusal.field == "old_password" else "new_password"
        return _preferences_page({field: say(refusal.sentence)}), 422
    acting = session.get(ACTING_POST)
    sessions.begin(user)
    session[ACTING_POST] = acting
    flash(_("密码已修改，其他设备上的登录已退出。"), "done")
    return redirect(safe_next("/preferences"), 303)


def _prefer(**preferences: object) -> None:
    user_id = current_user.id

    def keep(rows) -> None:
        user = rows.get(User, user_id)
        for name, value in preferences.items():
            setattr(user, name, value)

    act(keep)


def _login_page(name: str = "", error: str = "") -> str:
    return render_template(
        "auth/login.html",
        name=name,
        error=error,
        next=request.values.get("next", ""),
        demo_accounts=accounts.demo_accounts(),
    )


def _preferences_page(errors: dict[str, str] | None = None) -> str:
    return render_template("auth/preferences.html", errors=errors or {})
