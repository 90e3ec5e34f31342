"""Messages as rows: posted once under the sender's id, kept until somebody waits or they expire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Message, ProcessInstance
from workflows.running import courier
from workflows.running.stored import kept

KEPT_FOR = timedelta(days=7)
"""How long a message thrown in a diagram waits for a receiver that is not there yet."""


def send(
    session: Session,
    name: str,
    correlation_key: str | None,
    variables: Mapping[str, Any],
    now: datetime,
    *,
    message_id: str,
    kept_for: timedelta = KEPT_FOR,
) -> Message:
    """Post a message under the sender's own id. The same id again changes nothing and gives the first one
    back.

    It is delivered when the act under way is saved: to one that waits for it, to a process it starts, or
    later to the first that comes to wait for it within `kept_for` (zero: now or never)."""
    known = session.scalars(select(Message).where(Message.message_id == message_id)).first()
    if known is not None:
        return known
    message = Message(
        message_id=message_id,
        name=name,
        correlation_key=correlation_key,
        variables=kept(variables),
        sent_at=now,
        expires_at=now + kept_for,
    )
    session.add(message)
    session.flush()
    courier.later(session, courier.Mail(message.id))
    return message


def post(
    session: Session,
    instance: ProcessInstance,
    name: str,
    correlation_key: str | None,
    variables: Mapping[str, Any],
    now: datetime,
) -> Message:
    """A message a diagram throws. Its id is the instance, the revision the act began at and a count within
    the transaction: an act that is rolled back and done again posts under the same id, because nothing was
    kept."""
    message_id = f"{instance.id}:{instance.revision}:{courier.next_turn(session)}"
    return send(session, name, correlation_key, variables, now, message_id=message_id)
