"""The lights of a deadline: never colour alone, always a shape and a word."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from workflows.words import Sentence


class Light(StrEnum):
    """How a deadline stands (domain page §3.1, 〔议〕)."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"  #: done, the clock has stopped for good
    GREY = "grey"  #: the clock rests, or a decision on an extension is awaited

    @property
    def words(self) -> Sentence:
        """正常 · 临期 · 逾期 · 已办结 · 暂停."""
        return _WORDS[self]

    @property
    def shape(self) -> str:
        """A sign that tells the lights apart without colour."""
        return _SHAPES[self]

    @property
    def urgency(self) -> int:
        """The order in lists: what is overdue comes first, what is done last."""
        return _ORDER.index(self)


_ORDER = (Light.RED, Light.AMBER, Light.GREEN, Light.GREY, Light.BLUE)
_SHAPES = {Light.GREEN: "●", Light.AMBER: "◆", Light.RED: "▲", Light.BLUE: "✓", Light.GREY: "‖"}
_WORDS = {
    Light.GREEN: Sentence("正常", "On track"),
    Light.AMBER: Sentence("临期", "Due soon"),
    Light.RED: Sentence("逾期", "Overdue"),
    Light.BLUE: Sentence("已办结", "Closed"),
    Light.GREY: Sentence("暂停", "Paused"),
}

_FINISHED = {"done", "withdrawn"}


def light(
    state: str,
    due_at: datetime | None,
    amber_at: datetime | None,
    now: datetime,
    *,
    paused: bool = False,
    stopped_at: datetime | None = None,
    missed_feedback: bool = False,
) -> Light:
    """The light of one deadline.

    `state` is the deadline's (`running`, `under_review`, `done`, `withdrawn`). `paused`: its clock rests or
    an extension is being decided. `stopped_at`: when the result under review was handed in; the light shows
    how the deadline stood then, because reviewers' time is not the party's. A missed periodic feedback is
    amber at least.
    """
    if state in _FINISHED:
        return Light.BLUE
    if paused:
        return Light.GREY
    at = min(now, stopped_at) if stopped_at else now
    if due_at is not None and at > due_at:
        return Light.RED
    if missed_feedback or (amber_at is not None and at >= amber_at):
        return Light.AMBER
    return Light.GREEN


def worst(lights: list[Light]) -> Light:
    """The light to show for several deadlines together; with none at all, green."""
    return min(lights, key=lambda light: light.urgency, default=Light.GREEN)
