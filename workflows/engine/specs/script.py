"""Script tasks: one FEEL expression and the variable its value goes to (`zeebe:script`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.specs.job import JobTask

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.tree import Token


class ScriptTask(JobTask):
    """Evaluated at once. With `zeebe:taskDefinition` instead of `zeebe:script` it is a job."""

    def begin(self, act: Act, token: Token) -> bool:
        """Evaluate the script; the result is written like that of any activity."""
        if not self.node.script:
            return super().begin(act, token)
        value = act.script(self.node.script, token)
        if self.node.result_variable:
            token.marks.caught = {self.node.result_variable: value}
        return True
