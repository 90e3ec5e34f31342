"""Drives one instance in the tests: every act starts from bytes and ends in bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from workflows import engine
from workflows.engine.step import Context, Happened, Step

DIAGRAMS = Path(__file__).parent / "diagrams"
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
"""09:00 in Shanghai."""


def definition_of(name: str, process_id: str | None = None) -> engine.Definition:
    """The compiled and loaded definition of a diagram of the tests."""
    xml = (DIAGRAMS / f"{name}.bpmn").read_bytes()
    return engine.load_definition(engine.compile_process(xml, process_id))


class Running:
    """An instance as the outside sees it: its state, its clock, what has come out of it so far."""

    def __init__(self, definition: engine.Definition, host: object | None = None, **variables: Any) -> None:
        self.definition = definition
        self.host = host
        self.now = MONDAY
        self.steps: list[Step] = []
        self._take(engine.start(definition, variables, self.context))

    @classmethod
    def of(cls, diagram: str, host: object | None = None, **variables: Any) -> Running:
        return cls(definition_of(diagram), host, **variables)

    @property
    def context(self) -> Context:
        return Context(self.now, self.host)

    def _take(self, result: engine.step.Result) -> Step:
        self.state = result.state
        self.steps.append(result.step)
        return result.step

    @property
    def step(self) -> Step:
        return self.steps[-1]

    @property
    def variables(self) -> dict[str, Any]:
        return dict(self.step.variables)

    @property
    def outcome(self) -> str | None:
        return None if self.step.outcome is None else self.step.outcome.value

    def live(self) -> engine.snapshot.Snapshot:
        return engine.describe(self.definition, self.state)

    def waiting(self, *kinds: str) -> list[str]:
        """Ids of what waits, of these kinds (all but open scopes where none is named), sorted."""
        return sorted(
            token.element_id
            for token in self.live().tokens
            if (token.kind in kinds if kinds else token.kind not in ("scope", "body"))
        )

    def tasks(self) -> list[str]:
        return self.waiting("task")

    def key(self, element_id: str, nth: int = 0) -> str:
        keys = [
            token.key
            for token in self.live().tokens
            if token.element_id == element_id and token.kind not in ("scope", "body")
        ]
        assert len(keys) > nth, f"{element_id} does not wait; what waits is {self.waiting()}"
        return keys[nth]

    def complete(self, element_id: str, nth: int = 0, **answers: Any) -> Step:
        key = self.key(element_id, nth)
        return self._take(engine.complete(self.definition, self.state, key, answers, self.context))

    def finish(self, element_id: str, nth: int = 0, **results: Any) -> Step:
        key = self.key(element_id, nth)
        return self._take(engine.finish_job(self.definition, self.state, key, results, self.context))

    def fail(self, element_id: str, message: str = "broken", code: str | None = None) -> Step:
        key = self.key(element_id)
        return self._take(engine.fail_job(self.definition, self.state, key, message, self.context, code))

    def message(self, element_id: str, nth: int = 0, **variables: Any) -> Step:
        waiting = self.live().of_kind("message")
        key = [token.key for token in waiting if token.element_id == element_id][nth]
        return self._take(engine.deliver_message(self.definition, self.state, key, variables, self.context))

    def signal(self, name: str, **variables: Any) -> Step:
        return self._take(engine.deliver_signal(self.definition, self.state, name, variables, self.context))

    def after(self, **span: float) -> Step:
        """Let time pass and wake the instance."""
        self.now += timedelta(**span)
        return self.wake()

    def wake(self) -> Step:
        return self._take(engine.wake(self.definition, self.state, self.context))

    def retry(self, nth: int = 0) -> Step:
        key = self.live().incidents[nth].key
        return self._take(engine.retry(self.definition, self.state, key, self.context))

    def set_variables(self, scope: tuple = (), **variables: Any) -> Step:
        return self._take(engine.set_variables(self.definition, self.state, scope, variables, self.context))

    def cancel(self) -> Step:
        return self._take(engine.cancel(self.definition, self.state, self.context))

    def completed(self) -> list[str]:
        """Ids of the elements completed so far, in order."""
        return [
            line.element_id for step in self.steps for line in step.history if line.what is Happened.COMPLETED
        ]
