"""Arming triggers: a token that waits for a message, a signal, a time or a condition."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from workflows.engine import expressions
from workflows.engine.elements import Node, Trigger, spec_name
from workflows.engine.faults import Fault
from workflows.engine.incidents import raise_incident
from workflows.engine.step import Subscription
from workflows.engine.stepping.withdrawal import disarm
from workflows.engine.timers.arming import arm_timer
from workflows.engine.tree import Scope, Token, scope_path
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.specs.base import NodeSpec

WAITED_FOR = frozenset(["timer", "message", "signal", "conditional"])
"""Triggers that are armed. Errors and escalations find their catchers by walking outwards from the
thrower.
"""


def arm_boundary(act: Act, host: Token, without: Collection[str] = ()) -> None:
    """Arm the boundary events of an activity that has been entered, but those named."""
    for element_id in host.task_spec.node.boundary:
        if element_id in without:
            continue
        spec = host.workflow.spec.task_specs[spec_name(element_id)]
        for which in _waited_for(spec.node):
            _arm_aside(act, act.place(host.workflow, element_id, armed=True, which=which, host=host.key))


def arm_event_subprocesses(act: Act, scope: Scope, without: Collection[str] = ()) -> None:
    """Arm the event subprocesses of a scope that opens, but those named."""
    for spec in event_subprocesses(scope):
        if spec.node.id in without:
            continue
        start = spec.start_node(act.instance)
        for which in _waited_for(start):
            _arm_aside(act, act.place(scope, spec.node.id, armed=True, which=which))


def arm_again(act: Act, token: Token) -> None:
    """Arm a trigger whose expression failed before. Raises nothing: a new failure is a new incident."""
    _arm_aside(act, token)


def arm_all_again(act: Act, token: Token) -> None:
    """An armed event that needs all of its triggers has fired and stays: each is waited for anew."""
    scope, marks, node = token.workflow, token.marks, trigger_node(token)
    disarm(act, token)
    token.remove()
    for which in _waited_for(node):
        _arm_aside(act, act.place(scope, token.element_id, armed=True, which=which, host=marks.host))


def event_subprocesses(scope: Scope) -> list[NodeSpec]:
    """The specs of the event subprocesses that stand directly in a scope."""
    return [spec for spec in scope.node_specs() if spec.is_event_subprocess]


def trigger_node(token: Token) -> Node:
    """The node whose trigger a waiting token stands for: its own, or an event subprocess's start event."""
    return token.task_spec.trigger_node(token)


def trigger_of(token: Token) -> Trigger | None:
    """What a waiting token waits for: of an event with several triggers, its own one."""
    triggers = trigger_node(token).triggers
    return triggers[token.marks.which] if triggers else None


def _waited_for(node: Node) -> list[int]:
    """Which of an event's triggers are armed; any of them fires it."""
    return [which for which, trigger in enumerate(node.triggers) if trigger.kind in WAITED_FOR]


def _arm_aside(act: Act, token: Token) -> None:
    """A trigger beside the tokens' way: if it cannot be armed that is an incident, and the work goes on."""
    token._set_state(TaskState.WAITING)
    try:
        arm(act, token, trigger_of(token))
    except Fault as fault:
        raise_incident(act, token, fault)


def arm(act: Act, token: Token, trigger: Trigger) -> None:
    """Let a token wait for a trigger. Raises `Fault` where the trigger's expressions fail."""
    match trigger.kind:
        case "timer":
            arm_timer(act, token, trigger)
        case "message":
            _subscribe(act, token, trigger)
        case "conditional":
            token.hold(False)


def _subscribe(act: Act, token: Token, trigger: Trigger) -> None:
    """Open a message subscription. Raises `Fault` of kind `message`."""
    node = trigger_node(token)
    name = message_name(act, token, trigger)
    key = correlation_key(act, token, trigger)
    token.marks.message, token.marks.correlation_key = name, key
    act.record.subscriptions[token.key] = Subscription(
        key=token.key,
        element_id=node.id,
        message=name,
        correlation_key=key,
        interrupting=node.interrupting,
        scope=scope_path(token),
        properties=node.properties,
        variables=dict(act.variables(token)),
    )


def message_name(act: Act, token: Token, trigger: Trigger) -> str:
    """The name of a message. Raises `Fault` of kind `message`."""
    value = act.literal_or_feel(trigger.name or "", token, "message")
    if isinstance(value, str) and value:
        return value
    wanted = Sentence("消息名称（文字）", "the name of a message")
    raise act.wrong_type(token, "message", trigger.name or "", value, wanted)


def correlation_key(act: Act, token: Token, trigger: Trigger) -> str | None:
    """The value a message correlates by, as text; None where the message has no subscription key."""
    if not trigger.correlation_key:
        return None
    value = act.literal_or_feel(trigger.correlation_key, token, "message")
    if isinstance(value, str):
        return value
    if expressions.is_number(value):
        return format(value, "f")
    wanted = Sentence("文字或数字（关联键）", "a string or a number (a correlation key)")
    raise act.wrong_type(token, "message", trigger.correlation_key, value, wanted)
