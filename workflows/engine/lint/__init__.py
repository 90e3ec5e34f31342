"""What stands against a diagram: rules that each find one kind of fault, by the element's own id."""

from __future__ import annotations

from lxml import etree

from workflows.engine.findings import Finding
from workflows.engine.lint import compensation, completeness, expressions, references, unsupported

RULES = (*references.RULES, *unsupported.RULES, *completeness.RULES, *compensation.RULES, *expressions.RULES)


def look_over(root: etree._Element, process: etree._Element) -> list[Finding]:
    """Every finding of every rule about one process of a file, in the file's order of rules."""
    return [finding for rule in RULES for finding in rule(root, process)]
