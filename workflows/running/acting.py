"""One act on one instance: held, moved by the engine, projected, its own jobs done, its timers set, saved.

The instance is held for the length of the transaction: on SQLite the write lock taken at the act's first
word, on PostgreSQL the row's lock. `revision` proves at saving that nobody came between all the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models import Confidentiality, EventKind, InstanceState, ProcessDefinition, ProcessInstance, Task
from workflows import engine, journal
from workflows.acts import ActRefused, Overtaken
from workflows.deployments.definitions import definition_of
from workflows.engine.faults import RunawayProcess
from workflows.engine.step import Context, OpenedJob, Result
from workflows.jobs.registry import JobCall, JobError, answered, handler_of, is_outside
from workflows.office.snapshots import office_snapshot
from workflows.running import courier, incidents_kept, jobs_waiting, written
from workflows.running import decision_job as _registers_the_decision_job  # noqa: F401
from workflows.running.held import begun, hold
from workflows.running.projection import project
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

Move = Callable[[engine.Definition, bytes, Context], Result]

_MOST_TURNS = 200
"""Jobs and wake-ups in one act. More is a loop in the diagram that never waits for anybody."""


class InstanceEnded(DomainError):
    """The matter has ended; nothing in it can be done any more."""

    def __init__(self) -> None:
        super().__init__(Sentence("事项已经结束，不能再办理", "The matter has ended"))


class NeverQuiet(DomainError):
    """The process went round and round without waiting for anybody; the act is not kept."""

    def __init__(self) -> None:
        super().__init__(
            Sentence("流程在自动环节之间循环不止，本次办理未保存", "the process loops without ever waiting")
        )


def act(
    session: Session, instance: ProcessInstance, move: Move, by: Actor | None, now: datetime
) -> tuple[Task, ...]:
    """Do one act on a running instance and save it; the tasks it opened.

    What it leaves for other instances stays in the courier's bag (`delivery.carry_on`). Raises InstanceEnded,
    Overtaken, NeverQuiet, and ActRefused where a handler tells the acting person that a rule forbids it.
    """
    hold(session, instance.id)
    if instance.state is not InstanceState.RUNNING:
        raise InstanceEnded
    return _Act(session, instance, by, now).run(move)


def begin(
    session: Session,
    definition: ProcessDefinition,
    title: str,
    variables: Mapping[str, Any],
    by: Actor | None,
    now: datetime,
    *,
    start_element: str | None = None,
    start_key: str | None = None,
    parent: tuple[int, str] | None = None,
    demo: bool = False,
) -> ProcessInstance:
    """Begin an instance. It knows its own id as the variable `matter_key`, for messages to itself."""
    parent_id, parent_key = parent or (None, None)
    instance = ProcessInstance(
        definition_id=definition.id,
        title=title[:200],
        engine_state=b"",
        revision=1,
        variables={},
        start_key=start_key,
        parent_id=parent_id,
        parent_key=parent_key,
        started_at=now,
        started_by_id=by.user.id if by is not None else None,
        demo=demo,
    )
    session.add(instance)
    session.flush()
    begun(session, instance)
    journal.record(session, instance, EventKind.STARTED, now, by=by, name=definition.name)
    given = {**variables, "matter_key": str(instance.id)}
    _Act(session, instance, by, now).run(
        lambda known, _state, context: engine.start(known, given, context, start_element)
    )
    return instance


class _Act:
    """The state of one act: the blob so far, the jobs still to do, the tasks it opened."""

    def __init__(self, session: Session, instance: ProcessInstance, by: Actor | None, now: datetime) -> None:
        self.session = session
        self.instance = instance
        self.by = by
        self.now = now
        self.definition = definition_of(session, instance.definition_id)
        self.state = instance.engine_state
        self.jobs: deque[OpenedJob] = deque()
        self.unset_timers: tuple[str, ...] = ()
        self.opened: list[Task] = []
        self.turns = 0

    def run(self, move: Move) -> tuple[Task, ...]:
        with courier.act_of(self.session, self.instance.id) as bag:
            self.apply(move)
            while self.instance.state is InstanceState.RUNNING:
                if self.jobs:
                    self.do_job(self.jobs.popleft())
                elif self.instance.id in bag.moved:
                    # Deadlines were opened or moved: timers that look at them are set anew.
                    bag.moved.discard(self.instance.id)
                    if self.definition.looks_at_dates or self.is_due():
                        self.apply(engine.wake)
                else:
                    break
                self.count_turn()
            self.report_unset_timers()
            self.save()
        return tuple(self.opened)

    def apply(self, move: Move) -> None:
        context = Context(self.now, office_snapshot(self.session, self.instance, self.now))
        try:
            result = move(self.definition, self.state, context)
        except RunawayProcess as runaway:
            raise NeverQuiet from runaway
        self.state = result.state
        step = result.step
        withdrawn = set(step.withdrawn_jobs)
        self.jobs = deque(job for job in self.jobs if job.key not in withdrawn)
        for job in step.jobs:
            if is_outside(job.type):
                jobs_waiting.leave(self.session, self.instance, job, self.now)
            else:
                self.jobs.append(job)
        jobs_waiting.withdraw(self.session, self.instance, withdrawn)
        self.unset_timers = step.unset_timers
        self.opened += project(self.session, self.instance, step, self.by, self.now).opened

    def is_due(self) -> bool:
        due = self.instance.next_due_at
        return due is not None and due <= self.now

    def do_job(self, job: OpenedJob) -> None:
        """Call the handler in a savepoint. Its failure is an incident at the element, and the act is kept."""
        try:
            with courier.undone_with_savepoint(self.session), self.session.begin_nested():
                answer = answered(job.type, handler_of(job.type)(self.call_of(job)))
                self.session.flush()
        except JobError as error:
            self.fail(job, str(error), error.code)
        except ActRefused as refused:
            if self.by is not None:
                raise  # the person who acts is told, and nothing of his act is kept
            self.fail(job, refused.sentence.zh)
        except Overtaken:
            raise
        except DomainError as error:
            self.fail(job, error.sentence.zh)
        except Exception as error:  # the boundary to whatever a handler does: an incident, with its words
            self.fail(job, f"{type(error).__name__}: {error}")
        else:
            self.apply(
                lambda known, state, context: engine.finish_job(known, state, job.key, answer, context)
            )

    def call_of(self, job: OpenedJob) -> JobCall:
        office = office_snapshot(self.session, self.instance, self.now)
        return JobCall(
            self.session,
            self.instance,
            job.element_id,
            job.key,
            job.headers,
            job.variables,
            self.by,
            self.now,
            office,
        )

    def fail(self, job: OpenedJob, message: str, code: str | None = None) -> None:
        self.apply(
            lambda known, state, context: engine.fail_job(known, state, job.key, message, context, code)
        )

    def count_turn(self) -> None:
        self.turns += 1
        if self.turns > _MOST_TURNS:
            raise NeverQuiet

    def report_unset_timers(self) -> None:
        """A timer that still has no time when everything is quiet waits for ever: somebody must know."""
        waiting = set(self.unset_timers)
        for row in incidents_kept.open_rows(self.session, self.instance):
            if row.kind == "unset_timer" and row.element_id not in waiting:
                incidents_kept.resolve(self.session, row, self.now)
        for element_id in sorted(waiting):
            element = self.definition.elements.get(element_id)
            name = element.name if element is not None and element.name else element_id
            sentence = Sentence(f"定时“{name}”没有算出时间", f"the timer “{name}” has no time")
            incidents_kept.open_row(
                self.session, self.instance, "unset_timer", sentence, self.now, element_id=element_id
            )

    def save(self) -> None:
        """Write whatever the act changed of the instance at once, if the revision is still the one the act
        began with. Raises Overtaken."""
        instance, revision = self.instance, self.instance.revision
        changed = written.take_changes(self.session, instance)
        self.session.flush()
        ended_stub = (
            instance.confidentiality is Confidentiality.CLASSIFIED
            and instance.state is not InstanceState.RUNNING
        )
        # Of a classified stub nothing stays that says what it was about.
        changed |= {"engine_state": b"" if ended_stub else self.state, "revision": revision + 1}
        if not written.change(self.session, instance, {"revision": revision}, **changed):
            raise Overtaken(f"instance {instance.id} was changed since revision {revision}")
