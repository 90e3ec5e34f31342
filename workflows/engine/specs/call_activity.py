"""Call activities: another process runs as an instance of its own; this token waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.marks import Phase
from workflows.engine.specs.activity import Activity
from workflows.engine.step import OpenedCall, Value
from workflows.engine.tree import Token, scope_path
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act


class CallActivity(Activity):
    """Reported as a call; finished with `finish_job`, failed with `fail_job`."""

    is_job = True

    def begin(self, act: Act, token: Token) -> bool:
        """Report the call."""
        self.report(act, token)
        token.marks.phase = Phase.ACTIVE
        return False

    def report(self, act: Act, token: Token) -> None:
        """Put the call into the act's record. Raises `Fault` of kind `call` where no process is named."""
        act.record.calls[token.key] = OpenedCall(
            key=token.key,
            element_id=self.node.id,
            process_id=self._called(act, token),
            properties=self.node.properties,
            scope=scope_path(token),
            variables=self._handed_over(act, token),
        )

    def withdrawn(self, act: Act, token: Token) -> None:
        """The called instance is no longer waited for."""
        if token.marks.phase is Phase.ACTIVE and token.marks.body is None:
            act.record.job_withdrawn(token.key)

    def settle(self, act: Act, token: Token) -> None:
        """What came back and is not wanted is left behind."""
        if not self.node.takes_back_all and not self.node.outputs:
            token.marks.caught = None
        super().settle(act, token)

    def _handed_over(self, act: Act, token: Token) -> dict[str, Value]:
        if self.node.hands_over_all:
            return dict(act.variables(token))
        named = dict.fromkeys(mapping.target.split(".")[0] for mapping in self.node.inputs)
        return {name: token.data[name] for name in named if name in token.data}

    def _called(self, act: Act, token: Token) -> str:
        text = self.node.called_process or ""
        value = act.literal_or_feel(text, token, "call")
        if isinstance(value, str) and value:
            return value
        wanted = Sentence("流程编号（文字）", "the id of a process")
        raise act.wrong_type(token, "call", text, value, wanted)
