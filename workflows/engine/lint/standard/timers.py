"""Timers: one time each, written as an ISO 8601 text or as FEEL."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import Drawing
from workflows.engine.timers.cycles import parse_cycle
from workflows.engine.timers.moments import interval, moment
from workflows.engine.vocabulary import FLOW_NODES, children, kind_of

_KINDS = ("timeDate", "timeDuration", "timeCycle")


def timers_have_one_time(drawing: Drawing) -> Iterator[Finding]:
    """`timeDate`, `timeDuration` and `timeCycle` exclude each other (BPMN 2.0, 10.5.5)."""
    for definition in drawing.of_kind["timerEventDefinition"]:
        if len(children(definition, *_KINDS)) > 1:
            yield refusal(
                "timer-with-several-times",
                definition.getparent().get("id"),
                "计时事件只能写日期、时长、周期中的一种",
                "a timer has one of date, duration and cycle",
            )


def times_are_readable(drawing: Drawing) -> Iterator[Finding]:
    """A time that is not FEEL is an ISO 8601 text, of the kind its element names."""
    for definition in drawing.of_kind["timerEventDefinition"]:
        event = definition.getparent()
        if kind_of(event) in FLOW_NODES and not drawing.may_run(event):
            continue
        for time in children(definition, *_KINDS):
            said = (time.text or "").strip()
            if said and not said.startswith("="):
                yield from _judged(event.get("id"), kind_of(time), said)


def _judged(own: str | None, kind: str, said: str) -> Iterator[Finding]:
    found = _kind_of_time(said)
    if found is None:
        yield refusal(
            "timer-not-readable",
            own,
            f"“{said}”不是时间；时长如 P7D，日期如 2026-01-31T17:00:00+08:00，周期如 R3/PT1H，FEEL 以 = 开头",
            f"{said!r} is no time; write a duration as P7D, a date as 2026-01-31T17:00:00+08:00, a cycle as "
            "R3/PT1H, or FEEL beginning with =",
        )
    elif found != kind:
        yield warning(
            "timer-of-other-kind",
            own,
            f"“{said}”写在 {kind} 里，按 {found} 执行；请改放到 {found}",
            f"{said!r} stands in {kind} but is run as a {found}; move it there",
        )


def _kind_of_time(said: str) -> str | None:
    try:
        if parse_cycle(said) is not None:
            return "timeCycle"
        if interval(said) is not None:
            return "timeDuration"
        return "timeDate" if moment(said) is not None else None
    except OverflowError:
        return None


RULES = (timers_have_one_time, times_are_readable)
