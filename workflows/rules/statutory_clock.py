"""The statutory clock's front door: everything a deadline needs, from one place.

Counting is in `limits`, the amber time in `amber`, extensions in `extensions`, rungs in `ladders`,
what people read in `deadline_words`.
"""

from workflows.rules.amber import amber_at
from workflows.rules.deadline_words import due_words, remaining_words, rule_words
from workflows.rules.extensions import extended, last_moment_to_ask, latest_extension
from workflows.rules.ladders import rung_time
from workflows.rules.limits import DueDate, LimitUnit, Pause, due, merged, months_later, pauses_of

__all__ = [
    "DueDate",
    "LimitUnit",
    "Pause",
    "amber_at",
    "due",
    "due_words",
    "extended",
    "last_moment_to_ask",
    "latest_extension",
    "merged",
    "months_later",
    "pauses_of",
    "remaining_words",
    "rule_words",
    "rung_time",
]
