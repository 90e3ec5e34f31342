"""Values as people write them: no codes, no technical dates, no numbers with a tail of noughts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from webapp.matters.values import value_in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "（未填写）"),
        ("", "（未填写）"),
        ([], "（未填写）"),
        (True, "是"),
        (False, "否"),
        (0, "0"),
        (Decimal("10.500"), "10.5"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 11, 3), "2026年11月3日"),
        ("2026-11-03", "2026年11月3日"),
        ("2026-11-31", "2026-11-31"),
        ("2026-1", "2026-1"),
        (datetime(2026, 11, 23, 8, 30, tzinfo=UTC), "2026年11月23日 16:30"),
        (["yjj", "zjj"], "市应急管理局、zjj"),
        ({"title": "一", "lead": "yjj"}, "title：一；lead：市应急管理局"),
    ],
)
def test_a_value_is_said_as_a_person_writes_it(app: Flask, value: object, words: str) -> None:
    with app.test_request_context():
        assert value_in_words(value, {"yjj": "市应急管理局"}) == words
