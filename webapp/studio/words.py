"""What the studio's codes are called on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint
from flask_babel import lazy_gettext as _l

DRAFT_STATES: Mapping[str, object] = {
    "open": _l("正在画"),
    "handed_in": _l("已交审"),
    "discarded": _l("已收起"),
}

PLAY_STATES: Mapping[str, object] = {
    "completed": _l("走完了"),
    "terminated": _l("已终止"),
    "waiting": _l("等待中"),
    "stuck": _l("卡住了"),
    "error": _l("出错了"),
}

PLAY_ACTS: Mapping[str, object] = {
    "completed": _l("完成"),
    "cancelled": _l("取消"),
    "fired": _l("触发"),
    "error": _l("出错"),
}

CHANGE_STATES: Mapping[str, object] = {
    "open": _l("待审"),
    "published": _l("已发布"),
    "returned": _l("退回修改"),
    "withdrawn": _l("已撤回"),
}


def init_blueprint(blueprint: Blueprint) -> None:
    """Give the templates filters such as ``|draft_state``."""
    for name, table in (
        ("draft_state", DRAFT_STATES),
        ("change_state", CHANGE_STATES),
        ("play_state", PLAY_STATES),
        ("play_act", PLAY_ACTS),
    ):
        blueprint.add_app_template_filter(_namer(table), name)


def _namer(table: Mapping[str, object]) -> Callable[[object], object]:
    return lambda code: table.get(str(code), code)
