"""What codes of a matter are called on screen. Nobody ever reads a code."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from .values import value_in_words

MATTER_STATES: Mapping[str, object] = {
    "opening": _l("拟办中"),
    "handling": _l("办理中"),
    "reviewing": _l("审核中"),
    "closed": _l("已办结"),
    "archived": _l("已归档"),
    "not_opened": _l("不立项"),
    "merged": _l("已并案"),
    "offline": _l("涉密，线下办理"),
    "cancelled": _l("已撤销"),
}

URGENCIES: Mapping[str, object] = {
    "special": _l("特急"),
    "urgent": _l("急件"),
    "normal": _l("一般"),
    "difficult": _l("疑难"),
}

CATEGORIES: Mapping[str, object] = {
    "1": _l("一类 决策部署"),
    "2": _l("二类 重大专项活动"),
    "3": _l("三类 领导批示交办"),
    "4": _l("四类 其他督办"),
}

CONFIDENTIALITIES: Mapping[str, object] = {
    "public": _l("公开"),
    "internal": _l("内部"),
    "classified": _l("涉密"),
}

STEP_STATES: Mapping[str, object] = {
    "done": _l("已完成"),
    "active": _l("进行中"),
    "overdue": _l("已逾期"),
    "coming": _l("未开始"),
}

RELATIONS: Mapping[str, object] = {
    "lead": _l("主办单位"),
    "co_organiser": _l("协办单位"),
    "leader": _l("批示（分管）领导"),
    "former_lead": _l("原主办单位（已退回）"),
}

LINKS: Mapping[str, object] = {
    "same_document": _l("同一文件的另一事项"),
    "merged_into": _l("并案"),
    "follows": _l("接续办理"),
    "parent": _l("由此事项发起"),
    "call": _l("发起的事项"),
}

#: The rungs of the escalation ladder (domain page §7.9).
RUNGS: Mapping[str, object] = {
    "ES-01": _l("临期提醒"),
    "ES-02": _l("催办单"),
    "ES-03": _l("分管市领导协调"),
    "ES-04": _l("秘书长约谈"),
    "ES-05": _l("全市通报"),
    "ES-06": _l("市长专题督办会"),
    "ES-07": _l("追责建议移送"),
}

DEADLINE_STATES: Mapping[str, object] = {
    "running": _l("计时中"),
    "under_review": _l("审核中，催办暂停"),
    "done": _l("已完成"),
    "withdrawn": _l("已撤回"),
}

_TABLES = {
    "matter_state": MATTER_STATES,
    "urgency": URGENCIES,
    "category": CATEGORIES,
    "confidentiality": CONFIDENTIALITIES,
    "step_state": STEP_STATES,
    "relation": RELATIONS,
    "link_kind": LINKS,
    "rung": RUNGS,
    "deadline_state": DEADLINE_STATES,
}


def init_blueprint(blueprint: Blueprint) -> None:
    """Give every template filters such as ``|matter_state``; unnamed codes show as they are."""
    blueprint.add_app_template_filter(value_in_words, "value_in_words")
    for name, table in _TABLES.items():
        blueprint.add_app_template_filter(_namer(table), name)


def _namer(table: Mapping[str, object]):
    def called(code: object) -> object:
        return table.get(str(code), code) if code else ""

    return called
