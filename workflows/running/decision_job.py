"""Business rule tasks: the deployment's own table is asked, and the rules that fired go on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import EventKind
from workflows import journal
from workflows.decisions import FiredRule
from workflows.deployments.decision_tables import tables_of
from workflows.jobs.registry import JobCall, job
from workflows.running.stored import kept
from workflows.words import DomainError, Sentence


class NoSuchDecision(DomainError):
    """The deployment carries no table of this id."""

    def __init__(self, decision_id: str) -> None:
        super().__init__(
            Sentence(f"部署中没有判定表“{decision_id}”", f"the deployment has no decision “{decision_id}”")
        )


@job("decision")
def decide(call: JobCall) -> Mapping[str, Any]:
    """Evaluate the decision named by the header `decisionId` over the task's variables."""
    decision_id = call.headers["decisionId"]
    for tables in tables_of(call.session, call.instance.definition_id):
        if decision_id in tables:
            answer = tables.evaluate(decision_id, call.variables, host=call.office)
            journal.record(
                call.session,
                call.instance,
                EventKind.COMPLETED,
                call.now,
                element_id=call.element_id,
                data={"decision": decision_id, "rules": [_on_record(rule) for rule in answer.rules_fired]},
            )
            result = call.headers.get("resultVariable") or decision_id
            return {result: answer.value}
    raise NoSuchDecision(decision_id)


def _on_record(rule: FiredRule) -> dict[str, Any]:
    """Which rule fired, in the table's words, and what it saw: whoever asks later needs no table for it."""
    return {
        "table": rule.table,
        "number": rule.number,
        "id": rule.id,
        "notes": list(rule.notes),
        "saw": kept(rule.saw),
    }
