"""A table while it is edited: faults, gaps and overlaps in words, a row of typed inputs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.bpmn.shipped_files import SHIPPED
from workflows.studio.tables import asked_of, check_table, try_table, value_typed
from workflows.words import DomainError

LADDER = (SHIPPED / "supervision" / "escalation_ladder.dmn").read_bytes()


def test_the_columns_are_offered_as_what_one_fills_in() -> None:
    [asked] = asked_of(LADDER)
    assert asked.id == "escalation_ladder"
    assert asked.inputs == (("rung", "级次"), ("urgency", "缓急"))


def test_a_row_names_the_rules_that_fire() -> None:
    tried = try_table(LADDER, "escalation_ladder", {"rung": "ES-01", "urgency": '"special"'}, None)
    assert [rule.number for rule in tried.fired] == [1] and "-2" in tried.value
    nothing = try_table(LADDER, "escalation_ladder", {"rung": "ES-99", "urgency": ""}, None)
    assert nothing.fired == () and nothing.value == "null"
    with pytest.raises(DomainError):
        try_table(LADDER, "no-such-decision", {}, None)


def test_gaps_and_overlaps_are_said_with_their_region() -> None:
    said = check_table(LADDER)
    assert {one.kind for one in said} == {"gap"} and "级次" in said[0].words.zh
    overlapping = LADDER.replace(b'not("special","urgent","normal")', b'not("special")', 1)
    assert any(one.kind == "overlap" and len(one.rules) > 1 for one in check_table(overlapping))


def test_a_cell_that_is_no_feel_is_a_fault_and_no_traceback() -> None:
    assert check_table(LADDER.replace(b"<text>-2</text>", b"<text>-2 +</text>", 1))[0].kind == "fault"
    for broken in (b"", b"<html/>", b"<definitions>"):
        assert [one.kind for one in check_table(broken)][:1] in ([], ["fault"])


@pytest.mark.parametrize(
    ("typed", "value"),
    [("3", Decimal(3)), ('"x"', "x"), ("true", True), ("特急", "特急"), ("ES-01", "ES-01"), ("(", "(")],
)
def test_words_may_be_typed_without_quotation_marks(typed: str, value: object) -> None:
    assert value_typed(typed) == value
