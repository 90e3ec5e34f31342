"""督办通报: the figures of all supervision matters, and the signed text to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select

from models import Deadline, DeadlineState, MatterState, ProcessDefinition, ProcessInstance
from workflows import matters, numbering
from workflows.jobs.matter import RESULT, text
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.notices import every_unit
from workflows.rules.calendars import SHANGHAI
from workflows.words import Sentence

SERIES = "双政督通"
_LIVE = (MatterState.HANDLING, MatterState.REVIEWING)


@job("circular.collect")
def collect(call: JobCall) -> Mapping[str, Value]:
    """Count what last month brought and where things stand now; a draft text begins with the figures."""
    until = call.now.astimezone(SHANGHAI)
    since = (until.replace(day=1) - timedelta(days=1)).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    running, late = _count(call, ProcessInstance.matter_state.in_(_LIVE)), _late(call)
    closed = _count(call, ProcessInstance.closed_at >= since, ProcessInstance.score.is_not(None))
    points = _average_score(call, since)
    period = f"{since.year}年{since.month}月"
    mean = (
        Sentence(f"，平均{points}分", f", {points} points on average")
        if points is not None
        else Sentence("", "")
    )
    zh = f"{period}以来：办结{closed}件{mean.zh}；正在办理{running}件，其中逾期{late}件。"
    en = f"Since {since:%Y-%m}: {closed} closed{mean.en}; {running} under way, {late} of them overdue."
    title = f"{period}督办情况通报"
    return {
        "title": title,
        "circular_title": title,
        "circular_summary": zh,
        "circular_summary_en": en,
        "circular_text": zh,
    }


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
            Deadline.due_at < call.now,
        )
    )
    return call.session.scalar(query) or 0


def _average_score(call: JobCall, since: datetime) -> int | None:
    mean = call.session.scalar(
        select(func.avg(ProcessInstance.score)).where(_is_supervision(), ProcessInstance.closed_at >= since)
    )
    return round(mean) if mean is not None else None


@job("circular.publish")
def publish(call: JobCall) -> Mapping[str, Value]:
    """The signed circular gets its number and goes to every department and county."""
    year = call.now.astimezone(SHANGHAI).year
    matters.give_number(call.session, call.instance, numbering.document_number(call.session, SERIES, year))
    title, words = text(call, "circular_title") or call.instance.title, text(call, "circular_text")
    tell(call, every_unit(call.session), "circular", Sentence(title, title), Sentence(words, words))
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {"number": call.instance.number}
