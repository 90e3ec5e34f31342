"""One task on one page: what is asked and by whom, until when and why, and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Attachment,
    EventKind,
    HistoryEvent,
    InstanceParty,
    PartyRelation,
    ProcessInstance,
    Task,
    TaskDraft,
    TaskState,
    User,
)
from workflows import tasks
from workflows.deployments.definitions import definition_of
from workflows.office.snapshots import office_of
from workflows.queries.asked import TaskAsked, task_asked
from workflows.queries.attachments import attachments_of
from workflows.queries.clauses import clauses_shown
from workflows.queries.dues import due_of_task, standstills_of
from workflows.queries.duplicates import Duplicate, possible_duplicates
from workflows.queries.holding import holders_by_code, holders_of_tasks
from workflows.queries.shown import ClauseShown, Due, Holder
from workflows.queries.trail import TrailLine, line_of, trail
from workflows.rules.calendars import local_day
from workflows.running.stored import given_back

__all__ = ["Duplicate", "TaskPage", "possible_duplicates", "task_page"]

_SHOWS_DUPLICATES = "SV-02"
_TELLS_OF_THE_WHOLE = ("progress_text", "result_text")
_TELLS_OF_A_PART = ("co_opinion", "urging_answer", "extension_progress")


@dataclass(frozen=True)
class TaskPage(TaskAsked):
    draft: TaskDraft | None  #: raw answers as this person typed them
    due: Due
    asked_by: Holder | None  #: the leader concerned
    asked: str  #: the instruction's own words
    source: str | None  #: document number the matter comes from
    clauses: tuple[ClauseShown, ...]
    last_progress: TrailLine | None
    progress: dict[str, Any]  #: the answers of the step that told of progress last
    attachments: tuple[Attachment, ...]
    holders: tuple[Holder, ...]
    trail: tuple[TrailLine, ...]
    duplicates: tuple[Duplicate, ...]  #: for SV-02 and elements with the property duplicates="true"


def task_page(session: Session, user: User, task_id: int, now: datetime) -> TaskPage:
    """Everything the task's page shows. Raises NotVisible."""
    asked = task_asked(session, user, task_id, now)
    task, instance, variables = asked.task, asked.task.instance, asked.variables
    clauses = clauses_shown(session, task.clauses)
    stops = standstills_of(session, [task.deadline_id] if task.deadline_id else [], now)
    progress = _last_progress(session, instance, task)
    instruction = _text(variables, "instruction_text")
    return TaskPage(
        **vars(asked),
        draft=tasks.load_draft(session, task, user),
        due=due_of_task(task, office_of(session), now, stops),
        asked_by=_leader(session, instance, now) if instruction else None,
        asked=instruction or _text(variables, "task_text"),
        source=_text(variables, "source_doc_no") or None,
        clauses=tuple(clauses[code] for code in task.clauses),
        last_progress=_line(session, instance, progress),
        progress=given_back(progress.answers) if progress is not None else {},
        attachments=attachments_of(session, instance.id),
        holders=holders_of_tasks(session, [task.id], local_day(now)).get(task.id, ()),
        trail=trail(session, instance),
        duplicates=_duplicates(session, user, task, now),
    )


def _text(variables: dict[str, Any], name: str) -> str:
    value = variables.get(name)
    return value if isinstance(value, str) else ""


def _leader(session: Session, instance: ProcessInstance, now: datetime) -> Holder | None:
    code = session.scalar(
        select(InstanceParty.code).where(
            InstanceParty.instance_id == instance.id, InstanceParty.relation == PartyRelation.LEADER
        )
    ) or _text(given_back(instance.variables), "leader")
    return holders_by_code(session, [code], local_day(now)).get(code) if code else None


def _last_progress(session: Session, instance: ProcessInstance, task: Task) -> Task | None:
    """The last step in which the lead told how far it is; failing that, in which anybody told anything."""
    done = session.scalars(
        select(Task)
        .where(Task.instance_id == instance.id, Task.state == TaskState.DONE, Task.id != task.id)
        .order_by(Task.closed_at.desc(), Task.id.desc())
    ).all()
    told = (
        row
        for names in (_TELLS_OF_THE_WHOLE, _TELLS_OF_A_PART)
        for row in done
        if any(row.answers.get(name) for name in names)
    )
    return next(told, None)


def _line(session: Session, instance: ProcessInstance, task: Task | None) -> TrailLine | None:
    if task is None:
        return None
    event = session.scalars(
        select(HistoryEvent)
        .where(HistoryEvent.task_id == task.id, HistoryEvent.kind == EventKind.TASK_DONE)
        .where(HistoryEvent.instance_id == instance.id)
    ).first()
    if event is None:
        return None
    return line_of(definition_of(session, instance.definition_id), event)


def _duplicates(session: Session, user: User, task: Task, now: datetime) -> tuple[Duplicate, ...]:
    wanted = task.element_id == _SHOWS_DUPLICATES or task.properties.get("duplicates") == "true"
    if not wanted or task.state is not TaskState.OPEN:
        return ()
    return possible_duplicates(session, user, task.instance, now)
