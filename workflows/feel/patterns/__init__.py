"""XPath's regular expressions (XQuery and XPath Functions and Operators 3.1 §5.6), which FEEL's strings
use.

Our own, because Python's differ in syntax (no category escapes, no subtraction of classes) and because a
pattern from a diagram must not be able to keep a thread busy: every step of a match is paid from the
evaluation's budget.
"""

from workflows.feel.patterns.matching import found_spans
from workflows.feel.patterns.program import compiled_pattern
from workflows.feel.patterns.replacing import replaced

__all__ = ["compiled_pattern", "found_spans", "replaced"]
