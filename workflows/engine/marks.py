"""What this room knows of a token beyond its place and SpiffWorkflow's state; all of it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workflows.engine.step import Value


class Phase(StrEnum):
    """How far a token has come at its element; what failed goes on from here."""

    ARRIVED = "arrived"
    ENTERED = "entered"
    """Input mappings are applied and boundary events armed."""
    ACTIVE = "active"
    """It waits: for a person, a job, a trigger, or what is inside it."""
    COUNTING = "counting"
    """A multi-instance body or loop: an instance has ended, what is next?"""
    LEAVING = "leaving"
    """The work is done; output mappings come next."""
    MAPPED = "mapped"
    """Output mappings are applied; the flows to take come next."""


@dataclass(slots=True)
class ArmedTimer:
    """A timer that waits: since when, due when, and for a cycle what is left of it."""

    since: datetime
    due: datetime | None = None
    fired: datetime | None = None
    """The due time it last fired for: never twice for the same."""
    value: str | None = None
    """What its expression last gave, as text: another value arms it anew."""
    remaining: int | None = None
    """Turns left of a cycle; None for one without end."""
    interval: str | None = None
    anchor: datetime | None = None
    """A cycle's turns are counted from here, so that the 31st stays the 31st."""
    turn: int = 0
    """How many intervals after the anchor it is due next."""


@dataclass(slots=True)
class KeptScope:
    """A finished subprocess in which something can still be undone: its variables, and what that is."""

    variables: dict[str, Value]
    own: dict[str, Value]
    """What its input mappings gave it."""
    undoable: list[Undoable]
    round: int = 0


@dataclass(slots=True, eq=False)
class Undoable:
    """An activity that was completed and can be undone, by its handler or by what was inside it."""

    element_id: str
    inside: KeptScope | None = None


@dataclass(slots=True)
class Body:
    """The state of a multi-instance or loop beside its running instances."""

    total: int | None = None
    opened: int = 0
    completed: int = 0
    pending: list[Value] | None = None
    """Items a sequential multi-instance has not begun."""
    outputs: list[Value] | None = None
    last: dict[str, Value] | None = None
    """The variables of the instance that ended last: the completion condition sees them."""
    kept: list[KeptScope] = field(default_factory=list)
    """Of a repeated subprocess: its instances in which something can be undone."""


@dataclass(slots=True)
class Marks:
    """What this room knows of a token beyond its place and SpiffWorkflow's state."""

    phase: Phase = Phase.ARRIVED
    since: datetime | None = None
    flow: str | None = None
    """The sequence flow it came by; joins pair tokens by it."""
    round: int = 0
    """How often its element was entered in this scope, for what holds a scope of its own."""
    index: int | None = None
    """Position of a multi-instance's or loop's instance, from 0."""
    body: Body | None = None
    which: int = 0
    """Of an event with several triggers: the one this token waits for."""
    armed: bool = False
    """It stands for a trigger that waits."""
    host: str | None = None
    """An armed boundary event's activity."""
    race: str | None = None
    """Tokens set out by one event-based gateway: the first trigger withdraws the others."""
    timer: ArmedTimer | None = None
    message: str | None = None
    correlation_key: str | None = None
    held: bool | None = None
    """What an armed condition gave last; it fires when it becomes true."""
    caught: dict[str, Value] | None = None
    """Variables that came with the trigger."""
    taking: tuple[str, ...] = field(default=())
    undoing: list[Undoable] | None = None
    """A compensation throw, or a subprocess opened again to be undone: what is still to be undone, the next
    one last.
    """
    undone_for: str | None = None
    """A compensation handler: the throw that waits for it."""
    kept: KeptScope | None = None
    """A subprocess that is about to leave: what can be undone in it."""
