"""When the rungs shown on the board fired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Deadline, LadderRung
from workflows.queries.board import BoardLine


def fired_at(session: Session, lines: Sequence[BoardLine]) -> dict[int, datetime]:
    """By matter: when the rung its line names last fired; matters without a rung are left out."""
    wanted = {line.instance_id: line.rung for line in lines if line.rung}
    rows = session.execute(
        select(Deadline.instance_id, LadderRung.rung, func.max(LadderRung.fired_at))
        .join(Deadline, Deadline.id == LadderRung.deadline_id)
        .where(Deadline.instance_id.in_(wanted), LadderRung.withdrawn_at.is_(None))
        .group_by(Deadline.instance_id, LadderRung.rung)
    )
    return {instance_id: at for instance_id, rung, at in rows if wanted[instance_id] == rung}
