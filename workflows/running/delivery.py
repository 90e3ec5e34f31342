"""Carries on what acts left: messages to whoever waits, signals to all, called instances begun, ended,
withdrawn.

Everything happens in the transaction of the act that caused it, instance by instance, each saved before the
next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import (
    EventKind,
    InstanceState,
    LinkKind,
    MatterState,
    Message,
    MessageSubscription,
    ProcessDefinition,
    ProcessInstance,
    SignalSubscription,
)
from workflows import engine, journal, matters
from workflows.deployments.definitions import definition_of
from workflows.deployments.publishing import NoSuchProcess, latest_definition, latest_definitions
from workflows.engine.step import EngineError, UnknownKey
from workflows.running import courier
from workflows.running.acting import Move, act, begin
from workflows.running.meeting import wait_for_turn
from workflows.running.stored import given_back

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

_MOST_ITEMS = 2_000


def carry_on(session: Session, by: Actor | None, now: datetime) -> None:
    """Empty the courier's bag. Does nothing in the middle of an act: the outermost one carries on."""
    bag = courier.bag_of(session)
    if bag.acting or bag.carrying:
        return
    bag.carrying = True
    try:
        for _ in range(_MOST_ITEMS):
            if not bag.items:
                return
            item = bag.items.popleft()
            _CARRIERS[type(item)](session, item, by, now)
        raise RuntimeError("messages between instances go round without end")
    finally:
        bag.carrying = False


def _deliver(session: Session, item: courier.Mail, by: Actor | None, now: datetime) -> None:
    """To one that waits, else to a process it starts; a message nobody wants yet is kept."""
    message = session.get_one(Message, item.message_row_id)
    if message.delivered_at is not None:
        return
    wait_for_turn(session, f"message {message.name}", message.correlation_key)
    subscription = session.scalars(
        select(MessageSubscription)
        .join(ProcessInstance, ProcessInstance.id == MessageSubscription.instance_id)
        .where(
            MessageSubscription.message == message.name,
            MessageSubscription.correlation_key == message.correlation_key
            if message.correlation_key is not None
            else MessageSubscription.correlation_key.is_(None),
            ProcessInstance.state == InstanceState.RUNNING,
        )
        .order_by(MessageSubscription.id)
        .limit(1)
    ).first()
    if subscription is not None:
        hand_over(session, subscription, message, by, now)
    else:
        _start_by_message(session, message, by, now)


def hand_over(
    session: Session, subscription: MessageSubscription, message: Message, by: Actor | None, now: datetime
) -> None:
    """Give a message to the one who waits for it, exactly once."""
    instance = session.get_one(ProcessInstance, subscription.instance_id)
    key, variables = subscription.key, given_back(message.variables)
    message.delivered_at = now
    message.delivered_to_id = instance.id
    journal.record(
        session,
        instance,
        EventKind.MESSAGE,
        now,
        by=by,
        element_id=subscription.element_id,
        data={"message": message.name},
    )
    act(
        session,
        instance,
        lambda known, state, context: engine.deliver_message(known, state, key, variables, context),
        by,
        now,
    )


def _offer_kept_message(
    session: Session, item: courier.NewSubscription, by: Actor | None, now: datetime
) -> None:
    """Somebody waits now; the oldest message kept for this goes to him."""
    subscription = session.get(MessageSubscription, item.subscription_id)
    if subscription is None:
        return
    wait_for_turn(session, f"message {subscription.message}", subscription.correlation_key)
    waiting = select(Message).where(
        Message.delivered_at.is_(None),
        Message.name == subscription.message,
        or_(Message.expires_at.is_(None), Message.expires_at > now),
        Message.correlation_key == subscription.correlation_key
        if subscription.correlation_key is not None
        else Message.correlation_key.is_(None),
    )
    message = session.scalars(waiting.order_by(Message.id).limit(1)).first()
    if message is not None:
        hand_over(session, subscription, message, by, now)


def _start_by_message(session: Session, message: Message, by: Actor | None, now: datetime) -> None:
    """Begin the process that starts with this message; a key it was begun with before begins nothing."""
    for definition in latest_definitions(session):
        element_id = start_event(session, definition, "message", message.name)
        if element_id is None:
            continue
        instance = begun_with(session, definition.process_id, message.correlation_key)
        if instance is None:
            instance = _begin_with(session, definition, element_id, message, by, now)
        message.delivered_at = now
        message.delivered_to_id = instance.id
        return


def _begin_with(
    session: Session,
    definition: ProcessDefinition,
    element_id: str,
    message: Message,
    by: Actor | None,
    now: datetime,
) -> ProcessInstance:
    """Begin a process with a message. It is linked to the matter that proposed it (`proposed_by`)."""
    variables = given_back(message.variables)
    proposer = _matter_with_key(session, variables.get("proposed_by"))
    instance = begin(
        session,
        definition,
        title_of(variables, definition),
        variables,
        by,
        now,
        start_element=element_id,
        start_key=message.correlation_key,
        demo=proposer is not None and proposer.demo,
    )
    if proposer is not None:
        matters.link(session, proposer, instance, LinkKind.FOLLOWS)
    return instance


def _matter_with_key(session: Session, key: object) -> ProcessInstance | None:
    return session.get(ProcessInstance, int(key)) if isinstance(key, str) and key.isdecimal() else None


def begun_with(session: Session, process_id: str, start_key: str | None) -> ProcessInstance | None:
    """The instance of a process, of whatever version, that was begun with this key."""
    if start_key is None:
        return None
    return session.scalars(
        select(ProcessInstance)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.process_id == process_id, ProcessInstance.start_key == start_key)
    ).first()


def title_of(variables: object, definition: ProcessDefinition) -> str:
    """A matter's first title: the variable `title`, otherwise the process's name."""
    title = variables.get("title") if isinstance(variables, dict) else None
    return title if isinstance(title, str) and title.strip() else definition.name


def start_event(
    session: Session, definition: ProcessDefinition, kind: str, name: str | None = None
) -> str | None:
    """The process's own start event of a kind (`message`, `signal`), for a name where it has one."""
    return next(start_events(session, definition, kind, name), None)


def start_events(
    session: Session, definition: ProcessDefinition, kind: str, name: str | None = None
) -> Iterator[str]:
    """All start events of a kind the process itself has, as drawn: several seasons may begin it."""
    for element in definition_of(session, definition.id).elements.values():
        if element.begins_by(kind, name):
            yield element.id


def _broadcast(session: Session, item: courier.Broadcast, by: Actor | None, now: datetime) -> None:
    """To every instance that waits for the signal now, in order, and to every process it starts. The thrower
    has heard it already: inside an instance the engine delivers its own signals."""
    waiting = session.scalars(
        select(SignalSubscription.instance_id)
        .where(SignalSubscription.name == item.name)
        .order_by(SignalSubscription.instance_id)
    ).all()
    for instance_id in waiting:
        instance = session.get_one(ProcessInstance, instance_id)
        if instance_id != item.thrown_by_id and instance.state is InstanceState.RUNNING:
            act(
                session,
                instance,
                lambda known, state, context: engine.deliver_signal(
                    known, state, item.name, item.variables, context
                ),
                by,
                now,
            )
    for definition in latest_definitions(session):
        element_id = start_event(session, definition, "signal", item.name)
        if element_id is not None:
            title = title_of(dict(item.variables), definition)
            begin(session, definition, title, item.variables, by, now, start_element=element_id)


def _start_call(session: Session, item: courier.StartCall, by: Actor | None, now: datetime) -> None:
    """Begin the called process's latest version; where there is none, or it cannot begin, the call fails
    where it stands."""
    parent = session.get_one(ProcessInstance, item.parent_id)
    if parent.state is not InstanceState.RUNNING or child_of(session, item.parent_id, item.key) is not None:
        return
    try:
        with courier.undone_with_savepoint(session), session.begin_nested():
            definition = latest_definition(session, item.process_id)
            title = title_of(dict(item.variables), definition)
            called_by = (parent.id, item.key)
            begin(session, definition, title, item.variables, by, now, parent=called_by, demo=parent.demo)
    except (NoSuchProcess, EngineError) as failure:
        words = failure.sentence.zh if isinstance(failure, NoSuchProcess) else str(failure)
        act(
            session,
            parent,
            lambda known, state, context: engine.fail_job(known, state, item.key, words, context),
            by,
            now,
        )


def child_of(session: Session, parent_id: int, key: str) -> ProcessInstance | None:
    """The instance a call activity began."""
    return session.scalars(
        select(ProcessInstance).where(
            ProcessInstance.parent_id == parent_id, ProcessInstance.parent_key == key
        )
    ).first()


def _escalate(session: Session, item: courier.Escalated, by: Actor | None, now: datetime) -> None:
    """What nobody in the called instance caught goes to the call activity that waits for it."""
    child = session.get_one(ProcessInstance, item.child_id)
    parent = session.get(ProcessInstance, child.parent_id) if child.parent_id is not None else None
    if parent is None or child.parent_key is None or parent.state is not InstanceState.RUNNING:
        return
    key = child.parent_key
    with suppress(UnknownKey):  # an escalation before this one has interrupted the call
        act(
            session,
            parent,
            lambda known, state, context: engine.escalate(known, state, key, item.code, context),
            by,
            now,
        )


def _end_call(session: Session, item: courier.EndedCall, by: Actor | None, now: datetime) -> None:
    """The called instance ended: its variables go to the call's output mapping, or its failure to the
    call."""
    child = session.get_one(ProcessInstance, item.child_id)
    parent = session.get(ProcessInstance, child.parent_id) if child.parent_id is not None else None
    if parent is None or child.parent_key is None or parent.state is not InstanceState.RUNNING:
        return
    with suppress(UnknownKey):  # the call was interrupted, which is why the called instance ended
        act(session, parent, _call_ended(session, child), by, now)


def _call_ended(session: Session, child: ProcessInstance) -> Move:
    key, variables = child.parent_key or "", given_back(child.variables)
    if child.state in (InstanceState.COMPLETED, InstanceState.TERMINATED):
        return lambda known, state, context: engine.finish_job(known, state, key, variables, context)
    code, words = _error_code(session, child), f"“{child.title}”未能办完"
    return lambda known, state, context: engine.fail_job(known, state, key, words, context, code)


def _error_code(session: Session, child: ProcessInstance) -> str | None:
    """The BPMN error a failed instance ended with, which the call activity's boundary may catch."""
    from_record = journal.last_of_kind(session, child, EventKind.ENDED)
    return given_back(from_record.data).get("error_code") if from_record is not None else None


def _withdraw_call(session: Session, item: courier.WithdrawnCall, by: Actor | None, now: datetime) -> None:
    """The call was interrupted, or its caller cancelled: the called matter is withdrawn with its dates."""
    child = child_of(session, item.parent_id, item.key)
    if child is not None and child.state is InstanceState.RUNNING:
        act(session, child, engine.cancel, by, now)
        matters.set_state(session, child, MatterState.CANCELLED, now, by=by)


def _rearm(session: Session, item: courier.Rearm, by: Actor | None, now: datetime) -> None:
    """Deadlines moved outside an act: timers are set by the new dates."""
    instance = session.get_one(ProcessInstance, item.instance_id)
    if instance.state is InstanceState.RUNNING:
        act(session, instance, engine.wake, by, now)


_CARRIERS: dict[type, Callable[..., None]] = {
    courier.Mail: _deliver,
    courier.NewSubscription: _offer_kept_message,
    courier.Broadcast: _broadcast,
    courier.StartCall: _start_call,
    courier.Escalated: _escalate,
    courier.EndedCall: _end_call,
    courier.WithdrawnCall: _withdraw_call,
    courier.Rearm: _rearm,
}
