"""Process instances: begun, moved by acts, ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models import ProcessInstance, User

if TYPE_CHECKING:
    from workflows.substitution import Actor


@dataclass(frozen=True, slots=True)
class Startable:
    """A process a person may begin by hand: its start form, where it has one."""

    process_id: str
    name: str
    form_id: str | None


def startable(session: Session, user: User, now: datetime) -> tuple[Startable, ...]:
    """The processes this person may begin."""
    raise NotImplementedError


def start(
    session: Session, process_id: str, variables: Mapping[str, Any], by: Actor | None, now: datetime, *,
    title: str | None = None, start_key: str | None = None, demo: bool = False,
) -> ProcessInstance:
    """Begin a matter on the latest version of the process; `start_key` makes it once."""
    raise NotImplementedError


def cancel(session: Session, instance: ProcessInstance, by: Actor, reason: str, now: datetime) -> None:
    """End a matter by an administrator's act, with a reason on record."""
    raise NotImplementedError
