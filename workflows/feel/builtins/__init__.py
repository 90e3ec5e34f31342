"""The standard's function library (DMN 10.3.4), one subject a file. Importing the room registers all of
it.
"""

from workflows.feel.builtins import (
    contexts,
    conversions,
    lists,
    logic,
    numbers,
    ranges,
    statistics,
    strings,
    temporal,
)
from workflows.feel.builtins.registry import BUILTINS, Signature, signatures_of

SUBJECTS = (conversions, logic, strings, lists, statistics, numbers, temporal, ranges, contexts)

__all__ = ["BUILTINS", "SUBJECTS", "Signature", "signatures_of"]
