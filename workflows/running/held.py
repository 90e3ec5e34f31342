"""An instance held for the length of an act, and what the act knows of it because nobody else can change it.

On SQLite the whole database is locked at an act's first word, on PostgreSQL the instance's row."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from models import Deadline, ProcessInstance
from models.known_rows import shape_of
from models.memory import memory_of_savepoint
from models.prepared import Prepared

_HELD = "held instances"


@dataclass(slots=True)
class Held:
    """One instance that is held; None is what has not been asked yet."""

    instance: ProcessInstance
    has_incidents: bool | None = None
    deadlines: list[Deadline] | None = None  #: those that bound somebody when they were read, or do since
    signals: frozenset[str] | None = None  #: names it has subscribed to


_SHAPE = shape_of(ProcessInstance)
_LOCKED = Prepared(
    select(*_SHAPE.columns)
    .where(ProcessInstance.id == bindparam("instance"))
    .with_for_update(of=ProcessInstance.__table__)
)


def hold(session: Session, instance_id: int) -> ProcessInstance:
    """Lock the row and read it anew, whatever this session has seen of it before; once in a transaction."""
    known = _all(session)
    if instance_id not in known:
        session.flush()
        known[instance_id] = Held(_locked(session, instance_id))
    return known[instance_id].instance


def _locked(session: Session, instance_id: int) -> ProcessInstance:
    instance = _SHAPE.row(session, _LOCKED, instance=instance_id)
    if instance is None:
        raise NoResultFound(f"there is no instance {instance_id}")
    return instance


def begun(session: Session, instance: ProcessInstance) -> None:
    """A new instance is its maker's alone, and has nothing yet."""
    _all(session)[instance.id] = Held(instance, has_incidents=False, deadlines=[], signals=frozenset())


def known_of(session: Session, instance: ProcessInstance) -> Held:
    """What the act knows of its instance; of one that is not held nothing is known, nor kept."""
    return _all(session).get(instance.id) or Held(instance)


def _all(session: Session) -> dict[int, Held]:
    """What is held in the innermost transaction: a savepoint that is undone gives back what was locked in it,
    and takes back what was learned."""
    known = memory_of_savepoint(session).get(_HELD)
    if known is None:
        session.connection()  # begins a transaction where none has begun
        known = memory_of_savepoint(session).setdefault(_HELD, {})
    return known
