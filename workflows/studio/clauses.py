"""What a change does to the duty list: clauses won and lost, and those nobody would fulfil any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Clause
from workflows.deployments.definitions import definition_of
from workflows.deployments.publishing import latest_definitions
from workflows.engine import Definition
from workflows.evidence.binding import steps_by_clause
from workflows.queries.clauses import newest_list


@dataclass(frozen=True, slots=True)
class BindingChanges:
    """Codes of clauses, in the order of their codes."""

    won: tuple[str, ...]
    lost: tuple[str, ...]
    """No step of the process names them any more; others may."""
    unbound: tuple[str, ...]
    """Of the lost ones those that no other process in use names, though the list in force has them."""


def binding_changes(
    session: Session, old: Mapping[str, Definition], new: Mapping[str, Definition]
) -> BindingChanges:
    """What publishing the processes `new` (by id) in the place of `old` does to the list's bindings."""
    before, after = set(steps_by_clause(old.items())), set(steps_by_clause(new.items()))
    lost = before - after
    return BindingChanges(
        won=tuple(sorted(after - before)),
        lost=tuple(sorted(lost)),
        unbound=tuple(sorted((lost & _in_force(session)) - _bound_elsewhere(session, {*old, *new}))),
    )


def _bound_elsewhere(session: Session, but: set[str]) -> set[str]:
    others = (row for row in latest_definitions(session) if row.process_id not in but)
    return set(steps_by_clause((row.process_id, definition_of(session, row.id)) for row in others))


def _in_force(session: Session) -> set[str]:
    duty_list = newest_list(session)
    if duty_list is None:
        return set()
    return set(session.scalars(select(Clause.code).where(Clause.duty_list_id == duty_list.id)))
