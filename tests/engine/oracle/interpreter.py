"""A small token game of its own: BPMN by the book over the random models, sharing no line with the engine.

Conditions are looked at before every move. Tokens move one at a time: fired events first (outer scopes
before inner), then the oldest, those that throw a signal last; inclusive joins are looked at when nothing
else moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.engine.oracle.model import Event, Flow, N, Scope

MAX_MOVES = 1000
"""In one act; the processes are small."""


@dataclass(eq=False)
class Place:
    """A scope that is open."""

    model: Scope
    owner: Tok | None
    variables: dict[str, Any] = field(default_factory=dict)
    tokens: list[Tok] = field(default_factory=list)
    rounds: dict[str, int] = field(default_factory=dict)
    taken_over: bool = False
    gone: bool = False


@dataclass(eq=False)
class Tok:
    """A token; `state` is one of run, wait, join, armed, body."""

    node: N
    place: Place
    via: Flow | None = None
    state: str = "run"
    leaving: bool = False
    gone: bool = False
    variables: dict[str, Any] = field(default_factory=dict)
    body: Tok | None = None
    index: int | None = None
    round: int = 0
    inner: Place | None = None
    items: list[Tok] = field(default_factory=list)
    opened: int = 0
    outputs: list[Any] = field(default_factory=list)
    host: Tok | None = None
    handler: bool = False
    race: object = None
    due: datetime | None = None
    turns: int | None = None
    """Turns left of a cycle."""
    held: bool | None = None
    """What an armed condition gave last."""
    seq: int = 0
    answers: dict[str, Any] = field(default_factory=dict)


CATCHING = ("intermediateCatchEvent", "receiveTask")
ACTIVITIES = ("userTask", "serviceTask", "subProcess", "callActivity", "receiveTask")
ARMED = ("timer", "cycle", "message", "signal", "conditional")


class Endless(Exception):
    """The process never comes to rest: a handler triggers itself, for instance."""


class Game:
    """One instance of a random process."""

    def __init__(self, process: Scope, variables: dict[str, Any], now: datetime) -> None:
        self.now = now
        self.outcome: str | None = None
        self.queue: list[Tok] = []
        self.urgent: list[Tok] = []
        self.sent = 0
        self.made = 0
        self.root = Place(process, None, dict(variables))
        self.open_place(self.root)
        self.settle()

    # Moving

    def settle(self) -> None:
        moves = 0
        while self.outcome is None:
            moves += 1
            if moves > MAX_MOVES:
                raise Endless
            if self.condition_came_true():
                continue
            if self.urgent:
                self.urgent.sort(key=lambda token: _depth(token.place))
                token = self.urgent.pop(0)
            elif self.queue:
                token = min(self.queue, key=_throws_signal)
                self.queue.remove(token)
            elif self.release_inclusive():
                continue
            else:
                return
            if not token.gone:
                self.move(token)

    def put(self, place: Place, node: N, via: Flow | None = None, urgent: bool = False, **more: Any) -> Tok:
        token = self.token(node, place, via=via, **more)
        place.tokens.append(token)
        if node.kind == "parallelGateway" and len(node.incoming) > 1:
            token.state = "join"
            waiting = self.at_join(token)
            if len(waiting) == len(node.incoming):
                self.queue.append(self.joined(waiting))
        elif node.kind == "inclusiveGateway" and len(node.incoming) > 1:
            token.state = "join"
        else:
            (self.urgent if urgent else self.queue).append(token)
        return token

    def token(self, node: N, place: Place, **more: Any) -> Tok:
        self.made += 1
        return Tok(node, place, seq=self.made, **more)

    def move(self, token: Tok) -> None:
        node = token.node
        if token.leaving:
            self.leave(token)
        elif token.handler or node.kind in ACTIVITIES:
            self.begin(token)
        elif node.kind == "scriptTask":
            layers = self.layers(token)
            value = self.read(token, node.counter) + 1 + self.read(token, "local")
            self.write(layers, node.counter, value)
            self.leave(token)
        elif node.kind == "intermediateCatchEvent":
            token.state = "wait"
            self.arm(token, node.event)
        else:
            self.leave(token)

    def begin(self, token: Tok) -> None:
        node = token.node
        if node.many is not None and token.index is None and token.state == "run":
            token.state = "body"
            token.round = self.count(token)
            if not self.guarded(token):
                return
            token.outputs = [None] * node.many.count
            if node.many.turns is not None:
                self.open_item(token)
                return
            if not node.many.count:
                self.leave(token)
                return
            for _ in range(1 if node.many.sequential else node.many.count):
                self.open_item(token)
            return
        if token.state == "body" and node.many.turns is not None:
            again = token.opened < 3 and self.read(token, "v1") < node.many.turns
            if again:
                self.open_item(token)
            else:
                self.leave(token)
            return
        if token.state == "body":
            done = len([item for item in token.items if item.gone])
            if node.many.enough is not None and done >= node.many.enough:
                for item in token.items:
                    self.withdraw(item)
                self.leave(token)
            elif len([item for item in token.items if item.gone]) == node.many.count:
                self.leave(token)
            elif node.many.sequential:
                self.open_item(token)
            return
        if node.local:
            token.variables["local"] = 10
            token.variables["v0"] = self.read(token, "v1")
        if token.index is None and not self.guarded(token):
            return
        token.state = "wait"
        if node.kind == "receiveTask":
            self.arm(token, node.event)
        if node.inside is not None:
            if token.index is None:
                token.round = self.count(token)
            token.inner = Place(node.inside, token)
            self.open_place(token.inner)

    def open_item(self, body: Tok) -> None:
        item = self.token(body.node, body.place, body=body, index=body.opened)
        body.opened += 1
        item.variables = {"loopCounter": body.opened}
        if body.node.many.turns is None:
            item.variables["item"] = body.opened
        body.items.append(item)
        self.queue.append(item)

    def open_place(self, place: Place) -> None:
        for handler in place.model.handlers:
            if handler.event.kind in ARMED:
                armed = self.token(handler, place, state="armed")
                place.tokens.append(armed)
                self.arm(armed, handler.event)
        start = next(node for node in place.model.nodes.values() if node.kind == "startEvent")
        self.put(place, start)

    def count(self, token: Tok) -> int:
        rounds = token.place.rounds
        rounds[token.node.id] = rounds.get(token.node.id, 0) + 1
        return rounds[token.node.id]

    def leave(self, token: Tok) -> None:
        node, place = token.node, token.place
        if token.state != "body":
            self.bring(token)
        if token.index is not None:
            if node.many.turns is None:
                token.body.outputs[token.index] = token.variables["item"] * 100 + self.read(token, "v0")
            token.gone = True
            if token.body not in self.urgent:
                self.urgent.append(token.body)
            return
        if token.state == "body" and node.many.turns is None:
            self.write(self.layers(token)[1:], f"outs_{node.id}", token.outputs)
        flows = [] if token.handler else self.chosen(token)
        for armed in [other for other in place.tokens if other.host is token]:
            self.withdraw(armed)
        if node.event is not None and node.kind in ("endEvent", "intermediateThrowEvent"):
            self.throw(token, node.event)
        if token.gone or self.outcome is not None:
            return
        race = object() if node.kind == "eventBasedGateway" else None
        for flow in flows:
            self.put(place, place.model.nodes[flow.target], flow, race=race)
        token.gone = True
        place.tokens.remove(token)
        self.close_if_done(place)

    def bring(self, token: Tok) -> None:
        """What was answered goes to the scopes; with a mapping, only what the mapping makes of it."""
        if not token.node.mapped:
            for name, value in token.answers.items():
                self.write(self.layers(token), name, value)
            return
        token.variables.update(token.answers)
        value = self.read(token, "v0") + self.read(token, "v1")
        self.write(self.layers(token)[1:], "v2", value)

    def chosen(self, token: Tok) -> list[Flow]:
        node = token.node
        if node.kind == "parallelGateway":
            return list(node.flows)
        true = [
            flow
            for flow in node.flows
            if not flow.default and (flow.variable is None or self.read(token, flow.variable) > flow.above)
        ]
        if node.kind == "exclusiveGateway":
            true = true[:1]
        return true or [flow for flow in node.flows if flow.default]

    def close_if_done(self, place: Place) -> None:
        if any(token.state != "armed" for token in place.tokens):
            return
        for token in list(place.tokens):
            self.withdraw(token)
        place.gone = True
        if place.owner is None:
            self.outcome = self.outcome or "completed"
        else:
            place.owner.inner = None
            place.owner.leaving = True
            self.queue.append(place.owner)

    def withdraw(self, token: Tok) -> None:
        if token.gone:
            return
        token.gone = True
        if token.inner is not None:
            token.inner.gone = True
            for other in list(token.inner.tokens):
                self.withdraw(other)
        for item in token.items:
            self.withdraw(item)
        for armed in [other for other in token.place.tokens if other.host is token]:
            self.withdraw(armed)
        if token in token.place.tokens:
            token.place.tokens.remove(token)

    # Joins

    def at_join(self, token: Tok) -> dict[str, Tok]:
        waiting: dict[str, Tok] = {}
        for other in token.place.tokens:
            if other.node is token.node and other.state == "join":
                waiting.setdefault(other.via.id, other)
        return waiting

    def joined(self, waiting: dict[str, Tok]) -> Tok:
        *rest, last = waiting.values()
        for token in rest:
            token.gone = True
            token.place.tokens.remove(token)
        last.state = "run"
        return last

    def release_inclusive(self) -> bool:
        for place in self.places():
            for token in place.tokens:
                if token.state == "join" and token.node.kind == "inclusiveGateway":
                    waiting = self.at_join(token)
                    if not self.may_still_come(token, waiting):
                        self.queue.append(self.joined(waiting))
                        return True
        return False

    def may_still_come(self, join: Tok, waiting: dict[str, Tok]) -> bool:
        nodes = join.place.model.nodes
        for other in join.place.tokens:
            if other.node is join.node or other.state == "armed" or other.handler:
                continue
            ahead, seen, empty, filled = [other.node], set(), False, False
            while ahead:
                node = ahead.pop()
                if node.id in seen or node is join.node:
                    continue
                seen.add(node.id)
                ahead.extend(node.boundary)
                for flow in node.flows:
                    if flow.target == join.node.id:
                        filled = filled or flow.id in waiting
                        empty = empty or flow.id not in waiting
                    ahead.append(nodes[flow.target])
            if empty and not filled:
                return True
        return False

    # Events

    def arm(self, token: Tok, event: Event) -> None:
        if event.kind == "timer":
            token.due = self.now + timedelta(hours=event.value)
        elif event.kind == "cycle":
            token.turns, hours = event.value
            token.due = self.now + timedelta(hours=hours)
        elif event.kind == "conditional":
            token.held = False

    def condition_came_true(self) -> bool:
        waiting = [token for token in self.waiting_for() if token.held is not None]
        for token in sorted(waiting, key=_outer_first):
            variable, above = token.node.event.value
            before, token.held = token.held, self.read(token, variable) > above
            if token.held and not before:
                self.fire(token)
                return True
        return False

    def arm_boundary(self, host: Tok) -> None:
        for event in host.node.boundary:
            if event.event.kind in ARMED:
                armed = self.token(event, host.place, state="armed", host=host)
                host.place.tokens.append(armed)
                self.arm(armed, event.event)

    def guarded(self, host: Tok) -> bool:
        """Boundary events wait; a condition that holds already interrupts before anything is done."""
        self.arm_boundary(host)
        while self.condition_came_true():
            pass
        return not host.gone

    def waiting_for(self) -> list[Tok]:
        return [token for token in self.tokens() if waits_for(token) is not None]

    def fire(self, token: Tok) -> None:
        if token.state == "armed" and token.host is not None:
            self.boundary(token.host, token.node)
        elif token.state == "armed":
            self.handle(token.place, token.node)
        else:
            if token.race is not None:
                for other in list(token.place.tokens):
                    if other is not token and other.race is token.race:
                        self.withdraw(other)
                token.race = None
            token.due, token.held, token.leaving, token.state = None, None, True, "run"
            self.urgent.append(token)

    def boundary(self, host: Tok, node: N) -> None:
        self.put(host.place, node, urgent=True)
        if node.interrupting:
            self.withdraw(host)

    def handle(self, place: Place, node: N) -> None:
        handler = self.put(place, node, urgent=True, handler=True)
        if node.interrupting:
            place.taken_over = True
            for other in list(place.tokens):
                if other is not handler:
                    self.withdraw(other)

    def throw(self, token: Tok, event: Event) -> None:
        match event.kind:
            case "terminate":
                for other in list(token.place.tokens):
                    if other is not token:
                        self.withdraw(other)
                if token.place.owner is None:
                    self.outcome = "terminated"
            case "signal":
                self.signal(str(event.value))
            case "message":
                self.sent += 1
            case "error":
                if not self.outwards(token, event):
                    self.outcome = "failed"
            case "escalation":
                self.outwards(token, event)

    def signal(self, name: str) -> None:
        waiting = [token for token in self.waiting_for() if waits_for(token) == ("signal", name)]
        for token in sorted(waiting, key=_outer_first):
            if not token.gone:
                self.fire(token)

    def outwards(self, token: Tok, event: Event) -> bool:
        current: Tok | None = token
        while current is not None:
            activity = current.body or current
            for code in (event.value, None):
                for caught in activity.node.boundary:
                    if (caught.event.kind, caught.event.value) == (event.kind, code):
                        self.boundary(activity, caught)
                        return True
            if not activity.place.taken_over:
                for code in (event.value, None):
                    for handler in activity.place.model.handlers:
                        same = (handler.event.kind, handler.event.value) == (event.kind, code)
                        if same and handler is not activity.node:
                            self.handle(activity.place, handler)
                            return True
            current = activity.place.owner
        return False

    # Acts

    def complete(self, token: Tok, answers: dict[str, Any]) -> None:
        token.answers, token.leaving = answers, True
        self.queue.append(token)
        self.settle()

    def fail(self, token: Tok, code: str) -> None:
        if not self.outwards(token, Event("error", code)):
            self.outcome = "failed"
        self.settle()

    def deliver(self, token: Tok) -> None:
        self.fire(token)
        self.settle()

    def shout(self, name: str) -> None:
        self.signal(name)
        self.settle()

    def wake(self, now: datetime) -> None:
        self.now = now
        while self.outcome is None:
            due = [token for token in self.tokens() if token.due is not None and token.due <= now]
            if not due:
                return
            token = min(due, key=lambda token: (token.due, *_outer_first(token)))
            self.advance(token)
            self.fire(token)
            self.settle()

    def advance(self, token: Tok) -> None:
        """A timer's next due time: of a cycle the next turn that is not over yet."""
        if token.turns is None:
            token.due = None
            return
        _, hours = token.node.event.value
        while token.turns and token.due <= self.now:
            token.turns -= 1
            token.due += timedelta(hours=hours)
        if not token.turns:
            token.due = None

    # Looking

    def places(self) -> list[Place]:
        return [self.root, *(token.inner for token in self.tokens() if token.inner is not None)]

    def tokens(self) -> list[Tok]:
        found: list[Tok] = []
        ahead = list(self.root.tokens) if self.outcome is None else []
        while ahead:
            token = ahead.pop(0)
            if token.gone:
                continue
            found.append(token)
            ahead.extend(token.items)
            ahead.extend(token.inner.tokens if token.inner is not None else ())
        return found

    def layers(self, token: Tok) -> list[dict[str, Any]]:
        found, current = [], token
        while current is not None:
            found.append(current.variables)
            if current.body is not None:
                current = current.body
                continue
            found.append(current.place.variables)
            current = current.place.owner
        return found

    def read(self, token: Tok, name: str) -> Any:
        return next(layer[name] for layer in self.layers(token) if name in layer)

    def write(self, layers: list[dict[str, Any]], name: str, value: Any) -> None:
        next((layer for layer in layers if name in layer), layers[-1])[name] = value


def waits_for(token: Tok) -> tuple[str, object] | None:
    """The trigger a token waits for."""
    event = token.node.event
    waits = token.state == "armed" or (token.state == "wait" and token.node.kind in CATCHING)
    return (event.kind, event.value) if waits and event is not None else None


def path(token: Tok) -> tuple[tuple[str, int | None, int], ...]:
    """Where a token stands, as the engine's scope path has it."""
    steps, current, inside = [], token, False
    while current is not None:
        if current.body is not None:
            steps.append((current.node.id, current.index, current.body.round))
        elif inside:
            steps.append((current.node.id, None, current.round))
        current, inside = current.place.owner, True
    return tuple(reversed(steps))


def _throws_signal(token: Tok) -> bool:
    """Whether the token is about to throw a signal: it lets all others go first."""
    node = token.node
    throws = node.kind in ("endEvent", "intermediateThrowEvent") and node.event is not None
    return throws and node.event.kind == "signal"


def _outer_first(token: Tok) -> tuple[int, int]:
    return _depth(token.place), token.seq


def _depth(place: Place) -> int:
    depth = 0
    while place.owner is not None:
        depth, place = depth + 1, place.owner.place
    return depth
