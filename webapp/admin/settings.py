"""The office's settings: each with its words, basis and mark."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import db
from workflows.office import settings as office_settings
from workflows.office.settings import SettingKind, setting_kind, setting_kinds

from ..clock import now
from ..matters.actor import present_actor
from .blueprint import blueprint, for_technicians, for_the_office
from .refusals import tried, typed_number, typed_text
from .rules import MARKS


@blueprint.get("/settings")
@for_the_office
def setting_list() -> str:
    """All settings in the order in which they were shipped."""
    return _page()


@blueprint.post("/settings/<key>")
@for_technicians
def setting(key: str) -> Response | tuple[str, int]:
    """Give one setting another value; 422 where it does not fit."""
    kind, moment = setting_kind(key), now()
    value = _typed_value(kind)
    if value is None:
        return _page(key, {"value": _("请填写整数。")}), 422
    _done, errors = tried(lambda session: _put(session, key, value, moment), "value")
    if errors:
        return _page(key, errors), 422
    flash(_("设置已修改并记录。"), "done")
    return redirect(url_for("admin.setting_list"), 303)


def _put(session: Session, key: str, value: Any, moment) -> None:
    office_settings.put_setting(session, key, value, present_actor(session), moment)


def _typed_value(kind: SettingKind) -> Any:
    if kind.type == "flag":
        return bool(request.form.get("value"))
    return typed_number("value") if kind.type == "number" else typed_text("value")


def _page(key: str = "", errors: dict[str, str] | None = None) -> str:
    return render_template(
        "admin/settings.html",
        kinds=list(setting_kinds().values()),
        values=office_settings.all_settings(db.session),
        marks=MARKS,
        wrong_key=key,
        errors=errors or {},
    )
