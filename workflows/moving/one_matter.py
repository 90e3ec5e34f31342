"""One running matter moved to another version of its process, or brought back; each an act of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import EventKind, HistoryEvent, InstanceState, ProcessDefinition, ProcessInstance
from workflows import journal
from workflows.deployments.definitions import definition_of
from workflows.deployments.publishing import definition_row
from workflows.engine import Definition
from workflows.engine.migration import CannotMove, move_to
from workflows.engine.step import Context, Result, Step
from workflows.moving import belongings
from workflows.running import acting
from workflows.running.delivery import carry_on
from workflows.running.held import hold
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


class NotMoved(DomainError):
    """Something stands in the way; the matter stays as it was."""


class MovedOn(DomainError):
    """The matter was worked on since the move: it stays in the version it was moved to."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A matter that was moved: from which version, and all that an undo needs."""

    source_id: int
    state_before: bytes
    before: dict[str, Any]
    revision_after: int
    went_on: bool
    """The new version fired something at once (a limit long past): it cannot be undone."""


def move(
    session: Session,
    instance: ProcessInstance,
    target: ProcessDefinition,
    mapping: Mapping[str, str],
    by: Actor,
    now: datetime,
    *,
    reason: str = "",
) -> Moved:
    """Move one running matter to another version of its process; everything that hangs on its work is kept.

    Raises NotMoved where a place has no successor, InstanceEnded, and whatever rule forbids what follows; the
    caller undoes its savepoint then."""
    hold(session, instance.id)
    if instance.state is not InstanceState.RUNNING:
        raise acting.InstanceEnded
    source = definition_row(session, instance.definition_id)
    _check_same_process(source, target)
    held = belongings.held_by(session, instance)
    state_before, before = instance.engine_state, belongings.kept(session, instance, held)
    instance.definition_id = target.id
    belongings.tell(session, held, definition_of(session, target.id), mapping, now)
    went_on = _move_engine(session, instance, source, mapping, by, now)
    _record(session, instance, "moved", source, target, reason, by, now)
    session.flush()
    before["last_event"] = _last_event(session, instance)
    return Moved(source.id, state_before, before, instance.revision, went_on)


def _check_same_process(source: ProcessDefinition, target: ProcessDefinition) -> None:
    if source.id == target.id:
        raise NotMoved(Sentence("已经在这个版本上办理", "it runs on this version already"))
    if source.process_id != target.process_id:
        raise NotMoved(Sentence("不是同一个流程", "it is another process"))


def _move_engine(
    session: Session,
    instance: ProcessInstance,
    source: ProcessDefinition,
    mapping: Mapping[str, str],
    by: Actor,
    now: datetime,
) -> bool:
    """The engine's part, on rows that speak the new version's language already; whether more came of it."""
    old, steps = definition_of(session, source.id), list[Step]()
    session.flush()
    session.expire(instance, ["definition"])

    def told_anew(new: Definition, state: bytes, context: Context) -> Result:
        result = move_to(old, new, state, context, mapping)
        steps.append(result.step)
        return result

    revision = instance.revision
    try:
        acting.act(session, instance, told_anew, by, now)
        carry_on(session, by, now)
    except CannotMove as stopped:
        raise NotMoved(_obstacles(stopped)) from stopped
    return instance.revision != revision + 1 or any(_goes_on(step) for step in steps)


def _goes_on(step: Step) -> bool:
    """Whether more happened than that triggers were armed and disarmed."""
    return bool(
        step.opened
        or step.closed
        or step.cancelled
        or step.jobs
        or step.calls
        or step.withdrawn_jobs
        or step.messages
        or step.signals
        or step.fired_timers
        or step.outcome
    )


def _obstacles(stopped: CannotMove) -> Sentence:
    places = stopped.forecast.obstacles
    zh = "；".join(f"“{place.name or place.element_id}”：{place.obstacle.zh}" for place in places)
    en = "; ".join(f"“{place.name or place.element_id}”: {place.obstacle.en}" for place in places)
    return Sentence(zh, en)


def undo(
    session: Session,
    instance: ProcessInstance,
    moved: Moved,
    target: ProcessDefinition,
    by: Actor,
    now: datetime,
) -> None:
    """Bring a moved matter back exactly as it was. Raises MovedOn where somebody or something has worked on
    it since."""
    hold(session, instance.id)
    _check_untouched(session, instance, moved, target)
    source = definition_row(session, moved.source_id)
    belongings.put_back(session, instance, moved.before, now)
    session.execute(
        update(ProcessInstance)
        .where(ProcessInstance.id == instance.id)
        .values(definition_id=source.id, engine_state=moved.state_before, revision=moved.before["revision"])
        .execution_options(synchronize_session=False)
    )
    session.expire(instance)
    _record(session, instance, "undone", target, source, "", by, now)


def _check_untouched(
    session: Session, instance: ProcessInstance, moved: Moved, target: ProcessDefinition
) -> None:
    if instance.state is not InstanceState.RUNNING:
        raise MovedOn(Sentence("事项已经结束", "the matter has ended"))
    if moved.went_on:
        raise MovedOn(Sentence("迁移时流程已随即往前走", "the process went on by itself when it was moved"))
    is_same = instance.revision == moved.revision_after and instance.definition_id == target.id
    if not is_same or _last_event(session, instance) != moved.before["last_event"]:
        raise MovedOn(Sentence("迁移以后又办理过", "it has been worked on since the move"))


def _last_event(session: Session, instance: ProcessInstance) -> int | None:
    """The last line of the record that is not about moves."""
    of_work = (HistoryEvent.instance_id == instance.id, HistoryEvent.kind != EventKind.MOVED)
    return session.scalar(select(func.max(HistoryEvent.id)).where(*of_work))


def _record(
    session: Session,
    instance: ProcessInstance,
    what: str,
    source: ProcessDefinition,
    target: ProcessDefinition,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    journal.record(
        session,
        instance,
        EventKind.MOVED,
        now,
        by=by,
        name=target.name,
        data={"what": what, "from": source.version, "to": target.version, "reason": reason},
    )
