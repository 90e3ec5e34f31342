"""The duty list's own words beside the steps that fulfil them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Clause, DutyList, Unit
from workflows.queries.shown import ClauseShown

CITY = "city"  #: the unit whose list the city's processes fulfil


def newest_list(session: Session, unit_code: str = CITY) -> DutyList | None:
    """The newest version of a unit's duty list."""
    return session.scalars(
        select(DutyList)
        .join(Unit, Unit.id == DutyList.unit_id)
        .where(Unit.code == unit_code)
        .order_by(DutyList.version.desc())
        .limit(1)
    ).first()


def clauses_shown(session: Session, codes: Iterable[str]) -> dict[str, ClauseShown]:
    """Clauses by code; one the list does not have is shown by its code alone."""
    wanted = list(dict.fromkeys(codes))
    shown = {code: ClauseShown(code, "", "") for code in wanted}
    duty_list = newest_list(session) if wanted else None
    if duty_list is not None:
        rows = session.execute(
            select(Clause.code, Clause.number, Clause.text).where(
                Clause.duty_list_id == duty_list.id, Clause.code.in_(wanted)
            )
        )
        shown |= {code: ClauseShown(code, number, text) for code, number, text in rows}
    return shown
