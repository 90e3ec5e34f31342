"""Ad-hoc subprocesses: what nothing leads to is begun, all of it or one after another, until it is enough.

Nobody chooses here: everything is offered once. With a completion condition that does not hold when all is
done, everything is offered again (BPMN 2.0.2, 13.3.5).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.engine import expressions
from workflows.engine.marks import Phase
from workflows.engine.scopes import layers_of, seen_from
from workflows.engine.specs.subprocess import Subprocess
from workflows.engine.stepping.departure import arrive, end_scope
from workflows.engine.stepping.opening import start_elements
from workflows.engine.tree import SubScope, Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


class AdHocSubprocess(Subprocess):
    """Looked at whenever something inside is done; also where its condition has failed and is tried again."""

    looks_after_its_scope = True

    def enter(self, act: Act, token: Token) -> bool:
        """Begin, or see whether what is done is enough."""
        scope = act.instance.scope_in(token)
        if token.marks.phase is Phase.COUNTING and token.marks.body is None and scope is not None:
            return self._look(act, token, scope)
        return super().enter(act, token)

    def _look(self, act: Act, token: Token, scope: SubScope) -> bool:
        if self.node.completion and not scope.is_enough:
            scope.is_enough = self._holds(act, token, scope)
        if scope.is_enough and self.node.cancels_remaining:
            end_scope(act, scope)
            return True
        token.marks.phase = Phase.ACTIVE
        if any(not inside.marks.armed for inside in scope.tokens_here()):
            return False
        if scope.is_enough or scope.interrupted or not (scope.pending or self.node.completion):
            end_scope(act, scope)
            return True
        self._offer(act, scope)
        return False

    def _offer(self, act: Act, scope: SubScope) -> None:
        """The next activity of a sequence, or everything again."""
        offered = scope.pending or start_elements(scope)
        now = offered[:1] if self.node.one_at_a_time else offered
        scope.pending = offered[len(now) :]
        for element_id in now:
            if scope.is_open:
                arrive(act, act.place(scope, element_id))

    def _holds(self, act: Act, token: Token, scope: SubScope) -> bool:
        """The completion condition, which may ask how many activities run and are done."""
        counts = {
            "numberOfActiveInstances": Decimal(len([t for t in scope.tokens_here() if not t.marks.armed])),
            "numberOfCompletedInstances": Decimal(scope.completed),
        }
        variables = expressions.with_names(seen_from([scope.data, *layers_of(token)]), counts)
        return expressions.condition(self.node.completion or "", variables, act.host)
