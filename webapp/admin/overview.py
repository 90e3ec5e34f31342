"""The first page of the administration: the parts this person may use."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from models import CalendarStatus, CalendarYear, Incident, ShippedChange, db

from ..access import may_use
from .blueprint import blueprint, for_all_of_them


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the administration, with what it is for."""

    endpoint: str
    words: object
    about: object


PARTS = (
    Part("admin.incident_list", _l("受阻的流程"), _l("停在某一步、需要人处理的事项")),
    Part("admin.people", _l("单位、职务和人员"), _l("谁任什么职务、何时到任离任、由谁做B角")),
    Part("admin.absence_list", _l("请假登记"), _l("离岗期间由B角以其名义办理")),
    Part("admin.accounts", _l("账号"), _l("建立账号、重设密码、停用")),
    Part("admin.calendar_list", _l("工作日历"), _l("节假日和调休；未公布的年份先按暂定推算")),
    Part("admin.rule_list", _l("时限规则"), _l("每条时限的数值、依据和标识")),
    Part("admin.setting_list", _l("系统设置"), _l("每项设置的数值、依据和标识")),
    Part("admin.deployment_list", _l("流程版本"), _l("已发布的流程和随新版软件带来的更改")),
    Part("admin.security_events", _l("安全日志"), _l("登录、账号和设置的变动")),
    Part("admin.read_events", _l("查阅记录"), _l("谁在何时看过内部事项")),
)


@blueprint.get("/")
@for_all_of_them
def index() -> str:
    """The parts of the administration this person may use, with what waits in them."""
    return render_template(
        "admin/index.html", parts=[part for part in PARTS if may_use(part.endpoint)], waiting=_waiting()
    )


def _waiting() -> dict[str, int]:
    """How many things wait in a part, by its route."""
    counts = {
        "admin.incident_list": select(func.count())
        .select_from(Incident)
        .where(Incident.resolved_at.is_(None)),
        "admin.deployment_list": select(func.count())
        .select_from(ShippedChange)
        .where(ShippedChange.answered_at.is_(None)),
        "admin.calendar_list": select(func.count())
        .select_from(CalendarYear)
        .where(CalendarYear.status == CalendarStatus.PROVISIONAL),
    }
    return {endpoint: db.session.scalar(question) or 0 for endpoint, question in counts.items()}
