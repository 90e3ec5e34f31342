"""交办: number, clocks, parties and notices of a round; a linked matter for each further one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models import (
    Deadline,
    DeadlineState,
    EventKind,
    LinkKind,
    MatterState,
    PartyRelation,
    Post,
    Task,
    TaskState,
)
from workflows import journal, matters, numbering
from workflows.deadlines import extensions
from workflows.deadlines import rows as deadlines
from workflows.deployments.decision_tables import tables_of
from workflows.jobs.matter import (
    OPINION,
    RESULT,
    codes,
    count,
    day,
    is_post,
    lead,
    matter_words,
    refused,
    text,
    value,
)
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.people.posts import post_by_code
from workflows.rules.calendars import SHANGHAI
from workflows.telling import mail
from workflows.words import Sentence

_DATED_KINDS = (
    "campaign",
    "annual",
)  #: their limit is the stage's or the list's date, so somebody must write it
_OF_THE_DOCUMENT = (
    "category",
    "kind",
    "source_doc_no",
    "instruction_text",
    "leader",
    "received_on",
    "urgency",
    "confidentiality",
    "feedback",
    "feedback_days",
    "accountability",
    "due_set_by",
)


@job(
    "supervision.dispatch",
    gives=(
        "round",
        "number",
        "dispatched_at",
        "returns",
        "reworks",
        "rework",
        "must_sign",
        "matters",
        "co",
        "co_open",
        "co_opinions",
        "co_opinions_kept",
        "lead_is_leader",
        "date_setter",
        "feedback",
        "feedback_days",
    ),
)
def dispatch(call: JobCall) -> Mapping[str, Value]:
    """Begin a round: the lead's and every co-organiser's clock runs from now, all parties are told.

    Refuses a lead that is its own co-organiser and a campaign stage or annual item without a date.
    """
    lead_code, co = lead(call), [code for code in codes(call, "co")]
    _check(call, lead_code, co)
    round_ = count(call, "round") + 1
    _number(call)
    _name_parties(call, lead_code, co)
    _end_earlier_round(call)
    result = _open_clocks(call, lead_code, co, round_)
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    _tell_parties(call, lead_code, co, result)
    if round_ == 1:
        _link_to_document(call)
        _send_further_matters(call)
    return {
        **_feedback(call),
        "round": Decimal(round_),
        "number": call.instance.number,
        "dispatched_at": call.now.astimezone(SHANGHAI),
        "returns": Decimal(0),
        "reworks": Decimal(0),
        "rework": False,
        "must_sign": False,
        "matters": [],
        "co": co,
        "co_open": co,
        "co_opinions": [],
        "co_opinions_kept": [],
        "lead_is_leader": is_post(call, lead_code),
        "date_setter": extensions.granter_of(call.session, result).code,
    }


def _check(call: JobCall, lead_code: str, co: list[str]) -> None:
    if lead_code in co:
        raise refused("主办单位不能同时是协办单位", "The lead unit cannot be a co-organiser too", "co")
    if text(call, "kind") in _DATED_KINDS and day(call, "due_on") is None:
        raise refused(
            "专项阶段、年度重点事项须写明办结期限",
            "A campaign stage or annual item needs a due date",
            "due_on",
        )


def _number(call: JobCall) -> None:
    if call.instance.number is None:
        series = call.office.office.settings["supervision.number_series"]
        year = call.now.astimezone(SHANGHAI).year
        matters.give_number(
            call.session, call.instance, numbering.document_number(call.session, series, year)
        )


def _name_parties(call: JobCall, lead_code: str, co: list[str]) -> None:
    for relation, wanted in (
        (PartyRelation.LEAD, [lead_code]),
        (PartyRelation.CO_ORGANISER, co),
        (PartyRelation.LEADER, [text(call, "leader")] if text(call, "leader") else []),
    ):
        matters.set_party(call.session, call.instance, relation, wanted)


def _end_earlier_round(call: JobCall) -> None:
    """A result that was under review is done; whatever else still ran is withdrawn."""
    for deadline in call.session.scalars(
        select(Deadline).where(Deadline.instance_id == call.instance.id, Deadline.state.in_(deadlines.LIVE))
    ):
        if deadline.state is DeadlineState.UNDER_REVIEW:
            deadlines.done(call.session, deadline, call.now)
        else:
            deadlines.withdraw(call.session, deadline, call.now)


def _open_clocks(call: JobCall, lead_code: str, co: list[str], round_: int) -> Deadline:
    due_on = day(call, "due_on")
    result = deadlines.open_deadline(
        call.session,
        call.instance,
        RESULT,
        call.now,
        party=lead_code,
        due_on=due_on,
        set_by_post=_setter(call) if due_on else None,
        variables=call.variables,
        anchor_at=call.now,
        round_=round_,
        by=call.by,
    )
    open_opinion_clocks(call, co, round_)
    return result


def open_opinion_clocks(call: JobCall, co: list[str], round_: int) -> None:
    """Each co-organiser named has a clock of its own from now."""
    for party in co:
        deadlines.open_deadline(
            call.session,
            call.instance,
            OPINION,
            call.now,
            party=party,
            variables=call.variables,
            anchor_at=call.now,
            round_=round_,
            by=call.by,
        )


def _setter(call: JobCall) -> Post | None:
    """Who set the date: the instructing leader where he did (always in a later round), else the approver."""
    leader = text(call, "leader")
    if leader and (text(call, "due_set_by") == "leader" or text(call, "new_instruction")):
        return post_by_code(call.session, leader)
    approval = call.session.scalars(
        select(Task)
        .where(Task.instance_id == call.instance.id, Task.element_id == "SV-03", Task.state == TaskState.DONE)
        .order_by(Task.id.desc())
        .limit(1)
    ).first()
    if approval is not None:
        return approval.on_behalf_of or approval.acted_as
    approver = text(call, "approved_by")
    return post_by_code(call.session, approver) if approver else None


def _feedback(call: JobCall) -> dict[str, Any]:
    """What the proposal said; where it said nothing, the table."""
    if text(call, "feedback") and not (
        text(call, "feedback") == "periodic" and count(call, "feedback_days") == 0
    ):
        return {}
    for tables in tables_of(call.session, call.instance.definition_id):
        if "feedback_cycle" in tables:
            answer = tables.evaluate("feedback_cycle", call.variables, host=call.office).value
            if isinstance(answer, Mapping):
                return {
                    "feedback": answer.get("feedback") or "once",
                    "feedback_days": answer.get("feedback_days"),
                }
    return {"feedback": "once", "feedback_days": None}


def _tell_parties(call: JobCall, lead_code: str, co: list[str], result: Deadline) -> None:
    matter, due = matter_words(call), extensions.due_words(result.due_at)
    asked = text(call, "new_instruction") or text(call, "task_text")
    tell(
        call,
        [lead_code],
        "notice",
        Sentence(f"督办通知单：{matter.zh}", f"Supervision notice: {matter.en}"),
        Sentence(f"请于{due.zh}前报送办理结果。{asked}", f"Report the result by {due.en}. {asked}"),
    )
    tell(
        call,
        co,
        "notice",
        Sentence(f"协办通知：{matter.zh}", f"To co-organisers: {matter.en}"),
        Sentence("请按期向主办单位提出书面协办意见。", "Give the lead unit a written opinion in time."),
    )


def _send_further_matters(call: JobCall) -> None:
    """一事一项: each further matter of the document becomes an instance of its own, begun at its dispatch."""
    further = value(call, "matters") or []
    document = {name: value(call, name) for name in _OF_THE_DOCUMENT}
    setter = _setter(call)
    for position, item in enumerate(further, start=1):
        key = f"{value(call, 'matter_key')}/{position}"
        mail.send(
            call.session,
            "supervision-split",
            key,
            {
                **document,
                **item,
                "open_decision": "open",
                "split_from": call.instance.number,
                "approved_by": setter.code if setter else None,
            },
            call.now,
            message_id=f"supervision-split:{key}",
            kept_for=timedelta(0),
        )


def _link_to_document(call: JobCall) -> None:
    """A matter that was split off an approved document is linked to the first of it."""
    origin = text(call, "split_from")
    if origin:
        first = matters.by_number(call.session, origin)
        matters.link(call.session, first, call.instance, LinkKind.SAME_DOCUMENT)
        call.instance.demo = first.demo
        journal.record(
            call.session,
            first,
            EventKind.NOTICE,
            call.now,
            by=call.by,
            element_id=call.element_id,
            data={"what": "same document", "number": call.instance.number},
        )
