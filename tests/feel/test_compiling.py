"""What a compiled expression says of itself, how errors point, and how the office's functions are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from workflows.feel import FeelSyntaxError, compile_expression, evaluate, host_function, type_name
from workflows.feel.host import HOST_FUNCTIONS, HOST_SIGNATURES
from workflows.words import DomainError, Sentence


def needs(text: str, names: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    expression = compile_expression(text, names)
    return [each.name for each in expression.reads], [each.name for each in expression.calls]


def test_an_expression_says_which_names_it_reads_and_calls_and_where() -> None:
    expression = compile_expression("deadline(rule) - monthly limit", ("monthly limit",))
    assert [(each.name, each.position) for each in expression.reads] == [("rule", 9), ("monthly limit", 17)]
    assert [(each.name, each.position) for each in expression.calls] == [("deadline", 0)]


def test_names_bound_inside_are_not_read_from_outside() -> None:
    assert needs("for x in xs return x + y + partial[-1]") == (["xs", "y"], [])
    assert needs("{a: b, c: a}") == (["b"], [])
    assert needs("function(a) a + c") == (["c"], [])
    assert needs("some x in [1] satisfies x > item") == (["item"], [])
    assert needs("xs[item > 1]") == (["xs"], [])
    assert needs("{f: function(x) x, r: f(1)}") == ([], [])


def test_a_cell_reads_its_input() -> None:
    told = compile_expression("> limit", mode="unary").evaluate({"?": 5, "limit": 3})
    assert told.value is True


def test_the_same_text_names_and_mode_are_compiled_once() -> None:
    assert compile_expression("1 + x") is compile_expression("1 + x", ("x",))
    assert compile_expression("a-b", ("a-b",)) is not compile_expression("a-b")
    assert compile_expression("1", mode="unary") is not compile_expression("1")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("1 +", 1, 4),
        ("1 +\n* 2", 2, 1),
        ("if a then b", 1, 12),
        ('"open', 1, 1),
        ("[1, 2", 1, 6),
        ("a b c )", 1, 7),
        ("f(1, b: 2)", 1, 7),
        ("1 § 2", 1, 3),
        ("amount（1）", 1, 7),
        ("for x in y", 1, 11),
        ("", 1, 1),
        ("{a: 1", 1, 6),
        ("1e99999", 1, 1),
        ("x instance of", 1, 14),
    ],
)
def test_a_syntax_error_points_at_what_was_not_understood(text: str, line: int, column: int) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert f"第{line}行第{column}列" in caught.value.sentence.zh
    assert f"line {line}, column {column}" in caught.value.sentence.en


def test_full_width_punctuation_is_named_and_its_remedy_given() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("if 等级 = “较大” then 1 else 2")
    assert "全角" in caught.value.sentence.zh


@dataclass(frozen=True)
class Office:
    limits: dict[str, int]


class NoSuchRule(DomainError):
    pass


@pytest.fixture
def limit_function() -> Iterator[None]:
    @host_function("office limit", params=("rule", "factor?"))
    def office_limit(office: Office, rule: str, factor: Decimal | None = None) -> int:
        """Working days of a rule."""
        if rule not in office.limits:
            raise NoSuchRule(Sentence(f"没有规则“{rule}”", f"there is no rule {rule!r}"))
        return office.limits[rule] * int(factor or 1)

    yield
    del HOST_FUNCTIONS["office limit"], HOST_SIGNATURES["office limit"]


@pytest.mark.usefixtures("limit_function")
def test_a_function_of_the_office_reads_the_snapshot_handed_in() -> None:
    office = Office({"reply": 3})
    assert evaluate('office limit("reply") + 1', {}, office).value == 4
    assert evaluate('office limit(factor: 2, rule: "reply")', {}, office).value == 6
    assert evaluate('for r in ["reply"] return office limit(r)', {}, office).value == [3]
    assert HOST_SIGNATURES["office limit"].summary == "Working days of a rule."


@pytest.mark.usefixtures("limit_function")
@pytest.mark.parametrize(
    ("text", "host", "reason"),
    [
        ('office limit("nothing")', Office({}), "there is no rule 'nothing'"),
        ('office limit("reply")', None, "office limit() is not available here"),
        ("office limit()", Office({}), "the parameters of office limit() are rule, factor"),
        ('office limit(rules: "x")', Office({}), "the parameters of office limit() are rule, factor"),
        ("office limit(factor: 1)", Office({}), "office limit() lacks rule"),
    ],
)
def test_a_function_of_the_office_that_cannot_answer_is_null_with_its_reason(
    text: str, host: Office | None, reason: str
) -> None:
    told = evaluate(text, {}, host)
    assert told.value is None
    assert [warning.en for warning in told.warnings] == [reason]


def test_every_value_has_the_standards_type_name() -> None:
    kinds = {
        "null": "Null",
        "true": "boolean",
        "1": "number",
        '"x"': "string",
        '@"2026-01-01"': "date",
        "[]": "list",
        '@"P1M"': "years and months duration",
        '@"P1D"': "days and time duration",
        "{}": "context",
        "[1..2]": "range",
        "count": "function",
        '@"10:00:00"': "time",
        '@"2026-01-01T00:00:00"': "date and time",
        'time("10:00:00.123456789")': "time",
        'date("99999-01-01")': "date",
    }
    assert {text: type_name(evaluate(text, {}).value) for text in kinds} == kinds
    assert type_name(object()) == "unknown"


def test_python_values_become_feel_values_at_the_border() -> None:
    variables = {"n": 1, "f": 0.1, "t": (1, 2), "d": date(2026, 1, 1), "m": {"k": [1.5]}}
    assert evaluate("f + 0.2 = 0.3 and n in t and m.k[1] = 1.5 and d.year = 2026", variables).value is True
