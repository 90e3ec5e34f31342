"""Who waits for which message or signal: indexed rows, so that delivery never opens an instance to look."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from models import MessageSubscription, ProcessInstance, SignalSubscription
from models.known_rows import write_waiting
from models.prepared import Prepared
from workflows.engine.step import Step, Subscription
from workflows.running import courier
from workflows.running.held import known_of
from workflows.running.stored import beyond

_SIGNALS = SignalSubscription.__table__
_WAITS = Prepared(select(_SIGNALS.c.name).where(_SIGNALS.c.instance_id == bindparam("instance")))
_DROP = [
    Prepared(delete(table.__table__).where(table.__table__.c.instance_id == bindparam("instance")))
    for table in (MessageSubscription, SignalSubscription)
]


def replace(session: Session, instance: ProcessInstance, step: Step) -> None:
    """Close and open what the step says; a message kept for a new subscription is delivered after the act.

    One that is closed and opened again under its key (the matter moved to another version) keeps its row."""
    again = {opened.key: opened for opened in step.subscriptions if opened.key in step.closed_subscriptions}
    _close(session, instance, [key for key in step.closed_subscriptions if key not in again])
    _say_anew(session, instance, again)
    for opened in step.subscriptions:
        if opened.key in again:
            continue
        row = _row(instance, opened)
        session.add(row)
        session.flush()
        courier.later(session, courier.NewSubscription(row.id))
    _replace_signals(session, instance, step.signal_subscriptions)


def _close(session: Session, instance: ProcessInstance, keys: list[str]) -> None:
    if keys:
        session.execute(
            delete(MessageSubscription).where(
                MessageSubscription.instance_id == instance.id, MessageSubscription.key.in_(keys)
            )
        )


def _say_anew(session: Session, instance: ProcessInstance, again: Mapping[str, Subscription]) -> None:
    if not again:
        return
    held = select(MessageSubscription).where(
        MessageSubscription.instance_id == instance.id, MessageSubscription.key.in_(again)
    )
    for row in session.scalars(held):
        before, opened = (row.message, row.correlation_key), again[row.key]
        row.element_id, row.interrupting = opened.element_id, opened.interrupting
        row.message, row.correlation_key = opened.message, opened.correlation_key
        row.properties = dict(opened.properties)
        if before != (row.message, row.correlation_key):
            session.flush()
            courier.later(session, courier.NewSubscription(row.id))


def _row(instance: ProcessInstance, opened: Subscription) -> MessageSubscription:
    return MessageSubscription(
        instance_id=instance.id,
        key=opened.key,
        element_id=opened.element_id,
        message=opened.message,
        correlation_key=opened.correlation_key,
        interrupting=opened.interrupting,
        properties=dict(opened.properties),
        variables=beyond(instance.variables, opened.variables),
    )


def _replace_signals(session: Session, instance: ProcessInstance, names: frozenset[str]) -> None:
    known = known_of(session, instance)
    before = known.signals
    if before is None:
        before = frozenset(name for [name] in _WAITS.rows(session, instance=instance.id))
    if before - names:
        of_these = (_SIGNALS.c.instance_id == instance.id, _SIGNALS.c.name.in_(before - names))
        session.connection().execute(delete(_SIGNALS).where(*of_these))
    if names - before:
        rows = [{"instance_id": instance.id, "name": name} for name in sorted(names - before)]
        session.connection().execute(insert(_SIGNALS), rows)
    known.signals = names


def drop_all(session: Session, instance: ProcessInstance) -> None:
    """An ended instance waits for nothing."""
    write_waiting(session, MessageSubscription, SignalSubscription)
    for drop in _DROP:
        drop.write(session, {"instance": instance.id})
    known_of(session, instance).signals = frozenset()
