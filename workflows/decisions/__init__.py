"""Decision models of DMN 1.1 to 1.5: every boxed expression and every hit policy, over our own FEEL.

read_decisions(xml).evaluate("Accident grade", {"deaths": 3}).value
"""

from workflows.decisions.decisions import DecisionAnswer, Decisions, read_decisions
from workflows.decisions.errors import ConflictingRules, DecisionModelError, UnknownDecision
from workflows.decisions.importing import Imports, is_of
from workflows.decisions.run import FiredRule
from workflows.decisions.soundness import Finding, NotJudged

__all__ = [
    "ConflictingRules",
    "DecisionAnswer",
    "DecisionModelError",
    "Decisions",
    "Finding",
    "FiredRule",
    "Imports",
    "NotJudged",
    "UnknownDecision",
    "is_of",
    "read_decisions",
]
