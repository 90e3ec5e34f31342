"""For the auditor: what happened to accounts and settings, who read internal matters. Read only."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from models import ProcessInstance, ReadEvent, SecurityEvent, User, db

from .blueprint import blueprint, for_auditors

PAGE = 100

KINDS = {
    "login": _l("登录"),
    "login failed": _l("登录失败"),
    "logout": _l("退出"),
    "appointed": _l("到任"),
    "appointment ended": _l("离任"),
    "appointment withdrawn": _l("任职撤销"),
    "rule changed": _l("修改时限规则"),
    "setting changed": _l("修改设置"),
    "calendar changed": _l("修改日历"),
    "account password": _l("重设密码"),
    "account close": _l("停用账号"),
    "account open": _l("恢复账号"),
}


@blueprint.app_template_filter("security_kind")
def security_kind(kind: str) -> object:
    """What a kind of security event is called; one nobody named is shown as it is."""
    return KINDS.get(kind, kind)


@blueprint.get("/audit/security")
@for_auditors
def security_events() -> str:
    """Logins, changes of accounts, rules and settings, the newest first; paged by the last id seen."""
    question = select(SecurityEvent).order_by(SecurityEvent.id.desc()).limit(PAGE + 1)
    name = request.args.get("name", "").strip()[:64]
    if name:
        question = question.where(SecurityEvent.username == name)
    if _after():
        question = question.where(SecurityEvent.id < _after())
    rows = list(db.session.scalars(question))
    return render_template("admin/security_events.html", rows=rows[:PAGE], more=_next_of(rows), name=name)


@blueprint.get("/audit/reads")
@for_auditors
def read_events() -> str:
    """Who looked at which internal matter, newest first; by number only: titles are not the auditor's."""
    question = (
        select(ReadEvent, User.display_name, User.username, ProcessInstance.number)
        .join(User, User.id == ReadEvent.user_id)
        .join(ProcessInstance, ProcessInstance.id == ReadEvent.instance_id)
        .order_by(ReadEvent.id.desc())
        .limit(PAGE + 1)
    )
    if _after():
        question = question.where(ReadEvent.id < _after())
    rows = list(db.session.execute(question))
    more = rows[PAGE - 1][0].id if len(rows) > PAGE else None
    return render_template("admin/read_events.html", rows=rows[:PAGE], more=more)


def _after() -> int | None:
    text = request.args.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _next_of(rows: list[SecurityEvent]) -> int | None:
    return rows[PAGE - 1].id if len(rows) > PAGE else None
