"""A run: one decision to move many matters, done in batches in the background, each matter its own act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session, joinedload, undefer

from models import (
    InstanceMove,
    InstanceMoveRun,
    InstanceState,
    MoveState,
    Post,
    ProcessDefinition,
    ProcessInstance,
    User,
)
from workflows.acts import Overtaken, run_act
from workflows.deployments.publishing import definition_row
from workflows.moving.one_matter import Moved, MovedOn, move, undo
from workflows.people.substitution import Actor
from workflows.permissions import may_move, standing_of
from workflows.running import courier
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from sqlalchemy import Select

BATCH = 50
TO_DO = (MoveState.WAITING, MoveState.UNDO_ASKED)

SessionFactory = Callable[[], Session]


class NoSuchRun(DomainError):
    """There is no such run."""

    def __init__(self) -> None:
        super().__init__(Sentence("没有这次迁移", "there is no such move"))


class MoveRefused(DomainError):
    """A run cannot be begun like this."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come."""

    counts: Mapping[MoveState, int]

    def of(self, state: MoveState) -> int:
        return self.counts.get(state, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def to_do(self) -> int:
        return sum(self.of(state) for state in TO_DO)

    @property
    def done(self) -> int:
        return self.total - self.to_do


def begin_run(
    session: Session,
    target: ProcessDefinition,
    instance_ids: Iterable[int],
    mapping: Mapping[str, str],
    reason: str,
    by: Actor,
    now: datetime,
) -> InstanceMoveRun:
    """Decide that these matters move to `target`; the background does it. Raises MoveRefused."""
    if not may_move(standing_of(session, by.user, now)):
        raise MoveRefused(
            Sentence("只有督查室可以迁移在办事项", "only the secretariat moves running matters")
        )
    if not reason.strip():
        raise MoveRefused(Sentence("请写明为什么迁移", "say why they are moved"), field="reason")
    chosen = _running_of(session, target, instance_ids)
    if not chosen:
        raise MoveRefused(Sentence("没有选中可以迁移的事项", "no matter was chosen"), field="which")
    run = InstanceMoveRun(
        target_id=target.id,
        mapping=dict(mapping),
        reason=reason.strip(),
        by_id=by.user.id,
        as_post_id=by.post.id,
        begun_at=now,
    )
    session.add(run)
    session.flush()
    session.execute(
        insert(InstanceMove),
        [
            {"run_id": run.id, "instance_id": one, "state": MoveState.WAITING, "reason": "", "before": {}}
            for one in chosen
        ],
    )
    return run


def _running_of(session: Session, target: ProcessDefinition, instance_ids: Iterable[int]) -> list[int]:
    """Of these ids the running matters of the process's other versions."""
    running = (
        select(ProcessInstance.id)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(
            ProcessDefinition.process_id == target.process_id,
            ProcessDefinition.id != target.id,
            ProcessInstance.state == InstanceState.RUNNING,
        )
    )
    wanted = set(instance_ids)
    return [one for one in session.scalars(running.order_by(ProcessInstance.id)) if one in wanted]


def ask_undo(
    session: Session, run_id: int, instance_ids: Iterable[int] | None, by: Actor, now: datetime
) -> int:
    """Ask for the moved matters of a run (these, or all of them) to go back; how many were asked for.

    Raises NoSuchRun, MoveRefused."""
    if not may_move(standing_of(session, by.user, now)):
        raise MoveRefused(Sentence("只有督查室可以撤回迁移", "only the secretariat takes a move back"))
    run = run_for(session, run_id)
    asked = update(InstanceMove).where(InstanceMove.run_id == run.id, InstanceMove.state == MoveState.MOVED)
    if instance_ids is not None:
        asked = asked.where(InstanceMove.instance_id.in_(list(instance_ids)))
    count = session.execute(
        asked.values(state=MoveState.UNDO_ASKED, undo_by_id=by.user.id, undo_as_post_id=by.post.id)
    ).rowcount
    if not count:
        raise MoveRefused(Sentence("没有可以撤回的事项", "there is nothing to take back"), field="which")
    run.ended_at = None
    return count


def run_for(session: Session, run_id: int) -> InstanceMoveRun:
    """A run. Raises NoSuchRun."""
    run = session.get(InstanceMoveRun, run_id)
    if run is None:
        raise NoSuchRun
    return run


def recent_runs(session: Session, most: int = 20) -> list[InstanceMoveRun]:
    """The latest runs, the newest first."""
    return list(session.scalars(select(InstanceMoveRun).order_by(InstanceMoveRun.id.desc()).limit(most)))


def progress_of(session: Session, run: InstanceMoveRun) -> Progress:
    """How many of a run's matters are in which state."""
    rows = session.execute(
        select(InstanceMove.state, func.count())
        .where(InstanceMove.run_id == run.id)
        .group_by(InstanceMove.state)
    )
    return Progress({state: count for state, count in rows})


def lines_of(
    session: Session, run: InstanceMoveRun, states: Iterable[MoveState], most: int
) -> list[InstanceMove]:
    """The first lines of a run in these states."""
    query = select(InstanceMove).where(InstanceMove.run_id == run.id, InstanceMove.state.in_(list(states)))
    return list(session.scalars(query.order_by(InstanceMove.id).limit(most)))


def carry_on(session_factory: SessionFactory, now: datetime, batch: int = BATCH) -> int:
    """Move and bring back the next matters, each in a transaction of its own; how many were looked at.

    A matter in whose way something stands, or that is broken, is told with its reason and never stops the
    others."""
    with session_factory() as session:
        waiting = list(session.scalars(_next(batch)))
    for line_id in waiting:
        _do_one(session_factory, line_id, now)
    if waiting:
        run_act(session_factory, lambda session: _end_runs(session, now))
    return len(waiting)


def _next(batch: int) -> Select[tuple[int]]:
    return (
        select(InstanceMove.id)
        .join(InstanceMoveRun, InstanceMoveRun.id == InstanceMove.run_id)
        .where(InstanceMoveRun.ended_at.is_(None), InstanceMove.state.in_(TO_DO))
        .order_by(InstanceMove.id)
        .limit(batch)
    )


def _do_one(session_factory: SessionFactory, line_id: int, now: datetime) -> None:
    try:
        run_act(session_factory, lambda session: _do_line(session, line_id, now))
    except Overtaken:
        return  # somebody works on it: the next batch tries again
    except Exception as failure:  # the boundary to whatever is broken in one matter: told, and left as it was
        words = f"{type(failure).__name__}: {failure}"
        run_act(session_factory, lambda session: _told(session, line_id, MoveState.REFUSED, words))


def _told(session: Session, line_id: int, state: MoveState, words: str) -> None:
    line = session.get_one(InstanceMove, line_id)
    if line.state is MoveState.UNDO_ASKED:
        state = MoveState.TOUCHED
    line.state, line.reason = state, words


def _do_line(session: Session, line_id: int, now: datetime) -> None:
    """One line, unless another worker has done it meanwhile."""
    line = session.get_one(
        InstanceMove,
        line_id,
        with_for_update={"of": InstanceMove},
        options=[
            undefer(InstanceMove.state_before),
            undefer(InstanceMove.before),
            joinedload(InstanceMove.instance),
            joinedload(InstanceMove.run).options(
                joinedload(InstanceMoveRun.by),
                joinedload(InstanceMoveRun.as_post),
                joinedload(InstanceMoveRun.target).defer(ProcessDefinition.compiled),
            ),
        ],
    )
    if line.state is MoveState.WAITING:
        _move_line(session, line, now)
    elif line.state is MoveState.UNDO_ASKED:
        _undo_line(session, line, now)


def _move_line(session: Session, line: InstanceMove, now: datetime) -> None:
    run, target = line.run, definition_row(session, line.run.target_id)
    by = Actor(run.by, run.as_post)
    try:
        with courier.undone_with_savepoint(session), session.begin_nested():
            moved = move(session, line.instance, target, run.mapping, by, now, reason=run.reason)
    except DomainError as refused:
        line.state, line.reason = MoveState.REFUSED, refused.sentence.zh
        return
    line.state, line.source_id = MoveState.MOVED, moved.source_id
    line.state_before, line.revision_after = moved.state_before, moved.revision_after
    line.before = {**moved.before, "went_on": moved.went_on}


def _undo_line(session: Session, line: InstanceMove, now: datetime) -> None:
    by = Actor(session.get_one(User, line.undo_by_id), session.get_one(Post, line.undo_as_post_id))
    moved = Moved(line.source_id, line.state_before, line.before, line.revision_after, line.before["went_on"])
    try:
        undo(session, line.instance, moved, definition_row(session, line.run.target_id), by, now)
    except MovedOn as touched:
        line.state, line.reason = MoveState.TOUCHED, touched.sentence.zh
    else:
        line.state = MoveState.UNDONE


def _end_runs(session: Session, now: datetime) -> None:
    """Runs with nothing left to do have ended."""
    left = (
        select(InstanceMove.id)
        .where(InstanceMove.run_id == InstanceMoveRun.id, InstanceMove.state.in_(TO_DO))
        .exists()
    )
    session.execute(
        update(InstanceMoveRun).where(InstanceMoveRun.ended_at.is_(None), ~left).values(ended_at=now)
    )
