"""Business rule tasks: a decision is a job of type `decision`, answered by `finish_job`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine import expressions
from workflows.engine.specs.job import JobTask
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.tree import Token

DECISION_JOB = "decision"


class BusinessRuleTask(JobTask):
    """`zeebe:calledDecision` is a job of type `decision` with the headers `decisionId` and `resultVariable`.

    The engine does not evaluate tables itself: the deployment pins them, and the record of a decision (rules
    fired, inputs seen) is the use case's. With `zeebe:taskDefinition` it is a job like any other.
    """

    def job_type(self, act: Act, token: Token) -> str | None:
        """`decision` for a called decision."""
        return DECISION_JOB if self.node.decision_id else super().job_type(act, token)

    def job_headers(self) -> dict[str, str]:
        """The diagram's headers and which decision to ask."""
        if not self.node.decision_id:
            return super().job_headers()
        return {
            **self.node.headers,
            "decisionId": self.node.decision_id,
            "resultVariable": self.node.result_variable or "",
        }

    def report(self, act: Act, token: Token) -> None:
        """Report the job; a decision named by an expression is named here."""
        super().report(act, token)
        if not expressions.is_feel(self.node.decision_id):
            return
        decision = act.evaluate(self.node.decision_id, token, "decision")
        if not isinstance(decision, str) or not decision:
            del act.record.jobs[token.key]
            wanted = Sentence("决策的编号（文字）", "the id of a decision")
            raise act.wrong_type(token, "decision", self.node.decision_id, decision, wanted)
        act.record.jobs[token.key].headers["decisionId"] = decision
