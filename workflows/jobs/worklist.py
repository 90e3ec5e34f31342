"""年度清单: urged while it is drafted, issued with its items, adjusted, summed up, carried over, archived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from models import InstanceState, MatterState, PartyRelation, ProcessInstance, Task, TaskState
from workflows import matters
from workflows.jobs.matter import matter_words, refused, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of, tell
from workflows.running.stored import given_back
from workflows.telling import mail
from workflows.telling.notices import every_unit
from workflows.words import Sentence

OFFICE, MAYOR, FILING = "yjj", "mayor", "WL-13"


@job("worklist.draft_late", gives=())
def draft_late(call: JobCall) -> Mapping[str, Value]:
    """The draft is not there in time: the next one up knows. Header: `to`."""
    matter = matter_words(call)
    tell(
        call,
        [call.headers["to"], OFFICE],
        "worklist-draft-late",
        Sentence(f"清单起草逾期：{matter.zh}", f"The draft is late: {matter.en}"),
        Sentence("请督促市安委办尽快送征求意见。", "See that it is sent for consultation."),
    )
    return {}


@job("worklist.remind", gives=())
def remind(call: JobCall) -> Mapping[str, Value]:
    """A leader's answer is due tomorrow; without one the secretary-general rules."""
    matter = matter_words(call)
    tell(
        call,
        [text(call, "asked_leader")],
        "worklist-answer-near",
        Sentence(f"请答复：{matter.zh}", f"Please answer: {matter.en}"),
        Sentence(
            "征求意见明日到期，逾期未答复的由秘书长裁定。",
            "Your answer is due tomorrow; without it the secretary-general rules.",
        ),
    )
    return {}


@job("worklist.issue", gives=("items", "number"))
def issue(call: JobCall) -> Mapping[str, Value]:
    """The list has its document number, every item its own; whoever is named may see it, all units know.

    Refuses a document number that another matter has."""
    number = text(call, "doc_no")
    known = select(ProcessInstance.id).where(
        ProcessInstance.number == number, ProcessInstance.id != call.instance.id
    )
    if call.session.scalar(known.limit(1)) is not None:
        raise refused(f"文号“{number}”已经用过", f"The number {number} stands on another document", "doc_no")
    matters.give_number(call.session, call.instance, number)
    items = _numbered(call, value(call, "items") or [], after=0)
    units = dict.fromkeys(unit for item in items for unit in (item["lead"], *(item.get("co") or [])))
    for relation, wanted in (
        (PartyRelation.LEAD, [OFFICE]),
        (PartyRelation.CO_ORGANISER, [unit for unit in units if unit != OFFICE]),
        (PartyRelation.LEADER, list(dict.fromkeys(item["leader"] for item in items))),
    ):
        matters.set_party(call.session, call.instance, relation, wanted)
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    matter = matter_words(call)
    tell(
        call,
        dict.fromkeys([*every_unit(call.session), *(item["leader"] for item in items)]),
        "worklist-issued",
        Sentence(f"印发清单：{matter.zh}", f"The list is issued: {matter.en}"),
        Sentence(
            f"共{len(items)}项，已逐项下达，请按时签收。",
            f"{len(items)} items are dispatched; please sign in.",
        ),
    )
    return {"items": items, "number": number}


def _numbered(call: JobCall, items: list[Mapping[str, Any]], after: int) -> list[dict[str, Any]]:
    """Each item with its number, the key its messages go by, and whose date it is: the mayor's."""
    own = text(call, "matter_key")
    return [
        {**item, "no": Decimal(no), "key": f"{own}/{no}", "set_by": MAYOR}
        for no, item in enumerate(items, start=after + 1)
    ]


@job("worklist.running_items", gives=("running_items", "adjustments", "additions", "added", "return_reason"))
def running_items(call: JobCall) -> Mapping[str, Value]:
    """The items that can be adjusted: under way, with nothing handed in."""
    rows = [
        {name: item[name] for name in ("key", "no", "work", "due_date")}
        for instance, item in _children(call, InstanceState.RUNNING)
        if instance.matter_state is MatterState.HANDLING
    ]
    return {"running_items": rows, "adjustments": [], "additions": [], "added": [], "return_reason": None}


def _children(
    call: JobCall, state: InstanceState | None = None
) -> list[tuple[ProcessInstance, Mapping[str, Any]]]:
    """The list's items as matters, with what they stand at."""
    query = (
        select(ProcessInstance)
        .where(ProcessInstance.parent_id == call.instance.id)
        .options(undefer(ProcessInstance.variables))
        .order_by(ProcessInstance.id)
    )
    if state is not None:
        query = query.where(ProcessInstance.state == state)
    return [(row, given_back(row.variables)["item"]) for row in call.session.scalars(query)]


@job("worklist.adjust", gives=("added",))
def adjust(call: JobCall) -> Mapping[str, Value]:
    """What the mayor approved goes to each item in this same act; further items are numbered on."""
    for change in value(call, "adjustments") or []:
        if change["kind"] == "withdraw":
            ending = {"ended_as": "withdrawn", "end_reason": change["reason"]}
            _send(call, "item-ended", change["key"], ending)
        else:
            _send(call, "item-adjusted", change["key"], {"change": change})
    last = max((int(item["no"]) for _, item in _children(call)), default=0)
    return {"added": _numbered(call, value(call, "additions") or [], after=last)}


def _send(call: JobCall, name: str, key: str, variables: Mapping[str, Value]) -> None:
    """Now or never: an item that has ended meanwhile hears nothing."""
    message_id = f"{name}:{key}:{call.instance.id}:{call.key}"
    mail.send(call.session, name, key, variables, call.now, message_id=message_id, kept_for=timedelta(0))


@job("worklist.unfinished", gives=("counts", "unfinished_keys", "unfinished", "return_reason"))
def unfinished(call: JobCall) -> Mapping[str, Value]:
    """How the year ended, counted from the items; what still runs needs a reason to be carried over."""
    ended = [given_back(row.variables).get("ended_as") for row, _ in _children(call)]
    running = _children(call, InstanceState.RUNNING)
    waiting = select(func.count()).where(
        Task.instance_id == call.instance.id, Task.element_id == FILING, Task.state == TaskState.OPEN
    )
    counts = {
        "items": len(ended),
        "cleared": ended.count("cleared"),
        "withdrawn": ended.count("withdrawn"),
        "running": len(running),
        "counties": call.session.scalar(waiting) or 0,
    }
    return {
        "counts": {name: Decimal(count) for name, count in counts.items()},
        "unfinished_keys": [item["key"] for _, item in running],
        "unfinished": [
            {
                "work": item["work"],
                "lead_name": name_of(call, given_back(row.variables).get("lead")).zh,
                "carried_reason": None,
            }
            for row, item in running
        ],
        "return_reason": None,
    }


@job("worklist.carry_over", gives=("summed_up",))
def carry_over(call: JobCall) -> Mapping[str, Value]:
    """The summary is approved: what is not finished ends here with its reason and stands in the next list."""
    rows = zip(value(call, "unfinished_keys") or [], value(call, "unfinished") or [], strict=True)
    for key, row in rows:
        _send(call, "item-ended", key, {"ended_as": "carried", "end_reason": row["carried_reason"]})
    return {"summed_up": True}


@job("worklist.archive", gives=())
def archive(call: JobCall) -> Mapping[str, Value]:
    """Every item is cleared, withdrawn or carried over: archived."""
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {}
