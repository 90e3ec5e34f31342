"""The office's processes as the studio lists them: the version in use, and who is drawing a next one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, selectinload

from models import Deployment, ProcessDefinition, StudioDraft
from workflows.studio.drafts import open_drafts, title_of


@dataclass(frozen=True, slots=True)
class Folder:
    """One process folder. `newest` is None while the office has only drafts of it."""

    name: str
    title: str
    newest: Deployment | None
    drafts: tuple[StudioDraft, ...]


def folders(session: Session) -> list[Folder]:
    """All processes in use in the order of their names, then those that are only drafts so far."""
    drafts = defaultdict(list)
    for draft in open_drafts(session):
        drafts[draft.name].append(draft)
    used = [
        Folder(row.name, title_of(row), row, tuple(drafts.pop(row.name, ())))
        for row in _newest_of_each(session)
    ]
    new = [Folder(name, held[0].title, None, tuple(held)) for name, held in sorted(drafts.items())]
    return [*used, *new]


def _newest_of_each(session: Session) -> Iterable[Deployment]:
    newest = select(func.max(Deployment.id)).group_by(Deployment.name)
    definitions = selectinload(Deployment.definitions).options(defer(ProcessDefinition.compiled))
    return session.scalars(
        select(Deployment).where(Deployment.id.in_(newest)).options(definitions).order_by(Deployment.name)
    )
