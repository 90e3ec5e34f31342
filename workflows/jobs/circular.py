"""督办通报: the figures of all supervision matters, and the signed text to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from sqlalchemy import func, select

from models import Deadline, DeadlineState, MatterState, ProcessDefinition, ProcessInstance
from workflows import matters, numbering
from workflows.jobs.matter import RESULT, day, text
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.rules.calendars import SHANGHAI, end_of_day
from workflows.telling.notices import every_unit
from workflows.words import Sentence

SERIES = "双政督通"
_LIVE = (MatterState.HANDLING, MatterState.REVIEWING)


@job(
    "circular.collect",
    gives=("title", "circular_title", "circular_summary", "circular_summary_en", "circular_text"),
)
def collect(call: JobCall) -> Mapping[str, Value]:
    """Count what the period brought and where things stand now; the draft begins with the figures.

    The period is the month that has just ended, or for a circular by hand the present month so far.
    """
    first, last = _period(call)
    after = end_of_day(last)
    running, late = _count(call, ProcessInstance.matter_state.in_(_LIVE)), _late(call)
    in_period = (ProcessInstance.closed_at >= _midnight(first), ProcessInstance.closed_at < after)
    closed = _count(call, *in_period, ProcessInstance.score.is_not(None))
    mean = _average(call, *in_period)
    zh = f"{first.year}年{first.month}月办结{closed}件{mean.zh}；正在办理{running}件，其中逾期{late}件。"
    en = f"{first:%Y-%m}: {closed} closed{mean.en}; {running} under way, {late} of them overdue."
    title = f"{first.year}年{first.month}月督办情况通报"
    return {
        "title": title,
        "circular_title": title,
        "circular_summary": zh,
        "circular_summary_en": en,
        "circular_text": zh,
    }


def _period(call: JobCall) -> tuple[date, date]:
    """The first and the last day reported on."""
    first, last = day(call, "period_from"), day(call, "period_to")
    if first is not None and last is not None:
        return first, last
    today = call.office.today
    return today.replace(day=1), today


def _midnight(first: date) -> datetime:
    return datetime.combine(first, time(), SHANGHAI)


def _count(call: JobCall, *conditions: object) -> int:
    return (
        call.session.scalar(select(func.count(ProcessInstance.id)).where(_is_supervision(), *conditions)) or 0
    )


def _is_supervision() -> object:
    return ProcessInstance.definition_id.in_(
        select(ProcessDefinition.id).where(ProcessDefinition.process_id == "supervision")
    )


def _late(call: JobCall) -> int:
    """Matters whose lead owes a result that is overdue."""
    query = (
        select(func.count(func.distinct(Deadline.instance_id)))
        .join(ProcessInstance, ProcessInstance.id == Deadline.instance_id)
        .where(
            _is_supervision(),
            ProcessInstance.matter_state.in_(_LIVE),
            Deadline.rule_code == RESULT,
            Deadline.state == DeadlineState.RUNNING,
            Deadline.done_at.is_(None),
            Deadline.due_at < call.now,
        )
    )
    return call.session.scalar(query) or 0


def _average(call: JobCall, *conditions: object) -> Sentence:
    """The mean score in words; nothing where nothing was scored."""
    mean = call.session.scalar(select(func.avg(ProcessInstance.score)).where(_is_supervision(), *conditions))
    if mean is None:
        return Sentence("", "")
    return Sentence(f"，平均{round(mean)}分", f", {round(mean)} points on average")


@job("circular.publish", gives=("number",))
def publish(call: JobCall) -> Mapping[str, Value]:
    """The signed circular gets its number and goes to every department and county."""
    year = call.now.astimezone(SHANGHAI).year
    matters.give_number(call.session, call.instance, numbering.document_number(call.session, SERIES, year))
    title, words = text(call, "circular_title") or call.instance.title, text(call, "circular_text")
    tell(call, every_unit(call.session), "circular", Sentence(title, title), Sentence(words, words))
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {"number": call.instance.number}
