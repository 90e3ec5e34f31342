"""Boundary events: an armed token beside its activity; a further token each time it fires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.specs.base import NodeSpec
from workflows.engine.stepping.withdrawal import disarm
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


class BoundaryEvent(NodeSpec):
    """The armed token never runs itself, so a non-interrupting event stays armed. (Stock: it fires once.)"""

    def withdrawn(self, act: Act, token: Token) -> None:
        """Its trigger is waited for no longer."""
        if token.marks.armed:
            disarm(act, token)
