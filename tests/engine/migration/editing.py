"""Small random edits of random processes, as a person makes them in a modeller."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from random import Random

from tests.engine.oracle.model import Event, Flow, N, Scope

ACTIVITIES = ("userTask", "serviceTask", "callActivity", "receiveTask", "subProcess")


class Editor:
    """One edited copy of a process; `said` tells what was done, `mapping` which elements were renamed."""

    def __init__(self, process: Scope, seed: int) -> None:
        self.process = deepcopy(process)
        self.random = Random(seed)
        self.count = 0
        self.said: list[str] = []
        self.mapping: dict[str, str] = {}

    def edit(self) -> None:
        """One to three edits."""
        for _ in range(self.random.randint(1, 3)):
            scope = self.random.choice(list(scopes(self.process)))
            change = self.random.choice(
                (
                    self.insert,
                    self.insert,
                    self.delete,
                    self.delete,
                    self.rename,
                    self.another_time,
                    self.add_boundary,
                    self.drop_boundary,
                    self.add_branch,
                    self.add_branch,
                    self.add_handler,
                    self.drop_handler,
                )
            )
            change(scope)

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}_new{self.count}"

    def insert(self, scope: Scope) -> None:
        """A user task on a sequence flow, whose first half keeps the flow's id."""
        flow = self.a_flow(scope)
        if flow is None:
            return
        self.said.append(f"insert on {flow.id}")
        fresh = N("userTask", self.name("task"))
        scope.nodes[fresh.id] = fresh
        target = scope.nodes[flow.target]
        target.incoming.remove(flow)
        flow.target = fresh.id
        fresh.incoming.append(flow)
        connect(self.name("f"), fresh, target)

    def delete(self, scope: Scope) -> None:
        """An activity or event with one way in and one out goes; its boundary events with it."""
        gone = [
            node
            for node in scope.nodes.values()
            if len(node.incoming) == len(node.flows) == 1
            and not node.boundary
            and node.kind in (*ACTIVITIES, "scriptTask", "intermediateCatchEvent", "intermediateThrowEvent")
            and node.flows[0].target != node.id
            and scope.nodes[node.incoming[0].source].kind != "eventBasedGateway"
        ]
        if not gone:
            return
        node = self.random.choice(gone)
        self.said.append(f"delete {node.id}")
        into, out = node.incoming[0], node.flows[0]
        target = scope.nodes[out.target]
        target.incoming.remove(out)
        into.target = target.id
        target.incoming.append(into)
        del scope.nodes[node.id]

    def rename(self, scope: Scope) -> None:
        """Another id for a task; half of the time the person maps the old one to it."""
        tasks = [node for node in scope.nodes.values() if node.kind == "userTask"]
        if not tasks:
            return
        node = self.random.choice(tasks)
        old, node.id = node.id, self.name("renamed")
        self.said.append(f"rename {old} to {node.id}")
        scope.nodes = {one.id: one for one in scope.nodes.values()}
        for flow in node.flows:
            flow.source = node.id
        for flow in node.incoming:
            flow.target = node.id
        for boundary in node.boundary:
            boundary.attached = node.id
        if self.random.random() < 0.6:
            self.mapping[old] = node.id

    def another_time(self, scope: Scope) -> None:
        timers = [n for n in scope.nodes.values() if n.event is not None and n.event.kind == "timer"]
        if timers:
            node = self.random.choice(timers)
            node.event = Event("timer", self.random.randint(1, 9))
            self.said.append(f"another time for {node.id}")

    def add_boundary(self, scope: Scope) -> None:
        hosts = [node for node in scope.nodes.values() if node.kind in ACTIVITIES]
        if not hosts:
            return
        host = self.random.choice(hosts)
        event = self.random.choice(
            (Event("timer", 3), Event("message", self.name("m")), Event("cycle", (2, 2)))
        )
        interrupting = event.kind != "cycle" and self.random.random() < 0.5
        caught = N("boundaryEvent", self.name("b"), event=event, interrupting=interrupting, attached=host.id)
        host.boundary.append(caught)
        end = N("endEvent", self.name("end"))
        scope.nodes |= {caught.id: caught, end.id: end}
        connect(self.name("f"), caught, end)
        self.said.append(f"boundary {caught.id} on {host.id}")

    def drop_boundary(self, scope: Scope) -> None:
        """A boundary event goes with everything only it leads to."""
        events = [node for node in scope.nodes.values() if node.kind == "boundaryEvent"]
        if not events:
            return
        event = self.random.choice(events)
        self.said.append(f"drop {event.id}")
        scope.nodes[event.attached].boundary.remove(event)
        self.drop(scope, event)

    def drop(self, scope: Scope, node: N) -> None:
        del scope.nodes[node.id]
        for boundary in node.boundary:
            self.drop(scope, boundary)
        for flow in node.flows:
            target = scope.nodes.get(flow.target)
            if target is None:
                continue
            target.incoming.remove(flow)
            if not target.incoming:
                self.drop(scope, target)

    def add_branch(self, scope: Scope) -> None:
        """One more branch between a split and the join it belongs to."""
        gateways = [
            n
            for n in scope.nodes.values()
            if n.kind.endswith("clusiveGateway") or n.kind == "parallelGateway"
        ]
        splits = [n for n in gateways if n.id.startswith("split")]
        if not splits:
            return
        split = self.random.choice(splits)
        join = self.join_of(scope, split)
        if join is None:
            return
        fresh = N("userTask", self.name("task"))
        scope.nodes[fresh.id] = fresh
        conditional = {} if split.kind == "parallelGateway" else {"variable": "v1", "above": 0}
        connect(self.name("f"), split, fresh, **conditional)
        connect(self.name("f"), fresh, join)
        self.said.append(f"branch {fresh.id} from {split.id} to {join.id}")

    def join_of(self, scope: Scope, split: N) -> N | None:
        number = int(split.id.removeprefix("split"))
        return scope.nodes.get(f"join{number + 1}")

    def add_handler(self, scope: Scope) -> None:
        handler_id = self.name("handler")
        event = self.random.choice((Event("timer", 4), Event("message", self.name("m"))))
        start = N("startEvent", f"{handler_id}_start", event=event, interrupting=self.random.random() < 0.5)
        task, end = N("userTask", self.name("task")), N("endEvent", self.name("end"))
        inside = Scope(handler_id, {node.id: node for node in (start, task, end)})
        connect(self.name("f"), start, task)
        connect(self.name("f"), task, end)
        scope.handlers.append(
            N("subProcess", handler_id, event=event, interrupting=start.interrupting, inside=inside)
        )
        self.said.append(f"handler {handler_id} in {scope.id}")

    def drop_handler(self, scope: Scope) -> None:
        if scope.handlers:
            gone = scope.handlers.pop(self.random.randrange(len(scope.handlers)))
            self.said.append(f"drop handler {gone.id}")

    def a_flow(self, scope: Scope) -> Flow | None:
        flows = [
            flow for node in scope.nodes.values() for flow in node.flows if node.kind != "eventBasedGateway"
        ]
        return self.random.choice(flows) if flows else None


def scopes(scope: Scope) -> Iterator[Scope]:
    """A scope and everything inside it."""
    yield scope
    for node in [*scope.nodes.values(), *scope.handlers]:
        if node.inside is not None:
            yield from scopes(node.inside)


def connect(flow_id: str, source: N, target: N, **more: object) -> None:
    """A sequence flow between two nodes."""
    flow = Flow(flow_id, source.id, target.id, **more)
    source.flows.append(flow)
    target.incoming.append(flow)
