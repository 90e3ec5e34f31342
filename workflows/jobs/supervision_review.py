"""Results handed in, sent back for rework, read by the leader in time."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select

from models import Deadline, DeadlineState, MatterState, Task, TaskState
from workflows import matters
from workflows.deadlines import rows as deadlines
from workflows.jobs.matter import (
    OPINION,
    RESULT,
    codes,
    count,
    lead,
    matter_words,
    newest_deadline,
    text,
    value,
)
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.supervision_dispatch import open_opinion_clocks
from workflows.jobs.telling import tell
from workflows.words import Sentence


@job("supervision.hand_in", gives=("rework", "ruled_close"))
def hand_in(call: JobCall) -> Mapping[str, Value]:
    """A party answered. The lead's clock goes under review: its ladder rests, and goes on after a return.

    A co-organiser's clock is done. When nobody owes anything any more the matter is with the reviewers.
    """
    if call.headers.get("rule") == RESULT:
        result = newest_deadline(call, RESULT, lead(call))
        if result is not None:
            deadlines.put_under_review(call.session, result, call.now)
    if not _somebody_owes(call):
        matters.set_state(call.session, call.instance, MatterState.REVIEWING, call.now, by=call.by)
    return {"rework": False, "ruled_close": call.headers.get("ruled") == "true"}


def _somebody_owes(call: JobCall) -> bool:
    owed = select(Deadline.id).where(
        Deadline.instance_id == call.instance.id,
        Deadline.rule_code.in_((RESULT, OPINION)),
        Deadline.state == DeadlineState.RUNNING,
    )
    return call.session.scalar(owed.limit(1)) is not None


@job("supervision.rework", gives=("rework", "reworks", "co_open", "co_return", "co_opinions_kept"))
def rework(call: JobCall) -> Mapping[str, Value]:
    """Back to the lead: its clock goes on where it stood, less the time under review.

    Co-organisers answer again only where the finding names them. A leader's disagreement is no return by the
    supervision office and does not count as one.
    """
    result = newest_deadline(call, RESULT, lead(call))
    if result is not None:
        deadlines.resume(call.session, result, call.now)
    again = [code for code in codes(call, "co_return") if code in codes(call, "co")]
    open_opinion_clocks(call, again, count(call, "round"))
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    matter, reason = matter_words(call), text(call, "rework_reason")
    tell(
        call,
        [lead(call), *again],
        "rework",
        Sentence(f"退回重办：{matter.zh}", f"Returned for rework: {matter.en}"),
        Sentence(f"退回理由：{reason}", f"Reason: {reason}"),
    )
    counted = 0 if text(call, "outcome") == "disagree" else 1
    return {
        "rework": True,
        "reworks": Decimal(count(call, "reworks") + counted),
        "co_open": again,
        "co_return": [],
        "co_opinions_kept": _opinions_kept(call, again),
    }


def _opinions_kept(call: JobCall, again: list[str]) -> list[Mapping[str, Value]]:
    """What co-organisers said that are not asked again: the next check still reads it."""
    said = [*(value(call, "co_opinions_kept") or []), *(value(call, "co_opinions") or [])]
    return [opinion for opinion in said if opinion["unit"] not in again]


@job("supervision.remind", gives=())
def remind(call: JobCall) -> Mapping[str, Value]:
    """催阅: on working days, whoever has the open step before him is reminded; nothing closes by itself."""
    if not call.office.calendar.is_working_day(call.office.today):
        return {}
    open_tasks = select(Task).where(
        Task.instance_id == call.instance.id,
        Task.element_id == call.headers["rule"],
        Task.state == TaskState.OPEN,
    )
    holders = [
        (candidate.post or candidate.unit).code
        for task in call.session.scalars(open_tasks)
        for candidate in task.candidates
    ]
    matter = matter_words(call)
    tell(
        call,
        holders,
        "reading-reminder",
        Sentence(f"请审阅：{matter.zh}", f"Please read: {matter.en}"),
        Sentence(
            "办理结果已超过审阅时限，请审阅。", "The result has waited longer than the time for reading."
        ),
    )
    return {}
