"""One matter on one page: the outline, the live diagram's states, deadlines, trail, people, links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import (
    Attachment,
    Confidentiality,
    InstanceLink,
    InstanceParty,
    InstanceState,
    MatterState,
    ProcessInstance,
    Task,
    TaskCandidate,
    TaskState,
    User,
)
from workflows import journal
from workflows.deployments import publishing as deployments
from workflows.messages import Action, actions_for
from workflows.permissions import (
    instance_for,
    may_mend,
    may_reassign,
    standing_of,
)
from workflows.queries.attachments import attachments_of
from workflows.queries.deadlines_shown import Change, DeadlineShown, deadlines_shown, main_due
from workflows.queries.holding import holders_by_code
from workflows.queries.labels import labels_of
from workflows.queries.outline import ElementState, OutlineStep, StepState, Turn, outline_of
from workflows.queries.picture import in_english
from workflows.queries.shown import Due, Holder
from workflows.queries.trail import STATE_WORDS, TrailLine, trail
from workflows.rules.calendars import local_day
from workflows.running import incidents_kept
from workflows.running.stored import given_back
from workflows.visibility import not_recused, offered_to, visible_matters
from workflows.words import Sentence

__all__ = [
    "Change",
    "DatumShown",
    "DeadlineShown",
    "ElementState",
    "IncidentShown",
    "Linked",
    "MatterPage",
    "OutlineStep",
    "PersonShown",
    "StepState",
    "TrailLine",
    "Turn",
    "diagram_xml",
    "matter_page",
    "trail",
    "waiting_words",
]


@dataclass(frozen=True, slots=True)
class Linked:
    """Another matter this one is linked with; title and number only where the person may open it."""

    instance_id: int
    kind: str
    title: str
    number: str | None
    visible: bool


@dataclass(frozen=True, slots=True)
class PersonShown:
    relation: str  #: PartyRelation
    holder: Holder


@dataclass(frozen=True, slots=True)
class DatumShown:
    """A variable of the matter with the form label it was asked under."""

    name: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class IncidentShown:
    incident_id: int
    element_id: str | None
    kind: str
    words: Sentence
    expression: str | None
    values_seen: dict[str, Any]
    since: datetime


@dataclass(frozen=True, slots=True)
class MatterPage:
    instance: ProcessInstance
    waiting: Sentence  #: 现在在等谁、依据什么、还剩多久
    due: Due
    outline: tuple[OutlineStep, ...]
    elements: tuple[ElementState, ...]
    deadlines: tuple[DeadlineShown, ...]
    people: tuple[PersonShown, ...]
    data: tuple[DatumShown, ...]
    attachments: tuple[Attachment, ...]
    links: tuple[Linked, ...]
    incidents: tuple[IncidentShown, ...]
    actions: tuple[Action, ...]  #: buttons this person may press (申请延期 …)
    my_tasks: tuple[int, ...]  #: open tasks of this matter he may do
    may_reassign: bool
    may_mend: bool
    is_recorded: bool  #: that he read it is put on record: to be committed


def matter_page(session: Session, user: User, instance_id: int, now: datetime) -> MatterPage:
    """Everything the matter's page shows; a read of an internal matter is recorded. Raises NotVisible."""
    instance = instance_for(session, user, instance_id, now)
    is_recorded = instance.confidentiality is not Confidentiality.PUBLIC
    if is_recorded:
        journal.record_read(session, instance, user, now)
    standing = standing_of(session, user, now)
    outline = outline_of(session, instance, now)
    shown = deadlines_shown(session, instance, now)
    return MatterPage(
        instance=instance,
        waiting=waiting_words(instance, outline.steps),
        due=main_due(instance, shown),
        outline=outline.steps,
        elements=outline.elements,
        deadlines=shown,
        people=_people(session, instance, now),
        data=_data(session, instance),
        attachments=attachments_of(session, instance.id),
        links=_links(session, user, instance, now),
        incidents=_incidents(session, instance),
        actions=actions_for(session, instance, user, now),
        my_tasks=tuple(
            session.scalars(
                select(Task.id)
                .join(TaskCandidate, TaskCandidate.task_id == Task.id)
                .where(
                    Task.instance_id == instance.id,
                    Task.closed_at.is_(None),
                    offered_to(standing),
                    not_recused(standing.user.id),
                )
                .distinct()
                .order_by(Task.id)
            )
        ),
        may_reassign=may_reassign(standing),
        may_mend=may_mend(standing),
        is_recorded=is_recorded,
    )


def waiting_words(instance: ProcessInstance, steps: tuple[OutlineStep, ...]) -> Sentence:
    """「现在在等某局负责人办理“办理结果反馈”，依据…，还剩3个工作日。」 The most urgent is named first."""
    if instance.state is not InstanceState.RUNNING:
        state = STATE_WORDS[instance.matter_state]
        return Sentence(f"事项{state.zh}，流程已结束。", f"{state.en}; the process has ended.")
    waits = [(step, turn) for step in steps for turn in step.turns if turn.state == TaskState.OPEN]
    if not waits:
        return _waiting_without_task(instance)
    far = (
        max(turn.due.due_at for _, turn in waits if turn.due.due_at)
        if any(t.due.due_at for _, t in waits)
        else None
    )
    step, turn = min(
        waits, key=lambda wait: (wait[1].due.due_at or far or wait[1].opened_at, wait[1].task_id)
    )
    who, who_en = _named(turn.holders)
    zh = f"现在在等{who}办理“{step.name.zh}”"
    en = f"Waiting for {who_en} to do “{step.name.en}”"
    if turn.due.basis is not None:
        zh, en = f"{zh}，依据：{turn.due.basis.zh}", f"{en}; {turn.due.basis.en}"
    if turn.due.left is not None:
        zh, en = f"{zh}，{turn.due.left.zh}", f"{en}; {turn.due.left.en}"
    if len(waits) > 1:
        zh, en = f"{zh}；另有{len(waits) - 1}项在办", f"{en}; {len(waits) - 1} more under way"
    return Sentence(f"{zh}。", f"{en}.")


def _named(holders: tuple[Holder, ...]) -> tuple[str, str]:
    if not holders:
        return "督查室指定承办人", "the supervision office to name somebody"
    return "、".join(holder.name.zh for holder in holders), ", ".join(holder.name.en for holder in holders)


def _waiting_without_task(instance: ProcessInstance) -> Sentence:
    if instance.matter_state is MatterState.CLOSED:
        return Sentence(
            "已办结，正在等异议期满后归档。", "Closed; archived when the time for objections is over."
        )
    return Sentence(
        "现在没有人要办，流程在等时间或其他事项。",
        "Nobody has to act: it waits for a time or another matter.",
    )


def _people(session: Session, instance: ProcessInstance, now: datetime) -> tuple[PersonShown, ...]:
    parties = session.scalars(
        select(InstanceParty).where(InstanceParty.instance_id == instance.id).order_by(InstanceParty.id)
    ).all()
    holders = holders_by_code(session, [party.code for party in parties], local_day(now))
    return tuple(
        PersonShown(party.relation.value, holders[party.code]) for party in parties if party.code in holders
    )


def _data(session: Session, instance: ProcessInstance) -> tuple[DatumShown, ...]:
    """The variables that were asked in some form, under that form's label and in that form's order."""
    values = given_back(instance.variables)
    labels = labels_of(session, instance.definition_id)
    return tuple(
        DatumShown(name, label, values[name])
        for name, label in labels.items()
        if values.get(name) not in (None, "", [])
    )


def _links(session: Session, user: User, instance: ProcessInstance, now: datetime) -> tuple[Linked, ...]:
    rows = session.scalars(
        select(InstanceLink)
        .where(or_(InstanceLink.source_id == instance.id, InstanceLink.target_id == instance.id))
        .order_by(InstanceLink.id)
    ).all()
    others = {row.target_id if row.source_id == instance.id else row.source_id for row in rows}
    calls = select(ProcessInstance.id).where(ProcessInstance.parent_id == instance.id)
    kinds = {id_: "call" for id_ in session.scalars(calls)}
    if instance.parent_id is not None:
        kinds[instance.parent_id] = "parent"
    kinds |= {
        row.target_id if row.source_id == instance.id else row.source_id: row.kind.value for row in rows
    }
    seen = visible_matters(standing_of(session, user, now))
    found = session.scalars(
        select(ProcessInstance)
        .where(ProcessInstance.id.in_(others | set(kinds)), seen)
        .order_by(ProcessInstance.id)
    )
    visible = {other.id: other for other in found}
    return tuple(
        Linked(id_, kind, visible[id_].title, visible[id_].number, True)
        if id_ in visible
        else Linked(id_, kind, "", None, False)
        for id_, kind in kinds.items()
    )


def _incidents(session: Session, instance: ProcessInstance) -> tuple[IncidentShown, ...]:
    return tuple(
        IncidentShown(
            row.id,
            row.element_id,
            row.kind,
            Sentence(row.message, row.message_en),
            row.expression,
            given_back(row.values_seen),
            row.since,
        )
        for row in incidents_kept.open_rows(session, instance)
    )


def diagram_xml(session: Session, instance: ProcessInstance, english: bool = False) -> bytes:
    """The BPMN file this instance runs on, for the viewer; on request with its English names."""
    xml = deployments.diagram(session, deployments.definition_row(session, instance.definition_id))
    return in_english(xml) if english else xml
