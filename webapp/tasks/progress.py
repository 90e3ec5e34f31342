"""What a unit last told of its progress, as the next reader wants it: how far, then its own words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

#: The answers in which units tell how far they are, in the order in which they are read.
TOLD_IN = (
    "result_text",
    "progress_text",
    "remaining",
    "co_opinion",
    "disagreement",
    "urging_answer",
    "extension_progress",
    "problem",
    "help_text",
)


def progress_words(answers: Mapping[str, Any]) -> list[str]:
    """The paragraphs of the last progress; none where the step told nothing in words."""
    words = [
        answers[name] for name in TOLD_IN if isinstance(answers.get(name), str) and answers[name].strip()
    ]
    percent = answers.get("progress")
    if isinstance(percent, int | Decimal) and not isinstance(percent, bool):
        words.insert(0, _("完成%(percent)s%%", percent=percent))
    return words
