"""Messages and signals: thrown, delivered exactly once, kept until somebody waits; buttons that press them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from models import ProcessInstance, Task, User
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.substitution import Actor


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the matter page: an armed message a person may send (申请延期)."""

    subscription_id: int
    element_id: str
    words: Sentence
    irreversible: bool


def actions_for(session: Session, instance: ProcessInstance, user: User, now: datetime) -> tuple[Action, ...]:
    """The buttons this person may press now."""
    raise NotImplementedError


def trigger_action(
    session: Session, instance: ProcessInstance, subscription_id: int, by: Actor, now: datetime
) -> Task | None:
    """Press one; the task it opened for this person, or None where it opened none."""
    raise NotImplementedError
