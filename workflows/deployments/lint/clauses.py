"""Clauses: only those of the list in force, and none that loses its last step."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.deployments.lint.folder import Folder
from workflows.deployments.lint.surroundings import Surroundings
from workflows.engine.findings import Finding, refusal
from workflows.evidence.binding import bound_steps
from workflows.evidence.clauses import clauses_of


def clauses_are_in_the_list(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    if not around.clauses:
        return
    for diagram in folder.diagrams:
        for element in diagram.elements():
            for clause in clauses_of(element.properties):
                if clause not in around.clauses:
                    yield (
                        diagram.path,
                        refusal(
                            "clause",
                            element.id,
                            f"现行清单里没有“{clause}”这一条；请从清单中选取",
                            f"the list in force has no clause “{clause}”; pick one of the list",
                        ),
                    )


def no_clause_loses_its_last_step(folder: Folder, around: Surroundings) -> Iterator[tuple[str, Finding]]:
    """A duty that nothing carries out any more would vanish from the ledger unseen."""
    bound = {
        clause
        for diagram in folder.diagrams
        for process in diagram.processes
        for clause in bound_steps(process)
    }
    lost = (around.bound_before - around.bound_elsewhere - bound) & around.clauses
    for clause in sorted(lost):
        yield (
            "",
            refusal(
                "clause-unbound",
                None,
                f"“{clause}”在这个版本里不再由任何环节落实，其他流程也没有；请保留一个由人办理的环节并标上这一条",
                f"no step carries out “{clause}” any more, here or elsewhere; "
                "keep a step done by people that names it",
            ),
        )


RULES = (clauses_are_in_the_list, no_clause_loses_its_last_step)
