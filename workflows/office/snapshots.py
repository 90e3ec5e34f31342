"""Builds the immutable picture of the office that expressions, timers and limits are answered from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models import (
    Deadline,
    Portfolio,
    Post,
    PostKind,
    ProcessInstance,
    Substitution,
    Unit,
)
from workflows.deadlines.live import live_deadlines
from workflows.decisions import Decisions
from workflows.deployments.decision_tables import tables_of
from workflows.office import functions as office_functions  # noqa: F401  (registers the office's functions in FEEL)
from workflows.office.calendar_years import load_calendar
from workflows.office.entries import (
    DeadlineEntry,
    LadderTable,
    Office,
    OfficeSnapshot,
    PortfolioEntry,
    PostEntry,
    Rung,
    UnitEntry,
)
from workflows.office.pictures import Picture
from workflows.office.rule_book import load_rules
from workflows.office.settings import all_settings

__all__ = ["Office", "OfficeSnapshot", "office_of", "office_snapshot"]

LADDER_DECISION = "escalation_ladder"


def office_snapshot(session: Session, instance: ProcessInstance | None, now: datetime) -> OfficeSnapshot:
    """The office at `now` (aware UTC), with the instance's deadlines and its deployment's ladder.

    People, calendar, settings and rule book are shared between snapshots until one of them changes.
    """
    office = office_of(session)
    if instance is None:
        return OfficeSnapshot(office, now)
    tables = tables_of(session, instance.definition_id)
    binding = tuple(map(_deadline, live_deadlines(session, instance)))
    return OfficeSnapshot(office, now, binding, instance.urgency, ladder_of(tables))


def office_of(session: Session) -> Office:
    """People, calendar, settings and rule book, read anew only when the office's stamp has changed."""
    return _offices.of(session)


def _read_office(session: Session, revision: int) -> Office:
    return Office(
        revision,
        MappingProxyType(_units(session)),
        MappingProxyType(_posts(session)),
        _portfolios(session),
        load_calendar(session),
        MappingProxyType(all_settings(session)),
        MappingProxyType(load_rules(session)),
    )


_offices = Picture(_read_office)


def _units(session: Session) -> dict[str, UnitEntry]:
    parent = aliased(Unit)
    posts: dict[str, list[tuple[str, PostKind]]] = {}
    rows = select(Unit.code, Post.code, Post.kind).join(Post, Post.unit_id == Unit.id)
    for unit, post, kind in session.execute(rows.order_by(Post.position, Post.id)):
        posts.setdefault(unit, []).append((post, kind))
    units = (
        select(Unit, parent.code)
        .outerjoin(parent, Unit.parent_id == parent.id)
        .order_by(Unit.position, Unit.id)
    )
    return {unit.code: _unit(unit, above, posts.get(unit.code, [])) for unit, above in session.execute(units)}


def _unit(unit: Unit, parent: str | None, posts: list[tuple[str, PostKind]]) -> UnitEntry:
    head = _first(posts, PostKind.HEAD) or _first(posts, PostKind.LEADER)
    liaison = _first(posts, PostKind.LIAISON) or head
    section = _first(posts, PostKind.SECTION) or liaison
    return UnitEntry(unit.code, parent, head, liaison, section, unit.kind, unit.name, unit.name_en)


def _first(posts: Iterable[tuple[str, PostKind]], wanted: PostKind) -> str | None:
    return next((code for code, kind in posts if kind is wanted), None)


def _posts(session: Session) -> dict[str, PostEntry]:
    superior, substitute = aliased(Post), aliased(Post)
    rows = (
        select(Post, Unit.code, superior.code, substitute.code)
        .join(Unit, Unit.id == Post.unit_id)
        .outerjoin(superior, superior.id == Post.superior_id)
        .outerjoin(Substitution, Substitution.post_id == Post.id)
        .outerjoin(substitute, substitute.id == Substitution.substitute_id)
        .order_by(Post.position, Post.id)
    )
    return {
        post.code: PostEntry(
            post.code, unit, above, other, post.kind, post.name, post.name_en, post.duty_role
        )
        for post, unit, above, other in session.execute(rows)
    }


def _portfolios(session: Session) -> tuple[PortfolioEntry, ...]:
    rows = (
        select(Post.code, Unit.code, Portfolio.from_date, Portfolio.to_date)
        .join(Post, Post.id == Portfolio.post_id)
        .join(Unit, Unit.id == Portfolio.unit_id)
        .order_by(Post.position, Post.id)
    )
    return tuple(PortfolioEntry(*row) for row in session.execute(rows))


def _deadline(row: Deadline) -> DeadlineEntry:
    return DeadlineEntry(
        row.rule_code,
        row.party,
        row.round,
        row.state.value,
        row.anchor_at,
        row.original_due_at,
        row.due_at,
        timedelta(seconds=row.review_seconds),
        row.opened_at,
    )


def ladder_of(tables: Iterable[Decisions]) -> LadderTable | None:
    """The deployment's ladder table as a function; None where it has no such table."""
    table = next((decisions for decisions in tables if LADDER_DECISION in decisions), None)
    if table is None:
        return None

    def rung(name: str, urgency: str | None) -> Rung | None:
        answer = table.evaluate(LADDER_DECISION, {"rung": name, "urgency": urgency}).value
        if not isinstance(answer, dict) or answer.get("amount") is None:
            return None
        amount = int(answer["amount"])
        return Rung(None, amount) if answer.get("unit") == "hour" else Rung(amount, None)

    return rung
