"""The demonstration's script, `bpmn/demo/matters.json`: what each matter is about, who does which step when.

Days in it are relative: `today-3wd` and `then+0wd` count working days from the day of the demonstration and
from the day of the step; `$lead` is the matter's own value, `#gas-pipe` the number of another matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from workflows.rules.calendars import SHANGHAI, WorkingCalendar
from workflows.shipped import shipped_json

MORNING = time(9, 10)
BETWEEN_STEPS = timedelta(minutes=35)
_RELATIVE_DAY = re.compile(r"(today|then)([+-]\d+)wd")
_STANDARD = {
    "confidentiality": "public",
    "source_doc_no": "",
    "due_on": "",
    "due_set_by": "approver",
    "feedback": "once",
    "feedback_days": "",
    "co": [],
}


@dataclass(frozen=True, slots=True)
class ScriptedStep:
    """One act by a person: a task done, or a button pressed (`action`), working days after the one before.

    With `until` the clock first runs to the moment the element opens by itself.
    """

    element: str
    by: str
    answers: Mapping[str, Any]
    after: int = 0
    action: str | None = None
    until: bool = False
    file: str | None = None


@dataclass(frozen=True, slots=True)
class ScriptedMatter:
    """One matter: the key it is begun under (once), when it begins, and its walk."""

    key: str
    values: Mapping[str, Any]
    begins: int
    walk: tuple[ScriptedStep, ...]


def read_script() -> tuple[ScriptedMatter, ...]:
    """All matters of the demonstration in the order in which they are made."""
    script = shipped_json("demo", "matters.json")
    return tuple(_matter(raw, script["steps"]) for raw in script["matters"])


def _matter(raw: Mapping[str, Any], usual: Mapping[str, Any]) -> ScriptedMatter:
    values = {
        **_STANDARD,
        **{key: value for key, value in raw.items() if key not in ("key", "begins", "walk")},
    }
    return ScriptedMatter(raw["key"], values, raw["begins"], tuple(_steps(raw["walk"], usual)))


def _steps(walk: list[Any], usual: Mapping[str, Any]) -> Iterator[ScriptedStep]:
    for raw in walk:
        step = {"step": raw} if isinstance(raw, str) else raw
        element = step.get("step", "")
        standard = usual.get(element, {})
        yield ScriptedStep(
            element=element,
            by=step.get("by", standard.get("by", "")),
            answers={**standard.get("answers", {}), **step.get("answers", {})},
            after=step.get("after", 0),
            action=step.get("action"),
            until="until" in step,
            file=standard.get("file"),
        )


def moments(matter: ScriptedMatter, now: datetime, calendar: WorkingCalendar) -> Iterator[datetime]:
    """When each step is done: in office hours on working days, the last of them never after `now`.

    A matter that begins today before the office opens is squeezed into the minutes before `now`.
    """
    day = calendar.add_working_days(now.astimezone(SHANGHAI).date(), matter.begins)
    then = datetime.combine(day, MORNING, SHANGHAI)
    for position, step in enumerate(matter.walk):
        if step.after:
            then = datetime.combine(calendar.add_working_days(then.date(), step.after), MORNING, SHANGHAI)
        elif position:
            then += BETWEEN_STEPS
        yield min(then, now - timedelta(minutes=2 * (len(matter.walk) - position)))


def filled(
    value: Any,
    values: Mapping[str, Any],
    today: date,
    then: date,
    calendar: WorkingCalendar,
    number_of: Callable[[str], str],
) -> Any:
    """A scripted answer with its day, its matter's value or another matter's number put in."""
    if isinstance(value, list):
        return [filled(one, values, today, then, calendar, number_of) for one in value]
    if not isinstance(value, str):
        return value
    if value.startswith("$"):
        own = values.get(value[1:], "")
        return filled(own, values, today, then, calendar, number_of)
    if value.startswith("#"):
        return number_of(value[1:])
    if relative := _RELATIVE_DAY.fullmatch(value):
        base = today if relative[1] == "today" else then
        return calendar.add_working_days(base, int(relative[2])).isoformat()
    return value
