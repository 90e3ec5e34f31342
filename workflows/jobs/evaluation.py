"""整改评估: scheduled at the approval, begun after ten months, done within twelve, its gaps answered for."""

from __future__ import annotations

from collections.abc import Mapping

from models import MatterState, PartyRelation
from workflows import matters, numbering
from workflows.deadlines import rows as deadlines
from workflows.jobs.matter import codes, lead, matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of, tell
from workflows.rules.calendars import SHANGHAI
from workflows.rules.deadline_words import due_words
from workflows.words import Sentence

YEAR, TEN_MONTHS, WHOLE = "D08", "D09", "RE-00"


@job("evaluation.open", gives=("title", "task_text", "lead", "co", "team_units", "hazards"))
def open_evaluation(call: JobCall) -> Mapping[str, Value]:
    """Scheduled: the year and the ten months run from the approval (《安全生产法》 Art. 86). Whoever answers
    for a measure or a decision is a party."""
    party = lead(call) or "yjj"
    for rule in (YEAR, TEN_MONTHS):
        deadlines.open_deadline(call.session, call.instance, rule, call.now, party=party)
    bound = [row["owner"] for row in value(call, "measures") or []]
    bound += [row["by_unit"] for row in value(call, "decisions") or []]
    units = [code for code in dict.fromkeys([text(call, "county"), *bound, *codes(call, "co")]) if code]
    units = [code for code in units if code != party]
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [party])
    matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, units)
    matters.set_party(call.session, call.instance, PartyRelation.LEADER, ["scm"])
    title = f"{text(call, 'title')}（整改评估）"
    return {
        "title": title,
        "task_text": f"逐项评估{text(call, 'approval_doc_no')}确定的整改措施和处理决定的落实情况。",
        "lead": party,
        "co": units,
        "team_units": codes(call, "team_units"),
        "hazards": [],
    }


@job("evaluation.begin", gives=("number",))
def begin(call: JobCall) -> Mapping[str, Value]:
    """Ten months have passed: it gets its number, sixty days for the whole, and everybody knows."""
    year = call.now.astimezone(SHANGHAI).year
    series = call.office.office.settings["accident.evaluation_series"]
    matters.give_number(call.session, call.instance, numbering.document_number(call.session, series, year))
    _done(call, TEN_MONTHS)
    deadlines.open_deadline(call.session, call.instance, WHOLE, call.now, party=lead(call))
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    _tell_of_the_year(call, "evaluation-begun", Sentence("启动整改评估", "The evaluation begins"))
    return {"number": call.instance.number}


@job("evaluation.remind", gives=())
def remind(call: JobCall) -> Mapping[str, Value]:
    """The year is nearly over."""
    _tell_of_the_year(call, "evaluation-near", Sentence("整改评估临期", "The evaluation is nearly due"))
    return {}


def _tell_of_the_year(call: JobCall, kind: str, what: Sentence) -> None:
    limit = deadlines.live_deadline(call.session, call.instance, YEAR)
    due = due_words(limit.due_at if limit is not None else call.now)
    matter = matter_words(call)
    tell(
        call,
        dict.fromkeys([lead(call), "scm", "yjj"]),
        kind,
        Sentence(f"{what.zh}：{matter.zh}", f"{what.en}: {matter.en}"),
        Sentence(
            f"应在{due.zh}前完成（批复之日起一年内）。", f"To be done by {due.en}, a year after the approval."
        ),
    )


@job("evaluation.approve", gives=("evaluated_at",))
def approve(call: JobCall) -> Mapping[str, Value]:
    """The report is approved: the year's limit is kept, or was missed."""
    for rule in (YEAR, WHOLE):
        _done(call, rule)
    return {"evaluated_at": call.now.astimezone(SHANGHAI)}


def _done(call: JobCall, rule: str) -> None:
    running = deadlines.live_deadline(call.session, call.instance, rule)
    if running is not None:
        deadlines.done(call.session, running, call.now)


@job("evaluation.refer", gives=())
def refer(call: JobCall) -> Mapping[str, Value]:
    """追责建议移送: a proposal to the body that has the power, never a punishment; on record and told."""
    if text(call, "outcome") == "refer":
        body, matter, words = (
            name_of(call, text(call, "refer_to")),
            matter_words(call),
            text(call, "refer_text"),
        )
        tell(
            call,
            dict.fromkeys([text(call, "refer_to"), lead(call), "scm", "sg"]),
            "evaluation-referred",
            Sentence(f"追责建议移送{body.zh}：{matter.zh}", f"Referred to {body.en}: {matter.en}"),
            Sentence(words, words),
        )
    return {}


@job("evaluation.archive", gives=())
def archive(call: JobCall) -> Mapping[str, Value]:
    """The result is published: archived."""
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {}
