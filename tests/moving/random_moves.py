"""Random small edits of random processes, in a database: wander, move, take back, move again, go on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Deployment,
    InstanceMove,
    InstanceState,
    MoveState,
    ProcessDefinition,
    ProcessInstance,
    Task,
    TaskState,
    User,
)
from tests.engine.migration.editing import Editor
from tests.engine.migration.wandering import VARIABLES, WAITS
from tests.engine.oracle.model import Drawing, Scope, to_xml
from tests.moving.rows import differences, rows_of, without
from workflows import engine, instances
from workflows.acts import run_act
from workflows.deployments.definitions import definition_of
from workflows.engine.faults import RunawayProcess
from workflows.engine.findings import NotDeployable
from workflows.engine.snapshot import LiveToken, Snapshot
from workflows.jobs.registry import OutsideCall, outside_job
from workflows.moving.runs import ask_undo, begin_run, carry_on
from workflows.permissions import standing_of
from workflows.running.acting import Move, NeverQuiet

ERRAND = "test.errand"
CALLED = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:r">
<process id="other" isExecutable="true"><startEvent id="s"/><userTask id="inside"/><endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="inside"/>
<sequenceFlow id="f2" sourceRef="inside" targetRef="e"/></process></definitions>"""

#: What a move is there to change.
TOLD_ANEW = {
    "process_instance": ("definition_id", "engine_state", "revision", "next_due_at"),
    "task": ("element_id", "name", "form_id", "properties", "clauses", "scope"),
    "deadline": ("scope",),
    "job": ("element_id",),
    "incident": ("element_id",),
}
#: Waiting work, none of which may ever be lost.
WORK = ("task", "job", "call", "join", "scope", "body", "incident")


@outside_job(ERRAND)
def errand(call: OutsideCall) -> dict[str, Any]:
    """A job that waits as a row; the test itself says when it is done."""
    return {}


@dataclass
class Tally:
    """What became of the moves tried."""

    moved: int = 0
    refused: int = 0
    undone: int = 0
    went_on: int = 0
    skipped: int = 0


@dataclass
class Trial:
    """An office in which one random process after the other is edited and its instance moved."""

    sessions: Callable[[], Session]
    now: datetime
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.do(lambda session: _publish(session, CALLED, "other", 1, self.now))

    def do(self, work: Callable[[Session], Any]) -> Any:
        return run_act(self.sessions, work)

    def ask(self, question: Callable[[Session], Any]) -> Any:
        with self.sessions() as session:
            return question(session)

    def try_one(self, seed: int) -> None:
        """One process, one edit, one instance; everything that must hold is asserted."""
        process = Drawing(seed).process
        editor = Editor(process, seed)
        editor.edit()
        try:
            old = self.published(process, seed, 1)
            instance_id = self.do(lambda session: self.begin(session, old))
            wanderer = Wanderer(self, instance_id, seed)
            wanderer.wander(Random(seed).randint(0, 5))
            new = self.published(editor.process, seed, 2)
        except (RunawayProcess, NotDeployable, NeverQuiet):
            self.tally.skipped += 1
            return
        if wanderer.is_running:
            Moving(self, wanderer, new, editor, f"seed {seed}: {editor.said}").check()
        else:
            self.tally.skipped += 1

    def published(self, process: Scope, seed: int, version: int) -> int:
        xml = to_xml(process).replace(b'type="work"', f'type="{ERRAND}"'.encode())
        xml = xml.replace(b'<process id="process"', f'<process id="process-{seed}"'.encode())
        return self.do(lambda session: _publish(session, xml, f"process-{seed}", version, self.now))

    def begin(self, session: Session, definition_id: int) -> int:
        process_id = session.get_one(ProcessDefinition, definition_id).process_id
        return instances.start(session, process_id, dict(VARIABLES), None, self.now).id

    def clerk(self, session: Session) -> Any:
        user = session.scalars(select(User).filter_by(username="clerk1")).one()
        return standing_of(session, user, self.now).actors[0]


@dataclass
class Wanderer:
    """Random acts on one instance, each saved."""

    trial: Trial
    id: int
    seed: int
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    @property
    def is_running(self) -> bool:
        return self.trial.ask(lambda s: s.get_one(ProcessInstance, self.id).state is InstanceState.RUNNING)

    @property
    def snapshot(self) -> Snapshot:
        def look(session: Session) -> Snapshot:
            instance = session.get_one(ProcessInstance, self.id)
            return engine.describe(definition_of(session, instance.definition_id), instance.engine_state)

        return self.trial.ask(look)

    def wander(self, acts: int) -> None:
        for _ in range(acts):
            waiting = [token for token in self.snapshot.tokens if token.kind in WAITS]
            if not self.is_running or not waiting:
                return
            self.act(self.random.choice(waiting))

    def act(self, token: LiveToken) -> None:
        if token.kind == "timer":
            self.trial.now = max(self.trial.now, token.due_at or self.trial.now + timedelta(hours=1))
        answers = {self.random.choice(("v0", "v1", "v2")): self.random.randint(0, 2)}
        move = _one_act(token, answers)

        def work(session: Session) -> None:
            instance = session.get_one(ProcessInstance, self.id)
            instances.act(session, instance, move, None, self.trial.now)

        self.trial.do(work)


def _one_act(token: LiveToken, answers: dict[str, int]) -> Move:
    match token.kind:
        case "task":
            return lambda known, state, context: engine.complete(known, state, token.key, answers, context)
        case "job" | "call":
            return lambda known, state, context: engine.finish_job(known, state, token.key, answers, context)
        case "message":
            return lambda known, state, context: engine.deliver_message(
                known, state, token.key, answers, context
            )
        case "signal":
            return lambda known, state, context: engine.deliver_signal(
                known, state, token.name, answers, context
            )
        case "condition":
            everything = {"v0": 3, "v1": 3, "v2": 3}
            return lambda known, state, context: engine.set_variables(known, state, (), everything, context)
    return engine.wake


@dataclass
class Moving:
    """One instance before, after and back again."""

    trial: Trial
    wanderer: Wanderer
    target: int
    editor: Editor
    story: str

    def check(self) -> None:
        before, rows = self.wanderer.snapshot, self.rows()
        line = self.move()
        if line.state is MoveState.REFUSED:
            self.trial.tally.refused += 1
            assert differences(rows, self.rows()) == [], f"{self.story}: refused, but something changed"
            assert line.reason and "Error" not in line.reason, f"{self.story}: {line.reason}"
            return
        assert line.state is MoveState.MOVED, f"{self.story}: {line.state} {line.reason}"
        self.trial.tally.moved += 1
        if line.before["went_on"]:
            self.trial.tally.went_on += 1
            self.check_tasks_and_tokens_agree()
            return
        self.check_nothing_is_lost(before, rows)
        self.undo()
        assert differences(rows, self.rows()) == [], f"{self.story}: not back as it was"
        self.trial.tally.undone += 1
        assert self.move().state is MoveState.MOVED, f"{self.story}: what could move can move again"
        with suppress(NeverQuiet):  # drawn so that it goes round and round, moved or not
            self.wanderer.wander(4)
        self.check_tasks_and_tokens_agree()

    def rows(self) -> Any:
        return self.trial.ask(lambda session: rows_of(session, self.wanderer.id))

    def move(self) -> InstanceMove:
        def work(session: Session) -> int:
            target, by = session.get_one(ProcessDefinition, self.target), self.trial.clerk(session)
            mapping = self.editor.mapping
            run = begin_run(session, target, [self.wanderer.id], mapping, "试", by, self.trial.now)
            return run.id

        return self.after(self.trial.do(work))

    def undo(self) -> None:
        def work(session: Session) -> int:
            last = session.scalars(select(InstanceMove).order_by(InstanceMove.id.desc())).first()
            ask_undo(session, last.run_id, None, self.trial.clerk(session), self.trial.now)
            return last.run_id

        line = self.after(self.trial.do(work))
        assert line.state is MoveState.UNDONE, f"{self.story}: {line.state} {line.reason}"

    def after(self, run_id: int) -> InstanceMove:
        carry_on(self.trial.sessions, self.trial.now)

        def look(session: Session) -> InstanceMove:
            line = session.scalars(select(InstanceMove).filter_by(run_id=run_id)).one()
            assert line.before is not None
            return line

        return self.trial.ask(look)

    def check_nothing_is_lost(self, before: Snapshot, rows: Any) -> None:
        after = self.wanderer.snapshot
        tokens, mapping = {token.key: token for token in after.tokens}, self.editor.mapping
        for token in before.tokens:
            if token.kind in WORK:
                assert token.key in tokens, f"{self.story}: {token.element_id} is lost"
                assert tokens[token.key].element_id == mapping.get(token.element_id, token.element_id)
            if token.due_at is not None and token.key in tokens:
                assert tokens[token.key].due_at == token.due_at, f"{self.story}: {token.element_id}"
        assert after.variables == before.variables, self.story
        told = without(self.rows(), **TOLD_ANEW)
        for name, kept in without(rows, **TOLD_ANEW).items():
            if name not in ("message_subscription", "signal_subscription", "incident"):
                assert told[name] == kept, f"{self.story}: {name}"
        self.check_tasks_and_tokens_agree()

    def check_tasks_and_tokens_agree(self) -> None:
        """Every open task row is a task of the engine at the same element, and nothing else is open."""
        if not self.wanderer.is_running:
            return
        snapshot = self.wanderer.snapshot
        assert snapshot.tokens, f"{self.story}: nothing is live"
        live = {(token.key, token.element_id) for token in snapshot.tokens if token.kind == "task"}
        open_rows = self.trial.ask(
            lambda session: session.execute(
                select(Task.key, Task.element_id).where(
                    Task.instance_id == self.wanderer.id, Task.state == TaskState.OPEN
                )
            ).all()
        )
        assert {tuple(row) for row in open_rows} == live, self.story


def _publish(session: Session, xml: bytes, process_id: str, version: int, now: datetime) -> int:
    """A definition straight from the engine: random processes have no forms and no assignments to check."""
    for row in session.scalars(select(ProcessDefinition).filter_by(process_id=process_id)):
        row.latest = False
    print_ = hashlib.sha256(xml).hexdigest()
    deployment = Deployment(name=process_id, version=version, digest=print_, note="", deployed_at=now)
    session.add(deployment)
    session.flush()
    definition = ProcessDefinition(
        deployment_id=deployment.id,
        process_id=process_id,
        version=version,
        name=process_id,
        path="random.bpmn",
        compiled=engine.compile_process(xml, process_id),
        latest=True,
    )
    session.add(definition)
    session.flush()
    return definition.id
