"""季度综合报告: what the quarter's hearings came to, for the leader who reports upwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models import MatterState, PartyRelation
from workflows import matters
from workflows.jobs.hearing_record import Hearing, hearings_of
from workflows.jobs.matter import day, text
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of
from workflows.rules.periods import Period, name_of_turn, turn_of
from workflows.words import Sentence


@job(
    "hearing.collect",
    gives=(
        "title",
        "quarter",
        "quarter_from",
        "quarter_to",
        "holder_role",
        "collected",
        "collected_en",
        "report",
    ),
)
def collect(call: JobCall) -> Mapping[str, Value]:
    """The ended quarter's hearings from the record: the draft begins with them."""
    first, last = day(call, "period_from"), day(call, "period_to")
    assert first is not None and last is not None
    hearings = [hearing for hearing in hearings_of(call.session, first, last) if not hearing.handed_over]
    words = _in_words(call, hearings)
    title = f"{name_of_turn(turn_of(Period.QUARTER, first).key).zh}安全生产综合报告"
    matters.set_party(call.session, call.instance, PartyRelation.LEADER, [text(call, "holder")])
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    return {
        "title": title,
        "quarter": text(call, "reported"),
        "quarter_from": first,
        "quarter_to": last,
        "holder_role": "S",
        "collected": words.zh,
        "collected_en": words.en,
        "report": words.zh,
    }


def _in_words(call: JobCall, hearings: Iterable[Hearing]) -> Sentence:
    hearings = list(hearings)
    signed = [hearing for hearing in hearings if hearing.counts]
    late = sum(hearing.late for hearing in signed)
    decisions = sum(hearing.decisions for hearing in signed)
    missing = [name_of(call, hearing.holder) for hearing in hearings if not hearing.counts]
    zh = (
        f"应听取汇报{len(hearings)}次，已听取并签发纪要{len(signed)}次，其中补办{late}次，"
        f"议定事项{decisions}项。"
    )
    en = (
        f"{len(hearings)} hearings due, {len(signed)} held with signed minutes ({late} late), "
        f"{decisions} decisions."
    )
    if missing:
        zh += f"尚未完成：{'、'.join(name.zh for name in missing)}。"
        en += f" Not done: {', '.join(name.en for name in missing)}."
    return Sentence(zh, en)
