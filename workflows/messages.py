"""Messages from outside a diagram, and the buttons by which people send them (申请延期, 撤销事项)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import EventKind, Message, MessageSubscription, ProcessInstance, Task, User
from workflows import engine, journal
from workflows.deployments.element_properties import property_codes
from workflows.instances import act
from workflows.permissions import NotYours, Standing, standing_of
from workflows.running import courier
from workflows.running.delivery import carry_on
from workflows.running.stored import given_back
from workflows.telling import mail
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


class ActionGone(DomainError):
    """The process does not wait for this any more."""

    def __init__(self) -> None:
        super().__init__(Sentence("流程已不再等待这一操作", "The process no longer waits for this"))


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the matter page: an armed message a person may send (申请延期)."""

    subscription_id: int
    element_id: str
    words: Sentence
    irreversible: bool
    actor: Actor  #: in which post he would press it


def send(
    session: Session,
    name: str,
    correlation_key: str | None,
    variables: Mapping[str, Any],
    by: Actor | None,
    now: datetime,
    *,
    message_id: str,
    kept_for: timedelta = mail.KEPT_FOR,
) -> Message:
    """Send a message: delivered exactly once, to one that waits, to a process it starts (once a key), or
    kept.

    In the middle of an act (a job handler) it is delivered when that act is saved.
    """
    message = mail.send(
        session, name, correlation_key, variables, now, message_id=message_id, kept_for=kept_for
    )
    carry_on(session, by, now)
    return message


def broadcast(
    session: Session, name: str, variables: Mapping[str, Any], by: Actor | None, now: datetime
) -> None:
    """Send a signal to every instance that waits for it and every process it starts."""
    courier.later(session, courier.Broadcast(name, variables, None))
    carry_on(session, by, now)


def actions_for(session: Session, instance: ProcessInstance, user: User, now: datetime) -> tuple[Action, ...]:
    """The buttons this person may press now: armed messages with words, for one of his posts or units."""
    standing = standing_of(session, user, now)
    rows = session.scalars(
        select(MessageSubscription)
        .where(MessageSubscription.instance_id == instance.id)
        .order_by(MessageSubscription.id)
    )
    return tuple(action for row in rows if (action := _action(session, row, standing, now)) is not None)


def _action(session: Session, row: MessageSubscription, standing: Standing, now: datetime) -> Action | None:
    words = row.properties.get("action_zh")
    if not words:
        return None
    seen = {**given_back(row.instance.variables), **given_back(row.variables)}
    codes = set(property_codes(session, row.instance, row.properties.get("action_for", ""), seen, now))
    actor = next((actor for actor in standing.actors if _stands_for(actor, codes)), None)
    if actor is None:
        return None
    return Action(
        row.id,
        row.element_id,
        Sentence(words, row.properties.get("action_en", words)),
        row.properties.get("irreversible") == "true",
        actor,
    )


def _stands_for(actor: Actor, codes: set[str]) -> bool:
    return actor.acting_as.code in codes or actor.acting_as.unit.code in codes


def trigger_action(
    session: Session, instance: ProcessInstance, subscription_id: int, by: Actor, now: datetime
) -> Task | None:
    """Press a button; the task it opened for this person, or None where it opened none.

    Raises ActionGone when the process waits for it no longer, NotYours when the button is not his.
    """
    row = session.get(MessageSubscription, subscription_id)
    if row is None or row.instance_id != instance.id:
        raise ActionGone
    action = _action(session, row, standing_of(session, by.user, now), now)
    if action is None:
        raise NotYours(Sentence("这一操作不由您办理", "This is not yours to do"))
    key, variables = row.key, {"pressed_by": action.actor.acting_as.code}
    journal.record(
        session,
        instance,
        EventKind.MESSAGE,
        now,
        by=action.actor,
        element_id=row.element_id,
        name=action.words.zh,
        data={"action": True, "en": action.words.en},
    )
    opened = act(
        session,
        instance,
        lambda known, state, context: engine.deliver_message(known, state, key, variables, context),
        action.actor,
        now,
    )
    return next((task for task in opened if _offered_to(task, action.actor)), None)


def _offered_to(task: Task, actor: Actor) -> bool:
    post = actor.acting_as
    return any(row.post_id == post.id or row.unit_id == post.unit_id for row in task.candidates)
