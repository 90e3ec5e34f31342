"""A play move by move: what a person does on a simulated clock, replayed from the beginning each time.

The moves are all there is to keep of a rehearsal: the same moves on the same diagram give the same play.
Between two moves the stage comes to rest by itself: calls are opened, thrown messages delivered, jobs done;
nobody's task is answered and no time passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from workflows.engine.definition import Element
from workflows.engine.findings import NotDeployable
from workflows.engine.play.cast import Cast, Player
from workflows.engine.play.ending import Played
from workflows.engine.play.script import Decide, NotAScript, Script
from workflows.engine.play.stage import MAX_STEPS, Stage
from workflows.engine.snapshot import LiveToken
from workflows.engine.step import EngineError, Result, Value
from workflows.words import DomainError, Sentence


class Do(StrEnum):
    """What one can do on stage."""

    ANSWER = "answer"  #: a task, with the answers of its form
    TELL = "tell"  #: a message or signal comes to the event that waits for it
    JOB = "job"  #: a job ends with these results, the next time the stage comes to it
    WAIT = "wait"  #: the clock goes on to the next timer


@dataclass(frozen=True, slots=True)
class Move:
    """One thing somebody does; `element` is empty for the clock."""

    do: Do
    element: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The move as a scenario keeps it."""
        return {"do": self.do.value, "element": self.element, "values": dict(self.values)}


def read_moves(told: Any) -> list[Move]:
    """Moves from JSON. Raises NotAScript."""
    if not isinstance(told, list):
        raise _not_moves()
    return [_move(one) for one in told]


def _move(one: Any) -> Move:
    if not isinstance(one, dict) or not isinstance(one.get("values", {}), dict):
        raise _not_moves()
    try:
        return Move(Do(one.get("do")), str(one.get("element", "")), one.get("values", {}))
    except ValueError:
        raise _not_moves() from None


def _not_moves() -> NotAScript:
    return NotAScript(Sentence("试走的记录读不懂", "the record of the play cannot be read"))


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that can be done now. `variables` are those visible from a task."""

    do: Do
    element: str
    name: str
    process: str
    form_id: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)
    due_at: datetime | None = None
    """Of the next timer."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Where a rehearsal stands. `taken` counts the moves made; `stuck` says why the next could not be."""

    played: Played
    now: datetime
    waits: tuple[Waits, ...]
    taken: int
    stuck: Sentence | None = None
    elements: Mapping[str, Element] = field(default_factory=dict)
    """The elements of all processes that play."""


def rehearse(
    xml: bytes,
    moves: Iterable[Move],
    now: datetime,
    process_id: str | None = None,
    variables: Mapping[str, object] | None = None,
    decide: Decide | None = None,
    office: Callable[[datetime], object] | None = None,
) -> Rehearsed:
    """Play the moves from the start. Raises `NotDeployable` where the process cannot run at all."""
    return Rehearsal(Cast(xml), Script(decide=decide), now, MAX_STEPS, office).perform_moves(
        process_id, variables or {}, list(moves)
    )


class CannotMove(DomainError):
    """What the move asks for does not wait there."""

    def __init__(self, move: Move) -> None:
        super().__init__(
            Sentence(
                f"“{move.element or '定时'}”现在不在等待，这一步走不了",
                f"{move.element or 'a timer'} does not wait now; this move cannot be made",
            )
        )


class Rehearsal(Stage):
    """A stage on which somebody makes one move after the other."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.seen: dict[tuple[int, str], Mapping[str, Value]] = {}

    def perform_moves(
        self, process_id: str | None, variables: Mapping[str, object], moves: list[Move]
    ) -> Rehearsed:
        """Begin, make the moves, say what waits now."""
        taken, stuck, fault = 0, None, None
        self._prepare_jobs(moves)
        try:
            self._begin_all([self.cast.definition(process_id)], variables)
            self._rest()
            for move in moves:
                self._make(move)
                self._rest()
                taken += 1
        except NotDeployable:
            raise
        except DomainError as refused:
            stuck = refused.sentence
        except EngineError as refusal:
            fault = str(refusal)
            stuck = Sentence(f"走不下去：{fault}", f"it cannot go on: {fault}")
        elements = {key: one for player in self.players for key, one in player.definition.elements.items()}
        return Rehearsed(self._ended(fault), self.now, tuple(self._waits()), taken, stuck, elements)

    def _prepare_jobs(self, moves: list[Move]) -> None:
        """What jobs are to answer is known before they come; each visit takes the next."""
        for move in moves:
            if move.do is Do.JOB:
                held = self.script.by_element.setdefault(move.element, [])
                held.append(dict(move.values))  # type: ignore[union-attr]

    def _make(self, move: Move) -> None:
        match move.do:
            case Do.WAIT:
                made = self._jump()
            case Do.JOB:
                made = True
            case Do.ANSWER | Do.TELL:
                self.script.by_element[move.element] = [dict(move.values)]
                made = self._answer_task() if move.do is Do.ANSWER else self._tell_event()
                self.script.by_element.pop(move.element, None)
        if not made:
            raise CannotMove(move)

    def _rest(self) -> None:
        while self._may_go_on() and (self._open_call() or self._deliver_thrown() or self._do_job()):
            self.steps_left -= 1

    def _take(self, player: Player, result: Result) -> None:
        self.seen |= {(player.number, task.key): task.variables for task in result.step.opened}
        super()._take(player, result)

    def _waits(self) -> list[Waits]:
        """What can be done: tasks, then the next timer alone, then what may come from outside."""
        waits = [
            one
            for player in self.players
            if player.is_open
            for token in player.look().tokens
            if (one := self._waits_for(player, token)) is not None
        ]
        timers = sorted((one for one in waits if one.do is Do.WAIT), key=_due)
        return [
            *(one for one in waits if one.do is Do.ANSWER),
            *timers[:1],
            *(one for one in waits if one.do is Do.TELL),
        ]

    def _waits_for(self, player: Player, token: LiveToken) -> Waits | None:
        do = {"task": Do.ANSWER, "message": Do.TELL, "signal": Do.TELL, "timer": Do.WAIT}.get(token.kind)
        if do is None or (do is Do.WAIT and token.due_at is None):
            return None
        element = player.definition.elements.get(token.element_id)
        return Waits(
            do,
            token.element_id,
            (element.name if element else "") or token.name or token.element_id,
            player.definition.process_id,
            element.form_id if element else None,
            element.properties if element else {},
            self.seen.get((player.number, token.key), player.look().variables),
            token.due_at,
        )


def _due(waits: Waits) -> tuple[datetime, str]:
    assert waits.due_at is not None, "a timer that waits has its time"
    return waits.due_at, waits.element
