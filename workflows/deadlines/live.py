"""The deadlines of a matter that still bind somebody: read once while an act holds the matter.

Expressions, timers and every task that opens or closes ask for them; an old matter has very many others."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Deadline, DeadlineState, ProcessInstance
from models.known_rows import rows_of, shape_of, write_waiting
from models.prepared import Prepared
from workflows.running.held import known_of

LIVE = (DeadlineState.RUNNING, DeadlineState.UNDER_REVIEW)

_TABLE = Deadline.__table__.c
_OF_MATTER = Prepared(
    select(*shape_of(Deadline).columns)
    .where(_TABLE.instance_id == bindparam("instance"), _TABLE.done_at.is_(None))
    .order_by(_TABLE.id)
)


def live_deadlines(session: Session, instance: ProcessInstance) -> list[Deadline]:
    """Those that run or are under review, oldest first."""
    held = known_of(session, instance)
    if held.deadlines is None:
        write_waiting(session, Deadline)
        held.deadlines = rows_of(session, Deadline, _OF_MATTER, instance=instance.id)
    return [deadline for deadline in held.deadlines if deadline.state in LIVE]


def now_live(session: Session, instance: ProcessInstance, deadline: Deadline) -> None:
    """One more binds somebody, as of now."""
    held = known_of(session, instance)
    if held.deadlines is not None and deadline not in held.deadlines:
        held.deadlines.append(deadline)
