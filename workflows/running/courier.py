"""What an act leaves to be carried on, once its own instance is saved: to other instances, or back to itself.

The bag hangs on the session, so it lives and dies with the transaction. `delivery.carry_on` empties it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

_BAG = "courier"


class ActWithinAct(Exception):
    """A handler tried to act on the very instance that called it. A fault in the program."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message row that may find somebody who waits for it."""

    message_row_id: int


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """Somebody waits now: a message kept for this may be there already."""

    subscription_id: int


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A signal for every instance that waits for it now, and for processes it starts."""

    name: str
    variables: Mapping[str, Any]
    thrown_by_id: int | None


@dataclass(frozen=True, slots=True)
class StartCall:
    """A call activity waits for an instance of its own."""

    parent_id: int
    key: str
    process_id: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A called instance ended; the call activity that waits for it goes on, or fails."""

    child_id: int


@dataclass(frozen=True, slots=True)
class Escalated:
    """An escalation came out of a called instance; its call activity, or what is around it, may catch it."""

    child_id: int
    code: str | None


@dataclass(frozen=True, slots=True)
class WithdrawnCall:
    """A call activity was interrupted: its instance ends too."""

    parent_id: int
    key: str


@dataclass(frozen=True, slots=True)
class Rearm:
    """Deadlines of the instance moved outside an act of its own: its timers are set anew."""

    instance_id: int


Item = Mail | NewSubscription | Broadcast | StartCall | Escalated | EndedCall | WithdrawnCall | Rearm


@dataclass(slots=True)
class Bag:
    """Items in order; ids of instances in the middle of an act; instances whose deadlines moved."""

    items: deque[Item] = field(default_factory=deque)
    acting: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    carrying: bool = False
    turns: int = 0


def bag_of(session: Session) -> Bag:
    """The session's bag."""
    return session.info.setdefault(_BAG, Bag())


def later(session: Session, item: Item) -> None:
    """Carry this on when the act under way has been saved."""
    bag_of(session).items.append(item)


def next_turn(session: Session) -> int:
    """A number not given before in this transaction."""
    bag = bag_of(session)
    bag.turns += 1
    return bag.turns


def deadlines_moved(session: Session, instance_id: int) -> None:
    """Timers of this instance must be set anew: by the act under way, or by one of its own."""
    bag = bag_of(session)
    if instance_id in bag.acting:
        bag.moved.add(instance_id)
    else:
        later(session, Rearm(instance_id))


@contextmanager
def undone_with_savepoint(session: Session) -> Iterator[None]:
    """What is put into the bag in here goes out of it again when it fails: its rows are rolled back too."""
    bag = bag_of(session)
    items, moved = list(bag.items), set(bag.moved)
    try:
        yield
    except BaseException:
        bag.items, bag.moved = deque(items), moved
        raise


@contextmanager
def act_of(session: Session, instance_id: int) -> Iterator[Bag]:
    """While an instance is in the middle of an act, nothing is delivered to it."""
    bag = bag_of(session)
    if instance_id in bag.acting:
        raise ActWithinAct(f"instance {instance_id} is in the middle of an act; leave it a message instead")
    bag.acting.add(instance_id)
    try:
        yield bag
    finally:
        bag.acting.discard(instance_id)
        bag.moved.discard(instance_id)
