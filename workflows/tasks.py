"""A person does a task, or keeps what he has typed so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import Confidentiality, EventKind, Task, TaskDraft, TaskState, User
from models.known_rows import row_of
from models.prepared import Prepared
from workflows import engine, journal
from workflows.acts import is_alone
from workflows.evidence import rows as evidence
from workflows.instances import act
from workflows.permissions import actor_for_task, check_actor
from workflows.running import written
from workflows.running.held import hold
from workflows.running.stored import given_back, kept
from workflows.running.task_states import TaskAlreadyDone, TaskWithdrawn, check_open

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

__all__ = [
    "OPINION",
    "OUTCOME",
    "TaskAlreadyDone",
    "TaskWithdrawn",
    "complete",
    "discard_drafts",
    "load_draft",
    "save_draft",
    "taken_up",
]

OUTCOME = "outcome"
"""The answer that says how a task ended, unless the element's property `outcome` names another."""
OPINION = "opinion"


def taken_up(session: Session, task_id: int, user_id: int, now: datetime) -> tuple[Task, Actor]:
    """The task a person hands in, and the post in which he does it, in the transaction that will complete it.

    Whether it is still open `complete` says. Raises NotYours or Recused."""
    task, user = row_of(session, Task, task_id), row_of(session, User, user_id)
    return task, actor_for_task(session, user, task, now)


def complete(
    session: Session, task: Task, by: Actor, answers: Mapping[str, Any], now: datetime
) -> tuple[Task, ...]:
    """Hand in a task's typed answers (FEEL values) and let the process go on; the tasks this opened.

    Raises TaskAlreadyDone, TaskWithdrawn, NotYours, Recused, InstanceEnded, and ActRefused (with a field
    where one is to blame) when a rule of the office forbids it; nothing is kept then."""
    _hold_open(session, task)
    check_actor(session, by, task, now)
    written.change(
        session,
        task,
        answers=kept(answers),
        outcome=_outcome(task, answers),
        done_by_id=by.user.id,
        acted_as_id=by.post.id,
        on_behalf_of_id=by.on_behalf_of.id if by.on_behalf_of is not None else None,
        state=TaskState.DONE,
        closed_at=now,
    )
    counted = _counted(session, task, by, answers, now)
    journal.record(
        session,
        task.instance,
        EventKind.TASK_DONE,
        now,
        by=by,
        element_id=task.element_id,
        name=task.name,
        task=task,
        due_at=task.due_at,
        data={"outcome": task.outcome, "opinion": _opinion(task, answers), **counted.as_recorded()},
    )
    evidence.write(session, task, counted, anew=True)
    # Another person's draft stays: he is told who was first and loses nothing he typed.
    discard_drafts(session, task, by.user)
    key = task.key
    return act(
        session,
        task.instance,
        lambda known, state, context: engine.complete(known, state, key, answers, context),
        by,
        now,
    )


def _hold_open(session: Session, task: Task) -> None:
    """Hold the instance, then read the task anew where another may have changed it meanwhile: every act takes
    its locks in this order. Raises TaskAlreadyDone or TaskWithdrawn."""
    set_committed_value(task, "instance", hold(session, task.instance_id))
    if not is_alone(session):
        session.refresh(task)
    check_open(task)


def _counted(
    session: Session, task: Task, by: Actor, answers: Mapping[str, Any], now: datetime
) -> evidence.CountsFor:
    """For which clauses, and whose, the act is evidence: by what the matter says once it is done."""
    seen = {**given_back(task.instance.variables), **given_back(task.variables), **answers}
    return evidence.counts_for(session, task, seen, (by.acting_as.code, by.acting_as.unit.code), now)


def _outcome(task: Task, answers: Mapping[str, Any]) -> str | None:
    outcome = answers.get(task.properties.get("outcome", OUTCOME), answers.get("decision"))
    return outcome[:64] if isinstance(outcome, str) else None


def _opinion(task: Task, answers: Mapping[str, Any]) -> str | None:
    """What he said, for the record. Of a classified matter nothing goes into it: the record cannot be
    erased."""
    classified = Confidentiality.CLASSIFIED
    if classified in (task.instance.confidentiality, answers.get("confidentiality")):
        return None
    opinion = answers.get(OPINION)
    return opinion if isinstance(opinion, str) and opinion.strip() else None


def save_draft(session: Session, task: Task, user: User, raw: Mapping[str, Any], now: datetime) -> TaskDraft:
    """Keep what the person typed, as typed; one draft a person and task. Raises TaskAlreadyDone,
    TaskWithdrawn."""
    check_open(task)
    draft = load_draft(session, task, user)
    if draft is None:
        draft = TaskDraft(task_id=task.id, user_id=user.id, answers=dict(raw), saved_at=now)
        session.add(draft)
    draft.answers, draft.saved_at = dict(raw), now
    session.flush()
    return draft


def load_draft(session: Session, task: Task, user: User) -> TaskDraft | None:
    """What the person typed last, or None. It outlives the task where somebody else was first."""
    return session.scalars(select(TaskDraft).filter_by(task_id=task.id, user_id=user.id)).first()


_DRAFTS = TaskDraft.__table__
_OF_TASK = delete(_DRAFTS).where(_DRAFTS.c.task_id == bindparam("task"))
_DISCARD = Prepared(_OF_TASK)
_DISCARD_HIS = Prepared(_OF_TASK.where(_DRAFTS.c.user_id == bindparam("user")))


def discard_drafts(session: Session, task: Task, user: User | None = None) -> None:
    """The answers are handed in: this person's draft (or everybody's) is no longer needed."""
    if user is None:
        _DISCARD.write(session, {"task": task.id})
    else:
        _DISCARD_HIS.write(session, {"task": task.id, "user": user.id})
