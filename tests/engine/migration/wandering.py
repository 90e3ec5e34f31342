"""Random acts on an instance until it ends, whatever version of its process it runs on."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tests.engine.running import MONDAY
from workflows import engine
from workflows.engine.snapshot import LiveToken, Snapshot
from workflows.engine.step import Context, Result

VARIABLES = {"v0": 0, "v1": 1, "v2": 2, "c0": 0, "c1": 0, "local": 0}
WAITS = ("task", "job", "call", "message", "signal", "timer", "condition")


class Wanderer:
    """One instance on its way, with its clock."""

    def __init__(self, definition: engine.Definition, seed: int) -> None:
        self.definition = definition
        self.random = Random(seed)
        self.now = MONDAY
        self.take(engine.start(definition, VARIABLES, self.context))

    @property
    def context(self) -> Context:
        return Context(self.now)

    @property
    def snapshot(self) -> Snapshot:
        return engine.describe(self.definition, self.state)

    @property
    def has_ended(self) -> bool:
        return self.snapshot.outcome is not None

    def take(self, result: Result) -> None:
        self.state = result.state

    def live(self, *kinds: str) -> list[LiveToken]:
        return [token for token in self.snapshot.tokens if token.kind in kinds]

    def act(self) -> None:
        """One random thing happens to it."""
        waiting = self.live("task", "job", "call", "message", "timer", "signal", "condition")
        token = self.random.choice(waiting)
        answers = {self.random.choice(("v0", "v1", "v2")): self.random.randint(0, 2)}
        known, state = self.definition, self.state
        match token.kind:
            case "task":
                self.take(engine.complete(known, state, token.key, answers, self.context))
            case "job" | "call":
                self.take(engine.finish_job(known, state, token.key, answers, self.context))
            case "message":
                self.take(engine.deliver_message(known, state, token.key, answers, self.context))
            case "timer":
                self.now = max(self.now, token.due_at or self.now + timedelta(hours=1))
                self.take(engine.wake(known, self.state, self.context))
            case "signal":
                self.take(engine.deliver_signal(known, state, token.name, answers, self.context))
            case "condition":
                mended = engine.set_variables(known, state, (), {"v0": 3, "v1": 3, "v2": 3}, self.context)
                self.take(mended)

    def wander(self, acts: int) -> None:
        for _ in range(acts):
            if self.has_ended or not self.live(*WAITS):
                return
            self.act()
