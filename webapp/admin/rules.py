"""The rule book of limits: every rule with its basis and mark, changed with a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models import DeadlineRule, db
from workflows.office import rule_book
from workflows.office.rule_book import RuleChange

from ..clock import now
from ..matters.actor import present_actor
from .blueprint import blueprint, for_technicians, for_the_office
from .refusals import tried, typed_number, typed_text

UNITS = {
    "hour": _l("小时（24小时连续计算）"),
    "office_hour": _l("办公小时"),
    "calendar_day": _l("日（自然日）"),
    "working_day": _l("工作日"),
    "month": _l("月"),
    "date": _l("指定日期"),
}
MARKS = {
    "法": _l("法律法规原文"),
    "文": _l("清单文件原文"),
    "证": _l("公开文本摘录"),
    "忆": _l("凭记忆，待核"),
    "议": _l("建议值，可改"),
}
_NUMBERS = ("amount", "max_extensions", "max_extension_amount")


@blueprint.get("/rules")
@for_the_office
def rule_list() -> str:
    """All rules of the book."""
    rows = db.session.scalars(select(DeadlineRule).order_by(DeadlineRule.code))
    book = rule_book.load_rules(db.session)
    return render_template("admin/rules.html", rows=list(rows), book=book, units=UNITS, marks=MARKS)


@blueprint.route("/rules/<code>", methods=["GET", "POST"])
@for_technicians
def rule(code: str) -> Response | str | tuple[str, int]:
    """One rule; POST changes it, 422 without a reason. Running deadlines keep what they have."""
    if request.method == "GET":
        return _page(code)
    wrong = {name: _("请填写整数。") for name in _NUMBERS if typed_text(name) and typed_number(name) is None}
    if wrong:
        return _page(code, wrong), 422
    reason, moment = typed_text("reason"), now()

    def work(session: Session) -> None:
        change = _change_of(rule_book.rule_row(session, code))
        rule_book.change_rule(session, code, change, reason, present_actor(session), moment)

    _done, errors = tried(work, "reason")
    if errors:
        return _page(code, errors), 422
    flash(_("规则已修改并记录；已经起算的时限不变。"), "done")
    return redirect(url_for("admin.rule_list"), 303)


def _change_of(row: DeadlineRule) -> RuleChange:
    """What the form says differently from the rule as it stands; an empty field leaves it as it is."""
    wanted = {
        "unit": typed_text("unit"),
        "basis": typed_text("basis"),
        "basis_en": typed_text("basis_en"),
        "mark": typed_text("mark"),
        **{name: typed_number(name) for name in _NUMBERS},
    }
    return RuleChange(
        **{
            name: value
            for name, value in wanted.items()
            if value not in (None, "") and value != getattr(row, name)
        }
    )


def _page(code: str, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "admin/rule.html",
        row=rule_book.rule_row(db.session, code),
        rule=rule_book.load_rules(db.session)[code],
        units=UNITS,
        marks=MARKS,
        errors=errors or {},
        typed=request.form,
    )
