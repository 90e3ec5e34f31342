"""Embedded subprocesses: a scope of their own inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.marks import Phase
from workflows.engine.routing.compensation import undo_inside
from workflows.engine.specs.activity import Activity
from workflows.engine.stepping.opening import open_subprocess
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


class Subprocess(Activity):
    """The token waits while its scope is open."""

    def enter(self, act: Act, token: Token) -> bool:
        """Begin; or, opened again to be undone, go on with that."""
        if token.marks.undoing is not None:
            return undo_inside(act, token)
        return super().enter(act, token)

    def begin(self, act: Act, token: Token) -> bool:
        """Open the scope inside."""
        if token.marks.index is None:
            token.marks.round = token.workflow.next_round(self.node.id)
        token.marks.phase = Phase.ACTIVE
        open_subprocess(act, token)
        return False
