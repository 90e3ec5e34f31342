"""Document numbers without gaps or doubles: 双政督〔2026〕12号."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import NumberSequence


def next_number(session: Session, series: str, year: int) -> int:
    """The next number of a series in a year, beginning with 1.

    The sequence's row stays locked until the act commits; an act that is rolled back gives its number back.
    """
    _begin_series(session, series, year)
    raised = (
        update(NumberSequence)
        .where(NumberSequence.series == series, NumberSequence.year == year)
        .values(last=NumberSequence.last + 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(raised)
    return session.scalars(
        select(NumberSequence.last).where(NumberSequence.series == series, NumberSequence.year == year)
    ).one()


def document_number(session: Session, series: str, year: int) -> str:
    """The next number in its official dress: `双政督` in 2026 gives 双政督〔2026〕1号."""
    return f"{series}〔{year}〕{next_number(session, series, year)}号"


def _begin_series(session: Session, series: str, year: int) -> None:
    """Make the series' row unless it is there; two acts that do so at once make one."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(NumberSequence).values(series=series, year=year, last=0).on_conflict_do_nothing())
