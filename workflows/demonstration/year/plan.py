"""What the twelve months are made of, `bpmn/demo/year.json`: what begins when, what people usually answer.

Days are counted from the day of the demonstration: `-300` is three hundred days before. A case follows the
messages and calls that it sends: what it starts belongs to it, and takes its answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.shipped import shipped_json

NEVER = "never"
"""Of a step: it is left open, so that its light shows."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How a step is usually done: its answers, how soon, by whom where the process does not say one person.

    `after` are working days from its opening, `late` working days after its end; without either it is done
    somewhere between. With `never` it stays open.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    after: int | None = None
    late: int | None = None
    by: str | None = None
    never: bool = False

    def overridden(self, other: Habit | None) -> Habit:
        """This habit with what another says besides."""
        if other is None:
            return self
        return Habit(
            {**self.answers, **other.answers},
            self.after if other.after is None and other.late is None else other.after,
            self.late if other.after is None and other.late is None else other.late,
            other.by or self.by,
            other.never,
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One matter begun by hand: its process, who begins it, when (days before), and its own ways."""

    key: str
    process: str
    by: str
    day: int
    hour: str
    habits: Mapping[str, Habit]
    presses: tuple[Press, ...] = ()


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a matter pressed by somebody on a day before the demonstration."""

    message: str
    by: str
    day: int


@dataclass(frozen=True, slots=True)
class Plan:
    cases: tuple[Case, ...]
    habits: Mapping[str, Habit]  #: by element id
    exceptions: Mapping[str, Mapping[str, Habit]]  #: by the start key's ending, then element id
    texts: Mapping[str, str]

    def habit(self, element: str, case: Case | None, start_key: str | None) -> Habit:
        """How a step is done in a matter: the usual way, the period's own, the case's own."""
        habit = self.habits.get(element, Habit())
        for ending, own in self.exceptions.items():
            if start_key is not None and start_key.endswith(ending):
                habit = habit.overridden(own.get(element))
        return habit.overridden(case.habits.get(element) if case is not None else None)


def read_plan() -> Plan:
    """The shipped plan."""
    raw = shipped_json("demo", "year.json")
    return Plan(
        tuple(_case(case) for case in raw["cases"]),
        _habits(raw["habits"]),
        {ending: _habits(own) for ending, own in raw["exceptions"].items()},
        raw["texts"],
    )


def _case(raw: Mapping[str, Any]) -> Case:
    return Case(
        raw["key"],
        raw["process"],
        raw["by"],
        raw["day"],
        raw.get("at", "09:20"),
        _habits(raw.get("steps", {})),
        tuple(Press(**press) for press in raw.get("presses", ())),
    )


def _habits(raw: Mapping[str, Any]) -> dict[str, Habit]:
    return {element: Habit(**habit) for element, habit in raw.items()}
