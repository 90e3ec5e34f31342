"""The processes new matters may be begun of, read once until another version is published."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows.deployments.definitions import definition_of
from workflows.deployments.names import named
from workflows.deployments.publishing import latest_definitions
from workflows.office.pictures import Picture
from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class Beginning:
    """A start event that waits for nothing: the kinds of posts and the posts it is for, and its form."""

    starters: str
    form_id: str | None


@dataclass(frozen=True, slots=True)
class LatestProcess:
    process_id: str
    name: Sentence
    by_hand: tuple[Beginning, ...]


def latest_processes(session: Session) -> tuple[LatestProcess, ...]:
    """The latest version of every process, by name."""
    return _latest.of(session)


def _read(session: Session, _stamp: int) -> tuple[LatestProcess, ...]:
    found = []
    for row in latest_definitions(session):
        definition = definition_of(session, row.id)
        by_hand = tuple(
            Beginning(element.properties.get("starters", ""), element.form_id)
            for element in definition.elements.values()
            if element.type == "startEvent" and not element.scope and element.event is None
        )
        found.append(LatestProcess(row.process_id, named(row.name, definition.properties), by_hand))
    return tuple(found)


_latest = Picture(_read)
