"""Engine and interpreter play the same random process and are compared after every act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from tests.engine.oracle.interpreter import CATCHING, Endless, Game, Tok, path, waits_for
from tests.engine.oracle.model import CODES, SIGNALS, Drawing, to_xml
from tests.engine.running import MONDAY
from workflows import engine
from workflows.engine.faults import RunawayProcess
from workflows.engine.snapshot import LiveToken
from workflows.engine.step import Context, Result
from workflows.feel import to_feel

VARIABLES = {"v0": 0, "v1": 1, "v2": 2, "c0": 0, "c1": 0, "local": 0}
ACTS = 20


class Duel:
    """One random process, played by both sides with the same random acts."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed * 7919 + 1)
        self.process = Drawing(seed).process
        self.xml = to_xml(self.process)
        self.definition = engine.load_definition(engine.compile_process(self.xml))
        self.now = MONDAY
        self.said: list[str] = ["start"]
        self.sent = 0
        self.endless = False
        self.both(
            lambda: self.take(engine.start(self.definition, VARIABLES, self.context)),
            lambda: setattr(self, "game", Game(self.process, VARIABLES, self.now)),
        )

    @property
    def context(self) -> Context:
        return Context(self.now)

    def take(self, result: Result) -> None:
        self.result = result
        self.sent += len(result.step.messages)
        self.snapshot = engine.describe(self.definition, result.state)

    def play(self) -> None:
        """Acts until the end, compared after each. Raises AssertionError with the story so far."""
        for _ in range(ACTS):
            if self.endless or self.game.outcome is not None:
                return
            self.act()

    def both(self, engine_acts: Callable[[], None], game_acts: Callable[[], None]) -> None:
        """The same act on both sides; where one never comes to rest, neither may the other."""
        try:
            engine_acts()
        except RunawayProcess:
            self.endless = True
        try:
            game_acts()
        except Endless:
            assert self.endless, f"seed {self.seed}: endless for the oracle only"
            return
        assert not self.endless, f"seed {self.seed}: endless for the engine only"
        self.compare()

    def act(self) -> None:
        choices = [(self.complete, t) for t in self.open("userTask")] * 3
        choices += [(self.finish, t) for t in self.open("serviceTask")] * 2
        choices += [(self.finish, t) for t in self.open("callActivity")]
        choices += [(self.fail, t) for t in self.open("serviceTask") if self.random.random() < 0.6]
        choices += [(self.message, t) for t in self.game.waiting_for() if waits_for(t)[0] == "message"]
        choices += [(self.pass_time, None), (self.signal, None)]
        act, token = self.random.choice(choices)
        act(token)

    def open(self, kind: str) -> list[Tok]:
        return [t for t in self.game.tokens() if t.node.kind == kind and t.state == "wait"]

    def complete(self, token: Tok) -> None:
        answers = {self.random.choice(("v0", "v1", "v2")): self.random.randint(0, 2)}
        key = self.key(token, "task")
        self.said.append(f"complete {token.node.id} {path(token)} {answers}")
        self.both(
            lambda: self.take(
                engine.complete(self.definition, self.result.state, key, answers, self.context)
            ),
            lambda: self.game.complete(token, answers),
        )

    def finish(self, token: Tok) -> None:
        answers = {"v0": self.random.randint(0, 2)}
        key = self.key(token, "job" if token.node.kind == "serviceTask" else "call")
        self.said.append(f"finish {token.node.id} {path(token)} {answers}")
        self.both(
            lambda: self.take(
                engine.finish_job(self.definition, self.result.state, key, answers, self.context)
            ),
            lambda: self.game.complete(token, answers),
        )

    def fail(self, token: Tok) -> None:
        code = self.random.choice(CODES[:2])
        key = self.key(token, "job")
        self.said.append(f"fail {token.node.id} {path(token)} {code}")
        self.both(
            lambda: self.take(
                engine.fail_job(self.definition, self.result.state, key, "no", self.context, code)
            ),
            lambda: self.game.fail(token, code),
        )

    def message(self, token: Tok) -> None:
        key = self.key(token, "message")
        self.said.append(f"message {token.node.id} {path(token)}")
        self.both(
            lambda: self.take(
                engine.deliver_message(self.definition, self.result.state, key, {}, self.context)
            ),
            lambda: self.game.deliver(token),
        )

    def signal(self, _: Any) -> None:
        name = self.random.choice(SIGNALS)
        self.said.append(f"signal {name}")
        self.both(
            lambda: self.take(
                engine.deliver_signal(self.definition, self.result.state, name, {}, self.context)
            ),
            lambda: self.game.shout(name),
        )

    def pass_time(self, _: Any) -> None:
        self.now += timedelta(hours=self.random.randint(1, 6))
        self.said.append(f"wake at {self.now:%d %H:%M}")
        self.both(
            lambda: self.take(engine.wake(self.definition, self.result.state, self.context)),
            lambda: self.game.wake(self.now),
        )

    def key(self, token: Tok, kind: str) -> str:
        """The engine's key of the same token: the oldest of those that stand alike, on both sides."""
        alike = [t for t in self.game.tokens() if t.node is token.node and path(t) == path(token)]
        alike = [t for t in alike if t.state == token.state]
        keys = [t.key for t in self.snapshot.tokens if t.kind == kind and _place(t) == _spot(token)]
        return keys[alike.index(token)]

    def compare(self) -> None:
        mine, theirs = self.engines_view(), self.games_view()
        if mine != theirs:
            differences = {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]}
            story = "\n".join(self.said)
            raise AssertionError(f"seed {self.seed}\n{story}\nengine / oracle: {differences}")

    def engines_view(self) -> dict[str, Any]:
        kinds = ("task", "job", "call", "message", "signal", "timer", "condition", "join")
        outcome = self.snapshot.outcome
        return {
            "outcome": None if outcome is None else outcome.value,
            "waiting": Counter(
                (*_place(t), t.kind, t.due_at) for t in self.snapshot.tokens if t.kind in kinds
            ),
            "next": self.snapshot.next_due_at,
            "variables": dict(self.snapshot.variables),
            "seen": Counter(
                (*_place(t), str(sorted(t.variables.items())))
                for t in self.snapshot.tokens
                if t.kind in ("task", "job", "call", "scope")
            ),
            "sent": self.sent,
            "incidents": [i for i in self.snapshot.incidents if i.kind != "join"],
        }

    def games_view(self) -> dict[str, Any]:
        tokens = self.game.tokens()
        dues = [token.due for token in tokens if token.due is not None]
        open_scopes = [t for t in tokens if t.state == "wait" and t.node.kind not in CATCHING]
        return {
            "outcome": self.game.outcome,
            "waiting": Counter((*_spot(t), _kind(t), t.due) for t in tokens if _kind(t)),
            "next": min(dues, default=None),
            "variables": self.game.root.variables,
            "seen": Counter(
                (*_spot(t), str(sorted(_as_decimal(_own_variables(t)).items()))) for t in open_scopes
            ),
            "sent": self.game.sent,
            "incidents": [],
        }


def _as_decimal(variables: dict[str, Any]) -> dict[str, Any]:
    return {name: to_feel(value) for name, value in variables.items()}


def _own_variables(token: Tok) -> dict[str, Any]:
    return {**token.variables, **(token.inner.variables if token.inner is not None else {})}


def _spot(token: Tok) -> tuple[Any, ...]:
    """A token's element as the engine names it: an armed event subprocess by its start event."""
    is_armed_handler = token.state == "armed" and token.node.kind == "subProcess"
    return (f"{token.node.id}_start" if is_armed_handler else token.node.id, path(token))


def _place(token: LiveToken) -> tuple[Any, ...]:
    return (token.element_id, tuple((s.element_id, s.index, s.round) for s in token.scope))


def _kind(token: Tok) -> str | None:
    if token.state == "join":
        return "join"
    found = waits_for(token)
    if found is not None:
        return {"cycle": "timer", "conditional": "condition"}.get(found[0], found[0])
    if token.state == "wait":
        return {"userTask": "task", "serviceTask": "job", "callActivity": "call"}.get(token.node.kind)
    return None
