"""One matter on one page: the outline, the live diagram's states, deadlines, trail, people, links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from models import Attachment, ProcessInstance, User
from workflows.messages import Action
from workflows.queries.shown import ClauseShown, Due, Holder
from workflows.words import Sentence


class StepState(StrEnum):
    DONE = "done"
    ACTIVE = "active"
    OVERDUE = "overdue"  #: active and past its due date
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class ElementState:
    """What the diagram paints on an element."""

    element_id: str
    state: StepState
    live: int  #: how many of it are active now
    done: int  #: how many times it was done
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """A step of the outline; `depth` is the nesting of subprocesses, `clauses` what it fulfils."""

    element_id: str
    name: str
    type: str  #: userTask, serviceTask, subProcess …
    lane: str
    depth: int
    state: StepState
    turns: tuple[Turn, ...]
    clauses: tuple[ClauseShown, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One time a user task was open: who, when, with what outcome."""

    task_id: int
    scope: str
    state: str  #: open, done, cancelled
    holders: tuple[Holder, ...]
    done_by: str | None
    acted_as: Sentence | None
    on_behalf_of: Sentence | None
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
    due: Due
    recusal_note: str | None
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line of 办理轨迹."""

    at: datetime
    kind: str  #: EventKind
    element_id: str | None
    task_id: int | None
    words: Sentence
    who: Sentence | None  #: 应急管理局局长 张三（代秘书长）
    opinion: str | None
    was_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """A pause, extension, refusal or ruling of a deadline."""

    kind: str
    at: datetime
    words: Sentence
    reason: str
    who: str | None
    old_due_at: datetime | None = None
    new_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    """A party's deadline and how it was counted."""

    deadline_id: int
    party: Holder | None
    round: int
    state: str
    due: Due
    anchor: Sentence
    anchor_at: datetime
    arithmetic: Sentence  #: 自2026年11月23日起3个工作日
    set_by: Holder | None
    changes: tuple[Change, ...]
    rungs: tuple[tuple[str, datetime], ...]  #: (ES-03, fired at) for the present due date


@dataclass(frozen=True, slots=True)
class Linked:
    instance_id: int
    kind: str
    title: str
    number: str | None
    visible: bool  #: the person may open it


@dataclass(frozen=True, slots=True)
class PersonShown:
    relation: str
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


def matter_page(session: Session, user: User, instance_id: int, now: datetime) -> MatterPage:
    """Everything the matter's page shows. Raises NotVisible; a read of an internal matter is recorded."""
    raise NotImplementedError


def diagram_xml(session: Session, instance: ProcessInstance) -> bytes:
    """The BPMN file this instance runs on, for the viewer."""
    raise NotImplementedError


def trail(
    session: Session, instance: ProcessInstance, after: int | None = None, size: int = 200
) -> tuple[TrailLine, ...]:
    """The record in words, newest last; `after` is the id of the last event shown."""
    raise NotImplementedError
