"""How many matters of each process are closed, as far as this person may see them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import MatterState, ProcessDefinition, ProcessInstance, User
from workflows.standing import standing_of
from workflows.visibility import visible_matters

CLOSED = (MatterState.CLOSED, MatterState.ARCHIVED)


def closed_by_process(session: Session, user: User, now: datetime) -> dict[str, int]:
    """Closed and archived matters by process id."""
    rows = session.execute(
        select(ProcessDefinition.process_id, func.count())
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .where(ProcessInstance.matter_state.in_(CLOSED), visible_matters(standing_of(session, user, now)))
        .group_by(ProcessDefinition.process_id)
    )
    return {process_id: count for process_id, count in rows}
