"""What a matter waits for that nobody has a task in now: the matters it called, or a date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import InstanceState, ProcessInstance


@dataclass(frozen=True, slots=True)
class Rest:
    """A matter at rest goes on when what it called has ended, or by itself at a time."""

    called: int  #: live matters it called
    goes_on_at: datetime | None  #: its next timer


def resting(session: Session, instances: Collection[ProcessInstance]) -> dict[int, Rest]:
    """Of live matters, by id; in one statement."""
    live = {
        instance.id: instance.next_due_at for instance in instances if instance.state is InstanceState.RUNNING
    }
    if not live:
        return {}
    called = session.execute(
        select(ProcessInstance.parent_id, func.count())
        .where(ProcessInstance.parent_id.in_(live), ProcessInstance.state == InstanceState.RUNNING)
        .group_by(ProcessInstance.parent_id)
    )
    counts = {parent_id: count for parent_id, count in called}
    return {id_: Rest(counts.get(id_, 0), goes_on_at) for id_, goes_on_at in live.items()}
