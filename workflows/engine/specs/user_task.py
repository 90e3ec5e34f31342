"""User tasks: the process waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.assignment import open_task
from workflows.engine.marks import Phase
from workflows.engine.specs.activity import Activity
from workflows.engine.tree import Token

if TYPE_CHECKING:
    from workflows.engine.act import Act


class UserTask(Activity):
    """Opened with its assignment evaluated; closed by `complete`."""

    def begin(self, act: Act, token: Token) -> bool:
        """Open the task. Raises `Fault` of kind `assignment`."""
        act.record.tasks[token.key] = open_task(act, token)
        token.marks.phase = Phase.ACTIVE
        return False

    def withdrawn(self, act: Act, token: Token) -> None:
        """The person need not do it any more."""
        if token.marks.phase is Phase.ACTIVE and token.marks.body is None:
            act.record.task_withdrawn(token.key)
