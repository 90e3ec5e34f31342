"""Ring 2: what stands against a folder in the office it is to be published in. One subject a file, one rule a
function: rule(folder, surroundings) → (path, finding)."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.deployments.lint import clauses, forms, names, office_words, referred
from workflows.deployments.lint.folder import Folder
from workflows.deployments.lint.surroundings import Surroundings
from workflows.engine.findings import Finding

RULES = (*referred.RULES, *forms.RULES, *office_words.RULES, *clauses.RULES, *names.RULES)


def look_over(folder: Folder, surroundings: Surroundings) -> Iterator[tuple[str, Finding]]:
    """Every finding of every rule, with the file it stands in."""
    for rule in RULES:
        yield from rule(folder, surroundings)
