"""What a decision table of the matter's own deployment answers, for jobs that ask one many times."""

from __future__ import annotations

from typing import Any

from workflows.deployments.decision_tables import tables_of
from workflows.jobs.registry import JobCall
from workflows.words import DomainError, Sentence


class NoSuchTable(DomainError):
    """The deployment has no table of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(Sentence(f"没有判定表“{name}”", f"there is no decision table “{name}”"))


def answer_of(call: JobCall, decision: str, **inputs: Any) -> Any:
    """The table's answer for these inputs; None where no row fits. Raises NoSuchTable."""
    for tables in tables_of(call.session, call.instance.definition_id):
        if decision in tables:
            return tables.evaluate(decision, inputs, host=call.office).value
    raise NoSuchTable(decision)
