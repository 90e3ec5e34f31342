"""重点工作事项: dispatched with its date, reported each quarter, claimed, cleared, or ended by its list."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from models import Deadline, DeadlineState, MatterState, PartyRelation
from workflows import matters
from workflows.deadlines import extensions
from workflows.deadlines import rows as deadlines
from workflows.jobs.matter import codes, lead, matter_words, newest_deadline, refused, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.people.posts import post_by_code
from workflows.rules.calendars import local_day
from workflows.rules.deadline_words import due_words
from workflows.words import Sentence

WHOLE, LATE_REPORT = "WL-11", "WL-09L"
OFFICE = "supervision-office"


@job(
    "duty_item.open",
    gives=(
        "title",
        "task_text",
        "lead",
        "co",
        "leader",
        "due_on",
        "dispatched_on",
        "returns",
        "must_sign",
        "must_report",
        "handed_in",
        "round",
    ),
)
def open_item(call: JobCall) -> Mapping[str, Value]:
    """The list's item becomes a matter: number, parties, its date with the post that set it, notices."""
    item = _item(call)
    unit, leader, co = item["lead"], item["leader"], [code for code in item.get("co") or [] if code]
    if text(call, "list_doc_no"):
        matters.give_number(call.session, call.instance, f"{text(call, 'list_doc_no')}第{item['no']}项")
    for relation, wanted in (
        (PartyRelation.LEAD, [unit]),
        (PartyRelation.CO_ORGANISER, [code for code in co if code != unit]),
        (PartyRelation.LEADER, [leader]),
    ):
        matters.set_party(call.session, call.instance, relation, wanted)
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    limit = deadlines.open_deadline(
        call.session,
        call.instance,
        WHOLE,
        call.now,
        party=unit,
        due_on=item["due_date"],
        set_by_post=post_by_code(call.session, item["set_by"]),
        by=call.by,
    )
    _tell_dispatched(call, item, limit)
    return {
        "title": item["work"],
        "task_text": f"{item['work']}。目标：{item['target']}",
        "lead": unit,
        "co": co,
        "leader": leader,
        "due_on": item["due_date"],
        "dispatched_on": local_day(call.now),
        "returns": Decimal(0),
        "must_sign": False,
        "must_report": False,
        "handed_in": False,
        "round": Decimal(1),
    }


def _item(call: JobCall) -> Mapping[str, Any]:
    item = value(call, "item")
    if not isinstance(item, Mapping):
        raise refused("没有事项内容，不能下达", "There is no item to dispatch")
    return item


def _tell_dispatched(call: JobCall, item: Mapping[str, Any], limit: Deadline) -> None:
    due = due_words(limit.due_at)
    title = Sentence(f"重点工作事项：{item['work']}", f"Duty item: {item['work']}")
    tell(
        call,
        [item["lead"]],
        "item",
        title,
        Sentence(f"请签收并于{due.zh}前完成。{item['target']}", f"Sign in; due {due.en}. {item['target']}"),
    )
    others = [code for code in (*(item.get("co") or []), item["leader"]) if code != item["lead"]]
    tell(
        call,
        dict.fromkeys(others),
        "item-concerned",
        title,
        Sentence(f"完成时限{due.zh}。{item['target']}", f"Due {due.en}. {item['target']}"),
    )


@job("duty_item.missed", gives=("reports_missed",))
def missed(call: JobCall) -> Mapping[str, Value]:
    """The quarter went by without a report: amber at once, five working days to make up for it."""
    late = deadlines.open_deadline(
        call.session, call.instance, LATE_REPORT, call.now, party=lead(call), variables=call.variables
    )
    late.amber_at = call.now
    due, matter = due_words(late.due_at), matter_words(call)
    tell(
        call,
        [lead(call), OFFICE, text(call, "leader")],
        "progress-missed",
        Sentence(f"季度进展未报：{matter.zh}", f"Quarterly report missed: {matter.en}"),
        Sentence(f"请于{due.zh}前补报。", f"Report by {due.en}."),
    )
    return {"reports_missed": Decimal(int(value(call, "reports_missed") or 0) + 1)}


@job("duty_item.hand_in", gives=("handed_in",))
def hand_in(call: JobCall) -> Mapping[str, Value]:
    """The lead claims the item done: the clock shows how it stood while the claim is read."""
    limit = newest_deadline(call, WHOLE, lead(call))
    if limit is not None:
        deadlines.put_under_review(call.session, limit, call.now)
    matters.set_state(call.session, call.instance, MatterState.REVIEWING, call.now, by=call.by)
    return {"handed_in": True}


@job("duty_item.send_back", gives=("handed_in", "must_report"))
def send_back(call: JobCall) -> Mapping[str, Value]:
    """The claim is returned: the clock binds again, and how the item stands is reported anew."""
    limit = newest_deadline(call, WHOLE, lead(call))
    if limit is not None:
        deadlines.resume(call.session, limit, call.now)
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    matter, reason = matter_words(call), text(call, "return_reason")
    tell(
        call,
        [lead(call)],
        "item-returned",
        Sentence(f"销号申请退回：{matter.zh}", f"Claim returned: {matter.en}"),
        Sentence(f"退回理由：{reason}", f"Reason: {reason}"),
    )
    return {"handed_in": False, "must_report": True}


@job("duty_item.close", gives=("ended_as", "handed_in"))
def close(call: JobCall) -> Mapping[str, Value]:
    """Verified: the item is cleared, kept or late by when it was claimed."""
    matters.set_state(call.session, call.instance, MatterState.CLOSED, call.now, by=call.by)
    matter = matter_words(call)
    tell(
        call,
        dict.fromkeys([lead(call), text(call, "leader")]),
        "item-cleared",
        Sentence(f"已销号：{matter.zh}", f"Cleared: {matter.en}"),
        Sentence("经核验，予以销号。", "It was verified and is cleared."),
    )
    return {"ended_as": "cleared", "handed_in": False}


@job("duty_item.overdue", gives=("overdue_now",))
def overdue(call: JobCall) -> Mapping[str, Value]:
    """Whether the date has passed with nothing handed in: yes, not while a claim is read, or not (any
    more)."""
    limit = newest_deadline(call, WHOLE, lead(call))
    if text(call, "ended_as") or limit is None or limit.due_at > call.now:
        return {"overdue_now": "no"}
    return {"overdue_now": "review" if limit.state is DeadlineState.UNDER_REVIEW else "yes"}


@job("duty_item.adjust", gives=("item", "title", "task_text", "due_on"))
def adjust(call: JobCall) -> Mapping[str, Value]:
    """The list was adjusted: another date, set by whoever approves it, another text.

    Refused for anybody but the post that set the date (or its B role in that name), or once it is claimed."""
    change, item = value(call, "change"), dict(_item(call))
    if change.get("new_due") is not None:
        _move_date(call, change)
        item["due_date"] = change["new_due"]
    for name in ("work", "target"):
        item[name] = change.get(f"new_{name}") or item[name]
    matter = matter_words(call)
    tell(
        call,
        dict.fromkeys([lead(call), *codes(call, "co"), text(call, "leader")]),
        "item-adjusted",
        Sentence(f"事项调整：{matter.zh}", f"Adjusted: {matter.en}"),
        Sentence(f"理由：{change['reason']}", f"Reason: {change['reason']}"),
    )
    return {
        "item": item,
        "title": item["work"],
        "task_text": f"{item['work']}。目标：{item['target']}",
        "due_on": item["due_date"],
    }


def _move_date(call: JobCall, change: Mapping[str, Any]) -> None:
    limit = newest_deadline(call, WHOLE, lead(call))
    if limit is None or call.by is None:
        raise refused("期限只能由有权的人调整", "Only a person with the power to do so moves a date")
    move = extensions.rule if call.now > limit.due_at else extensions.grant
    move(call.session, limit, change["new_due"], change["reason"], call.by, call.now)


@job("duty_item.end_early", gives=())
def end_early(call: JobCall) -> Mapping[str, Value]:
    """The mayor withdraws the item, or what is left of it goes into next year's list; with the reason."""
    carried, reason = text(call, "ended_as") == "carried", text(call, "end_reason")
    state = MatterState.MERGED if carried else MatterState.CANCELLED
    matters.set_state(call.session, call.instance, state, call.now, by=call.by, reason=reason)
    matter = matter_words(call)
    words = Sentence("结转下一年度", "Carried over") if carried else Sentence("撤销事项", "Withdrawn")
    tell(
        call,
        dict.fromkeys([lead(call), *codes(call, "co"), text(call, "leader")]),
        "item-ended",
        Sentence(f"{words.zh}：{matter.zh}", f"{words.en}: {matter.en}"),
        Sentence(f"理由：{reason}", f"Reason: {reason}"),
    )
    return {}
