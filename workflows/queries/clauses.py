"""The duty list's own words beside the steps that fulfil them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select
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


_NEWEST = (
    select(DutyList.id)
    .join(Unit, Unit.id == DutyList.unit_id)
    .where(Unit.code == CITY)
    .order_by(DutyList.version.desc())
    .limit(1)
    .scalar_subquery()
)
_CLAUSES = select(Clause.code, Clause.number, Clause.text).where(
    Clause.duty_list_id == _NEWEST, Clause.code.in_(bindparam("codes", expanding=True))
)


def clauses_shown(session: Session, codes: Iterable[str]) -> dict[str, ClauseShown]:
    """Clauses by code; one the list does not have is shown by its code alone."""
    wanted = list(dict.fromkeys(codes))
    shown = {code: ClauseShown(code, "", "") for code in wanted}
    if wanted:
        rows = session.execute(_CLAUSES, {"codes": wanted})
        shown |= {code: ClauseShown(code, number, text) for code, number, text in rows}
    return shown
