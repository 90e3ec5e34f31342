"""The office a folder is to be published in: what its elements may name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeadlineRule, Deployment, OfficeSetting, Post, ProcessDefinition, Unit
from workflows.deployments.definitions import definition_of
from workflows.evidence.binding import bound_steps
from workflows.queries.clauses import newest_list


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Names by what they are; an empty set of people or clauses means that the office has none yet, and
    nothing is said about them."""

    rules: frozenset[str]
    posts: frozenset[str]
    units: frozenset[str]
    clauses: frozenset[str]
    settings: frozenset[str]
    processes: frozenset[str]  #: that others' folders publish, or that come with the same release
    bound_elsewhere: frozenset[str]  #: clauses that a step of another folder is bound to
    bound_before: frozenset[str]  #: clauses that this folder's newest version is bound to

    @property
    def people(self) -> frozenset[str]:
        return self.posts | self.units


def surroundings_of(session: Session, name: str, coming: Iterable[str] = ()) -> Surroundings:
    """The office as it stands, seen from the folder `name`; `coming` are processes published right after."""
    elsewhere, before = _bound(session, name)
    duty_list = newest_list(session)
    return Surroundings(
        rules=frozenset(session.scalars(select(DeadlineRule.code))),
        posts=frozenset(session.scalars(select(Post.code))),
        units=frozenset(session.scalars(select(Unit.code))),
        clauses=frozenset(clause.code for clause in duty_list.clauses) if duty_list else frozenset(),
        settings=frozenset(session.scalars(select(OfficeSetting.key))),
        processes=frozenset(_other_processes(session, name)) | frozenset(coming),
        bound_elsewhere=elsewhere,
        bound_before=before,
    )


def _other_processes(session: Session, name: str) -> Iterable[str]:
    return session.scalars(
        select(ProcessDefinition.process_id)
        .join(Deployment, Deployment.id == ProcessDefinition.deployment_id)
        .where(ProcessDefinition.latest, Deployment.name != name)
    )


def _bound(session: Session, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Clauses bound by the latest versions of other folders' processes, and of this one's."""
    rows = session.execute(
        select(ProcessDefinition.id, Deployment.name)
        .join(Deployment, Deployment.id == ProcessDefinition.deployment_id)
        .where(ProcessDefinition.latest)
    ).all()
    elsewhere: set[str] = set()
    before: set[str] = set()
    for definition_id, folder in rows:
        (before if folder == name else elsewhere).update(bound_steps(definition_of(session, definition_id)))
    return frozenset(elsewhere), frozenset(before)
