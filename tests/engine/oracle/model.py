"""Random processes: a model both sides read, the engine as BPMN XML, the interpreter as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import quoteattr

SIGNALS = ("S1", "S2")
CODES = ("C1", "C2", None)
"""Codes of errors and escalations; None is the catch-all."""


WAITED_FOR = ("cycle", "timer", "message", "signal", "conditional")
ANY = (*WAITED_FOR, "error", "escalation")


@dataclass
class Flow:
    id: str
    source: str
    target: str
    variable: str | None = None
    above: int = 0
    """The condition: the variable is above this number."""
    default: bool = False


@dataclass
class Event:
    """What is waited for or thrown: kind, and hours, a name or a code."""

    kind: str
    value: object = None


@dataclass
class Many:
    """A multi-instance over so many items, or a loop."""

    count: int
    sequential: bool
    enough: int | None = None
    """The completion condition: so many are done."""
    turns: int | None = None
    """Not a multi-instance but a loop: while `v1` is below this, at most three turns."""


@dataclass
class N:
    """A node. `kind` is the BPMN element's name."""

    kind: str
    id: str
    event: Event | None = None
    interrupting: bool = True
    attached: str | None = None
    inside: Scope | None = None
    many: Many | None = None
    counter: str | None = None
    """A script adds one to this variable (and what its local one holds)."""
    mapped: bool = False
    """The activity writes `v0 + v1` to `v2` and nothing else it brings."""
    local: bool = False
    """The activity has a variable `local` of its own, and its own `v0`."""
    flows: list[Flow] = field(default_factory=list)
    incoming: list[Flow] = field(default_factory=list)
    boundary: list[N] = field(default_factory=list)


@dataclass
class Scope:
    id: str
    nodes: dict[str, N] = field(default_factory=dict)
    handlers: list[N] = field(default_factory=list)
    """Event subprocesses: their event is that of their start event, `<id>_start`."""


class Drawing:
    """Draws a random process of blocks that nest, with loops, events and early ends in them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.count = 0
        self.budget = self.random.randint(5, 18)
        self.process = self.scope("process", depth=0)

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def node(self, scope: Scope, kind: str, prefix: str, **more: object) -> N:
        made = N(kind, self.name(prefix), **more)
        scope.nodes[made.id] = made
        return made

    def connect(self, source: N, target: N, **more: object) -> Flow:
        flow = Flow(self.name("f"), source.id, target.id, **more)
        source.flows.append(flow)
        target.incoming.append(flow)
        return flow

    def scope(self, scope_id: str, depth: int) -> Scope:
        scope = Scope(scope_id)
        begin = self.node(scope, "startEvent", "start")
        first, last = self.sequence(scope, depth)
        self.connect(begin, first)
        end = self.node(scope, "endEvent", "end", event=self.end_event(depth))
        self.connect(last, end)
        while self.random.random() < 0.35 and depth < 2:
            self.handler(scope, depth)
        return scope

    def handler(self, scope: Scope, depth: int) -> None:
        event = self.caught(ANY)
        interrupting = self.interrupts(event)
        handler_id = self.name("handler")
        inside = Scope(handler_id)
        start = N("startEvent", f"{handler_id}_start", event=event, interrupting=interrupting)
        inside.nodes[start.id] = start
        first, last = self.sequence(inside, depth + 1)
        self.connect(start, first)
        end = self.node(inside, "endEvent", "end", event=self.end_event(depth + 1))
        self.connect(last, end)
        scope.handlers.append(
            N("subProcess", handler_id, event=event, interrupting=interrupting, inside=inside)
        )

    def end_event(self, depth: int) -> Event | None:
        roll = self.random.random()
        if roll < 0.08:
            return Event("terminate")
        if roll < 0.2 and depth:
            return Event("error", self.random.choice(CODES[:2]))
        if roll < 0.32:
            return Event("escalation", self.random.choice(CODES[:2]))
        if roll < 0.38:
            return Event("signal", self.random.choice(SIGNALS))
        return None

    def caught(self, kinds: tuple[str, ...]) -> Event:
        kind = self.random.choice(kinds)
        values = {
            "timer": self.random.randint(1, 9),
            "message": self.name("m"),
            "cycle": (self.random.randint(1, 3), self.random.randint(1, 4)),
            "conditional": (self.random.choice(("v0", "v1", "v2", "c0")), self.random.randint(0, 2)),
            "signal": self.random.choice(SIGNALS),
            "error": self.random.choice(CODES),
            "escalation": self.random.choice(CODES),
        }
        return Event(kind, values[kind])

    def interrupts(self, event: Event) -> bool:
        return event.kind == "error" or (event.kind != "cycle" and self.random.random() < 0.5)

    def sequence(self, scope: Scope, depth: int) -> tuple[N, N]:
        first, last = self.block(scope, depth)
        for _ in range(self.random.randint(0, 2)):
            begin, end = self.block(scope, depth)
            self.connect(last, begin)
            last = end
        return first, last

    def block(self, scope: Scope, depth: int) -> tuple[N, N]:
        self.budget -= 1
        simple = [self.user] * 3 + [self.script, self.throw, self.catch, self.job, self.call, self.receive]
        nested = [self.split] * 4 + [self.loop, self.race] + [self.subprocess] * 5
        choices = simple + (nested if self.budget > 0 and depth < 3 else [])
        return self.random.choice(choices)(scope, depth)

    def activity(self, scope: Scope, depth: int, kind: str, prefix: str, **more: object) -> tuple[N, N]:
        host = self.node(scope, kind, prefix, local=self.random.random() < 0.2, **more)
        host.mapped = self.random.random() < 0.1
        if self.random.random() < 0.2:
            enough = self.random.choice((None, None, 1, 2))
            host.many = Many(self.random.randint(0, 3), self.random.random() < 0.5, enough)
        elif self.random.random() < 0.06:
            host.many = Many(0, True, turns=self.random.randint(1, 2))
        throws = kind in ("serviceTask", "subProcess")
        while self.random.random() < (0.5 if throws else 0.3):
            event = self.caught((*ANY, *("error", "escalation") * 4) if throws else WAITED_FOR)
            interrupting = self.interrupts(event)
            caught = self.node(
                scope, "boundaryEvent", "b", event=event, interrupting=interrupting, attached=host.id
            )
            host.boundary.append(caught)
            first, last = self.block(scope, 3)
            self.connect(caught, first)
            self.connect(last, self.node(scope, "endEvent", "end", event=self.end_event(depth)))
        return host, host

    def user(self, scope: Scope, depth: int) -> tuple[N, N]:
        return self.activity(scope, depth, "userTask", "task")

    def job(self, scope: Scope, depth: int) -> tuple[N, N]:
        return self.activity(scope, depth, "serviceTask", "job")

    def call(self, scope: Scope, depth: int) -> tuple[N, N]:
        return self.activity(scope, depth, "callActivity", "call")

    def receive(self, scope: Scope, depth: int) -> tuple[N, N]:
        event = Event("message", self.name("m"))
        return self.activity(scope, depth, "receiveTask", "receive", event=event)

    def script(self, scope: Scope, depth: int) -> tuple[N, N]:
        made = self.node(scope, "scriptTask", "script", counter=self.random.choice(("c0", "c1", "local")))
        return made, made

    def throw(self, scope: Scope, depth: int) -> tuple[N, N]:
        event = self.random.choice(
            [
                Event("signal", self.random.choice(SIGNALS)),
                Event("escalation", self.random.choice(CODES[:2])),
                Event("message", "out"),
            ]
        )
        made = self.node(scope, "intermediateThrowEvent", "throw", event=event)
        return made, made

    def catch(self, scope: Scope, depth: int) -> tuple[N, N]:
        event = self.caught(WAITED_FOR[1:])
        made = self.node(scope, "intermediateCatchEvent", "catch", event=event)
        return made, made

    def condition(self) -> dict[str, object]:
        return {"variable": self.random.choice(("v0", "v1", "v2")), "above": self.random.randint(0, 1)}

    def split(self, scope: Scope, depth: int) -> tuple[N, N]:
        kind = self.random.choice(("exclusiveGateway", "parallelGateway", "inclusiveGateway"))
        opening, closing = self.node(scope, kind, "split"), self.node(scope, kind, "join")
        branches = self.random.randint(2, 3)
        for number in range(branches):
            default = number == branches - 1 and kind != "parallelGateway"
            conditional = {} if default or kind == "parallelGateway" else self.condition()
            first, last = self.sequence(scope, depth + 1)
            self.connect(opening, first, default=default, **conditional)
            if number and self.random.random() < 0.08 and kind != "parallelGateway":
                self.connect(last, self.node(scope, "endEvent", "end", event=self.end_event(depth)))
            else:
                self.connect(last, closing)
        return opening, closing

    def loop(self, scope: Scope, depth: int) -> tuple[N, N]:
        opening = self.node(scope, "exclusiveGateway", "again")
        first, last = self.sequence(scope, depth + 1)
        waits = self.node(scope, "userTask", "task")
        closing = self.node(scope, "exclusiveGateway", "decide")
        self.connect(opening, first)
        self.connect(last, waits)
        self.connect(waits, closing)
        self.connect(closing, opening, **self.condition())
        after = self.node(scope, "task", "pass")
        self.connect(closing, after, default=True)
        return opening, after

    def race(self, scope: Scope, depth: int) -> tuple[N, N]:
        opening = self.node(scope, "eventBasedGateway", "race")
        closing = self.node(scope, "exclusiveGateway", "merge")
        for _ in range(self.random.randint(2, 3)):
            event, _ = self.catch(scope, depth)
            self.connect(opening, event)
            first, last = self.sequence(scope, depth + 1)
            self.connect(event, first)
            self.connect(last, closing)
        return opening, closing

    def subprocess(self, scope: Scope, depth: int) -> tuple[N, N]:
        inside = self.scope(self.name("sub"), depth + 1)
        host, _ = self.activity(scope, depth, "subProcess", "unused", inside=inside)
        del scope.nodes[host.id]
        for event in host.boundary:
            event.attached = inside.id
        host.id = inside.id
        scope.nodes[host.id] = host
        return host, host


def to_xml(process: Scope) -> bytes:
    """The model as a BPMN file in the `zeebe:` vocabulary."""
    names = sorted({name for name in _messages(process)})
    roots = [f'<message id="{name}" name="{name}"/>' for name in [*names, "out"]]
    roots += [f'<signal id="{name}" name="{name}"/>' for name in SIGNALS]
    for code in CODES[:2]:
        roots.append(f'<error id="E{code}" name="{code}" errorCode="{code}"/>')
        roots.append(f'<escalation id="X{code}" name="{code}" escalationCode="{code}"/>')
    body = "".join(_scope_parts(process))
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:random">'
        f'{"".join(roots)}<process id="process" isExecutable="true">{body}</process></definitions>'
    ).encode()


def _messages(scope: Scope) -> list[str]:
    found = []
    for node in [*scope.nodes.values(), *scope.handlers]:
        if node.event is not None and node.event.kind == "message":
            found.append(str(node.event.value))
        if node.inside is not None:
            found.extend(_messages(node.inside))
    return [name for name in found if name != "out"]


def _scope_parts(scope: Scope) -> list[str]:
    parts = [_node_xml(node) for node in scope.nodes.values()]
    parts += [_node_xml(node, ' triggeredByEvent="true"') for node in scope.handlers]
    for node in scope.nodes.values():
        parts += [_flow_xml(flow) for flow in node.flows]
    return parts


def _flow_xml(flow: Flow) -> str:
    condition = ""
    if flow.variable:
        condition = f"<conditionExpression>={flow.variable} &gt; {flow.above}</conditionExpression>"
    ends = f'sourceRef="{flow.source}" targetRef="{flow.target}"'
    return f'<sequenceFlow id="{flow.id}" {ends}>{condition}</sequenceFlow>'


def _node_xml(node: N, more: str = "") -> str:
    default = next((flow.id for flow in node.flows if flow.default), None)
    if default:
        more += f' default="{default}"'
    if node.attached:
        more += f' attachedToRef="{node.attached}" cancelActivity="{str(node.interrupting).lower()}"'
    if node.kind == "startEvent" and node.event is not None:
        more += f' isInterrupting="{str(node.interrupting).lower()}"'
    if node.kind == "callActivity":
        more += ' calledElement="other"'
    if node.kind == "receiveTask":
        more += f' messageRef="{node.event.value}"'
    inside = "".join(_scope_parts(node.inside)) if node.inside is not None else ""
    event = (
        _event_xml(node) if node.event is not None and node.kind not in ("subProcess", "receiveTask") else ""
    )
    return (
        f'<{node.kind} id="{node.id}"{more}>{_extensions(node)}{_many_xml(node)}{inside}{event}</{node.kind}>'
    )


def _extensions(node: N) -> str:
    parts = []
    if node.kind == "serviceTask":
        parts.append('<zeebe:taskDefinition type="work"/>')
    if node.counter:
        source = quoteattr(f"={node.counter} + 1 + local")
        parts.append(f'<zeebe:script expression={source} resultVariable="{node.counter}"/>')
    lines = ""
    if node.local:
        lines += '<zeebe:input source="=10" target="local"/><zeebe:input source="=v1" target="v0"/>'
    if node.mapped:
        lines += '<zeebe:output source="=v0 + v1" target="v2"/>'
    if lines:
        parts.append(f"<zeebe:ioMapping>{lines}</zeebe:ioMapping>")
    return f"<extensionElements>{''.join(parts)}</extensionElements>" if parts else ""


def _many_xml(node: N) -> str:
    if node.many is None:
        return ""
    if node.many.turns is not None:
        return (
            '<standardLoopCharacteristics loopMaximum="3">'
            f"<loopCondition>=v1 &lt; {node.many.turns}</loopCondition></standardLoopCharacteristics>"
        )
    items = quoteattr(f"={list(range(1, node.many.count + 1))}")
    extension = (
        f'<zeebe:loopCharacteristics inputCollection={items} inputElement="item" '
        f'outputCollection="outs_{node.id}" outputElement="=item * 100 + v0"/>'
    )
    sequential = str(node.many.sequential).lower()
    enough = ""
    if node.many.enough is not None:
        condition = f"=numberOfCompletedInstances &gt;= {node.many.enough}"
        enough = f"<completionCondition>{condition}</completionCondition>"
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{sequential}">'
        f"<extensionElements>{extension}</extensionElements>{enough}</multiInstanceLoopCharacteristics>"
    )


def _event_xml(node: N) -> str:
    event = node.event
    match event.kind:
        case "timer":
            return (
                f"<timerEventDefinition><timeDuration>PT{event.value}H</timeDuration></timerEventDefinition>"
            )
        case "cycle":
            turns, hours = event.value
            cycle = f"R{turns}/PT{hours}H"
            return f"<timerEventDefinition><timeCycle>{cycle}</timeCycle></timerEventDefinition>"
        case "conditional":
            variable, above = event.value
            condition = f"={variable} &gt; {above}"
            return (
                f"<conditionalEventDefinition><condition>{condition}</condition></conditionalEventDefinition>"
            )
        case "terminate":
            return "<terminateEventDefinition/>"
        case "error":
            reference = f' errorRef="E{event.value}"' if event.value else ""
        case "escalation":
            reference = f' escalationRef="X{event.value}"' if event.value else ""
        case _:
            reference = f' {event.kind}Ref="{event.value}"'
    return f"<{event.kind}EventDefinition{reference}/>"
