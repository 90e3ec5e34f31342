"""A turn's key in words, as titles and the ledger say it."""

from __future__ import annotations

import pytest

from workflows.rules.periods import name_of_turn
from workflows.words import Sentence


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("2026-H1", "2026年上半年", "first half of 2026"),
        ("2026-H2", "2026年下半年", "second half of 2026"),
        ("2026-Q4", "2026年第4季度", "fourth quarter of 2026"),
        ("2026", "2026", "2026"),
        ("2026-W48", "2026-W48", "2026-W48"),
    ],
)
def test_a_turn_is_named_as_the_office_names_it(key: str, zh: str, en: str) -> None:
    assert name_of_turn(key) == Sentence(zh, en)
