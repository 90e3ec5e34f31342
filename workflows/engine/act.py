"""One act on one instance: its tree, the moment, the office's snapshot, the record, the tokens to move."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from itertools import count

from SpiffWorkflow.util.task import TaskState

from workflows.engine import expressions
from workflows.engine.elements import spec_name
from workflows.engine.faults import Fault
from workflows.engine.recording import Recording
from workflows.engine.scopes import layers_of, seen_from
from workflows.engine.step import Context, Value
from workflows.engine.timers.clock import HostAt
from workflows.engine.tree import Instance, Scope, Token, scope_depth
from workflows.words import Sentence


class Act:
    """Everything the rooms need of the act under way. Lives for one call of the engine."""

    def __init__(self, instance: Instance, context: Context) -> None:
        self.instance = instance
        self.context = context
        self.now = context.now
        self.host = HostAt(context.host, context.now)
        self.record = Recording(context.now)
        self.moves = 0
        self.visits: Counter[tuple[Scope, str]] = Counter()
        """How often each element of a scope was come to; a multi-instance's items do not count."""
        self._order = count()
        self._queue: list[tuple[int, int, int, str]] = []
        instance.act = self

    def place(self, scope: Scope, element_id: str, flow: str | None = None, **marks: object) -> Token:
        """A new token at an element of a scope."""
        spec = scope.spec.task_specs[spec_name(element_id)]
        return Token(
            scope, spec, scope.task_tree, self.instance.new_key(), flow=flow, since=self.now, **marks
        )

    def schedule(self, token: Token, *, first: bool = False) -> None:
        """The token has something to do. Fired events first, outer scopes before inner, then the oldest; what
        throws a signal comes last, so that parallel branches have come to where they wait for it.
        """
        token._set_state(TaskState.READY)
        rank = 0 if first else 2 if token.task_spec.throws_signal else 1
        depth = scope_depth(token) if first else 0
        heapq.heappush(self._queue, (rank, depth, next(self._order), token.key))

    def next_token(self) -> Token | None:
        """The next token to move; those withdrawn meanwhile are passed over."""
        while self._queue:
            token = self.instance.tokens.get(heapq.heappop(self._queue)[-1])
            if token is not None and token.has_state(TaskState.READY):
                return token
        return None

    def evaluate(self, text: str, token: Token, kind: str) -> Value:
        """The value of an expression as the token sees the variables."""
        return expressions.evaluate(text, self.variables(token), self.host, kind)

    def script(self, text: str, token: Token) -> Value:
        """The value of a script as the token sees the variables. Raises `Fault` of kind `script`."""
        return expressions.script(text, self.variables(token), self.host)

    def literal_or_feel(
        self, text: str, token: Token, kind: str, more: Mapping[str, Value] | None = None
    ) -> Value:
        """The value of a text that may be literal; the token sees `more` before its own variables."""
        variables = expressions.with_names(self.variables(token), more or {})
        return expressions.literal_or_feel(text, variables, self.host, kind)

    def literal_or_feel_at(self, moment: datetime, text: str, token: Token, kind: str) -> Value:
        """The same as if the act took place at another moment: what `now()` says then."""
        return expressions.literal_or_feel(
            text, self.variables(token), HostAt(self.context.host, moment), kind
        )

    def wrong_type(self, token: Token, kind: str, text: str, value: Value, wanted: Sentence) -> Fault:
        """The fault of a text that gave the token null or a value of the wrong type."""
        return expressions.wrong_type(kind, text, self.variables(token), value, wanted, self.host)

    def condition(self, text: str, token: Token, kind: str = "condition") -> bool:
        """The truth of a condition as the token sees the variables."""
        return expressions.condition(text, self.variables(token), self.host, kind)

    def variables(self, token: Token) -> Mapping[str, Value]:
        """All variables a token sees."""
        return seen_from(layers_of(token))
