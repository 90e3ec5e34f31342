"""What the twelve months are made of, `bpmn/demo/year.json`: what begins when, what people usually answer.

Days are counted from the day of the demonstration: `-300` is three hundred days before. A case follows the
messages and calls that it sends: what it starts belongs to it, and takes its answers. A text that begins with
`=` is FEEL over the variables of the matter at that moment, and `days_before`: how many days there are still
until the demonstration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from workflows.shipped import shipped_json


@dataclass(frozen=True, slots=True)
class Habit:
    """What is answered in a step, as far as the plan says, and when.

    With `never` it stays open, so that its light shows; with `late` it is done so many working days after it
    was due. Both may be FEEL.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    never: bool | str = False
    late: int | str = 0

    def overridden(self, other: Habit | None) -> Habit:
        """This habit with what another says besides."""
        if other is None:
            return self
        return Habit({**self.answers, **other.answers}, other.never or self.never, other.late or self.late)


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
class Custom:
    """A button that is pressed in every matter of a process, by whom and on which day its own FEEL says."""

    process: str
    message: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Plan:
    cases: tuple[Case, ...]
    customs: tuple[Custom, ...]
    habits: Mapping[str, Habit]  #: by element id
    usual: Mapping[str, str]  #: what is typed in a field nobody scripted, by its key or its type
    left_to_the_visitor: timedelta
    """What came before a leader within so long before the demonstration stays open: a visitor finds it."""

    def habit(self, element: str, case: Case | None) -> Habit:
        """How a step is done in a matter: the usual way, and the case's own."""
        usual = self.habits.get(element, Habit())
        return usual.overridden(case.habits.get(element) if case is not None else None)


def read_plan() -> Plan:
    """The shipped plan."""
    raw = shipped_json("demo", "year.json")
    return Plan(
        tuple(_case(case) for case in raw["cases"]),
        tuple(Custom(**custom) for custom in raw["customs"]),
        _habits(raw["habits"]),
        raw["usual"],
        timedelta(days=raw["left_to_the_visitor_days"]),
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
