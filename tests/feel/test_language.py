"""What the operators, paths, filters, loops and functions of the language answer."""

from __future__ import annotations

import pytest

from tests.feel.asking import said, value, warned
from workflows.feel import FeelSyntaxError, compile_expression

PEOPLE = [{"name": "张三", "age": 30, "home town": "宝清"}, {"name": "李四", "age": 20, "home town": "集贤"}]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("2 ** 3 ** 2", "64"),  # from the left, unlike Python
        ("-2 ** 2", "4"),  # the sign binds tighter than the power
        ("- -3", "3"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("1e3 + .5", "1000.5"),
        ('"双鸭山" + "市"', '"双鸭山市"'),
        ('"\\u53cc\\t\\"x\\""', '"双\t"x""'),
        ('"\\uD83D\\uDC0E"', '"🐎"'),
        ("[1, 2, [3]]", "[1, 2, [3]]"),
        ('{a: 1, "b c": a + 1}', "{a: 1, b c: 2}"),
        ("if 1 > 2 then 1 else if null then 2 else 3", "3"),
        ("// a comment\n1 /* and another */ + 1", "2"),
        ("(1..5].start included", "false"),
        ("]1..5[", "(1..5)"),
        ("(< 10)", "(< 10)"),
        ('(>= @"2026-01-01")', '(>= @"2026-01-01")'),
    ],
)
def test_expressions_mean_what_the_standard_says(text: str, answer: str) -> None:
    assert said(text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('range("(7..)") = > 7', "true"),
        ("[< 3, >= 8]", "[(< 3), (>= 8)]"),
        ("4 in [< 3, >= 8]", "false"),
        ("{limit: <= 30}.limit", "(<= 30)"),
        ("(function(bound) 4 in bound)(> 3)", "true"),
        ("if true then > 1 else < 1", "(> 1)"),
    ],
)
def test_a_range_of_one_end_needs_no_brackets_inside_an_expression(text: str, answer: str) -> None:
    assert said(text) == answer


@pytest.mark.parametrize(
    "slip", ["a => 5", "a == 5", "a =< 5", "> 5", "1 + > 2", "a between > 1 and 2", "[1][> 0]"]
)
def test_a_slip_of_the_pen_is_no_range(slip: str) -> None:
    with pytest.raises(FeelSyntaxError):
        said(slip, a=5)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("null = null", "true"),
        ("1 = null", "false"),
        ("null != 1", "true"),
        ('1 = "1"', "null"),
        ("[1] = 1", "null"),
        ("[1, [2]] = [1, [2]]", "true"),
        ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
        ("1.0 = 1.00", "true"),
        ('"a" < "b"', "true"),
        ('1 < "2"', "null"),
        ("null < 1", "null"),
        ("5 between 1 and 5", "true"),
        ("5 between null and 5", "null"),
        ('time("10:30:00@Europe/Paris") = time("10:30:00")', "false"),
        ('time("10:30:00Z") = time("10:30:00+00:00")', "true"),
        (
            'date and time("2018-12-08T00:00:00+00:00") = date and time("2018-12-08T00:00:00@Etc/UTC")',
            "false",
        ),
        ('duration("P1D") = duration("PT24H")', "true"),
        ('@"2016-01-15" = @"2016-01-15T00:00:00Z"', "null"),
        ('@"2016-01-15" < @"2016-01-16T00:00:00Z"', "null"),
        ('duration("P1Y") = duration("P365D")', "null"),
        ("[1..5] = [1..5]", "true"),
        ("[1..5] = [1..5)", "false"),
        ("(< 10) = (null..10)", "false"),
        ("(= 10) = [10..10]", "false"),
        ("(= 10) = (= 10)", "true"),
        ("(!= 10) = (!= 10)", "true"),
    ],
)
def test_values_of_different_kinds_are_not_compared_silently(text: str, answer: str) -> None:
    assert said(text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1 in [2, 3, 1]", "true"),
        ("1 in [[2..4], [1..3]]", "true"),
        ("5 in [[2..4], [1..3]]", "false"),
        ("2 in (2..4)", "false"),
        ("2 in [2..4)", "true"),
        ("10 in (1, < 5, >= 10)", "true"),
        ("10 in >= 10", "true"),
        ('"b" in ["a".."c"]', "true"),
        ("1 in ((1 + 1) / 2)", "true"),
        ("3 in ([1, 2, 3])[item > 2]", "true"),
        ("null in (1, null)", "true"),
        ("null in [1..3]", "null"),
        ("5 in (null..10]", "null"),
        ("5 in [1..null]", "null"),
        ("5 in (>= 5)", "true"),
        ("10 in (!= 10)", "false"),
        ("11 in (!= 10)", "true"),
        ("11 in [(!= 10)]", "true"),
        ("null in (!= 10)", "true"),
        ("includes((!= 10), 10)", "false"),
        ('"a" in (= "a")', "true"),
        ("true in (= true)", "true"),
    ],
)
def test_in_asks_ranges_lists_and_tests(text: str, answer: str) -> None:
    assert said(text) == answer


@pytest.mark.parametrize(
    ("text", "properties"),
    [
        ("[1..10]", "[1, true, 10, true]"),
        ("]1..10[", "[1, false, 10, false]"),
        ("(< 10)", "[null, false, 10, false]"),
        ("(>= 10)", "[10, true, null, false]"),
        ("(= 10)", "[10, true, 10, true]"),
        ("(!= 10)", "[10, false, 10, false]"),
    ],
)
def test_a_range_written_any_way_tells_its_ends(text: str, properties: str) -> None:
    assert said(f"[{text}.start, {text}.start included, {text}.end, {text}.end included]") == properties
    assert value(f"{text} instance of range<number>") is True
    assert value(f"{text} instance of range<string>") is False


def test_a_cell_may_hold_a_range_written_as_a_test() -> None:
    def holds(cell: str, tested: int) -> object:
        return compile_expression(cell, mode="unary").evaluate({"?": tested}).value

    assert [holds("(!= 10)", number) for number in (5, 10)] == [True, False]
    assert [holds("not((!= 10))", number) for number in (5, 10)] == [False, True]
    assert [holds("(<= 10), (> 20)", number) for number in (10, 15, 25)] == [True, False, True]


def test_paths_reach_entries_of_every_element_and_filters_see_them() -> None:
    assert value("people.name", people=PEOPLE) == ["张三", "李四"]
    assert value("people[age > 25].name", people=PEOPLE) == ["张三"]
    assert value('people[home town = "集贤"][1].age', people=PEOPLE) == 20
    assert value("people[item.age < limit].name", people=PEOPLE, limit=25) == ["李四"]
    assert value("[{item: 1}, {item: 2}][item >= 2]") == [{"item": 2}]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("[1, 2, 3][1]", "1"),
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][0]", "null"),
        ("[1, 2, 3][4]", "null"),
        ("[1, 2, 3][true]", "[1, 2, 3]"),
        ("[1, 2, 3][item >= 2]", "[2, 3]"),
        ("[][1]", "null"),
        ("[][item > 1]", "[]"),
        ("100[1]", "100"),
        ("100[false]", "[]"),
        ("null[1]", "null"),
    ],
)
def test_a_filter_selects_by_index_or_by_condition(text: str, answer: str) -> None:
    assert said(text) == answer


def test_loops_see_earlier_variables_and_the_results_so_far() -> None:
    assert said("for x in [[1, 2], [3]], y in x return y * 10") == "[10, 20, 30]"
    assert said("for i in 3..1 return i") == "[3, 2, 1]"
    assert said("for i in 0..4 return if i = 0 then 1 else i * partial[-1]") == "[1, 1, 2, 6, 24]"
    assert said('for d in @"2026-01-30"..@"2026-02-01" return day of week(d)') == (
        '["Friday", "Saturday", "Sunday"]'
    )
    assert said("for x in [1..3) return x") == "[1, 2]"
    assert said("for x in [2..1] return x") == "null"
    assert said('for x in "a".."z" return x') == "null"
    assert said('for x in @"P1D"..@"P2D" return x') == "null"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("some x in [1, 2, 3] satisfies x > 2", "true"),
        ("every x in [1, 2, 3] satisfies x > 2", "false"),
        ("some x in [] satisfies x > 2", "false"),
        ("every x in [] satisfies x > 2", "true"),
        ("some x in [1, null] satisfies x > 2", "null"),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", "true"),
    ],
)
def test_quantifiers_keep_three_valued_logic(text: str, answer: str) -> None:
    assert said(text) == answer


def test_functions_are_values_that_remember_where_they_were_made() -> None:
    assert said("{twice: function(x) x * 2, answer: twice(21)}.answer") == "42"
    assert said("(function(a: number, b: number) a - b)(b: 1, a: 3)") == "2"
    assert said("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(20)}.r") == "2432902008176640000"
    assert said('(function(x: number) x = null)("text")') == "true"  # what does not fit is null inside
    assert said("(function(x) x)(1, 2)") == "null"


def test_names_of_several_words_and_with_operators_in_them_are_known_from_the_scope() -> None:
    names = {"monthly income": 10, "a-b": 5, "a": 100, "b": 1, "in stock": True, "甲 / 乙": 3}
    assert value("monthly income * 2", **names) == 20
    assert value("a-b", **names) == 5
    assert value("a - b + 0", **{"a": 100, "b": 1}) == 99
    assert value("if in stock then 甲 / 乙 else 0", **names) == 3
    assert said("{net - gross: 2, twice: net - gross * 2}.twice") == "4"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1 instance of number", "true"),
        ("null instance of number", "false"),
        ('@"2026-01-01" instance of date', "true"),
        ('@"2026-01-01T00:00:00" instance of date', "false"),
        ("[1, 2] instance of list<number>", "true"),
        ('[1, "a"] instance of list<number>', "false"),
        ('{a: "x", b: 1} instance of context<a: string>', "true"),
        ("{a: 1} instance of context<a: string>", "false"),
        ("(function(a: string) 1) instance of function<string>->number", "true"),
        ("(function(a: string) 1) instance of function<string, string>->number", "false"),
        ("[1..2] instance of range<number>", "true"),
        ("1 instance of no such type", "null"),
    ],
)
def test_instance_of_knows_every_written_type(text: str, answer: str) -> None:
    assert said(text) == answer


def test_what_fails_is_null_and_says_why() -> None:
    assert warned("1 + nobody") == ("there is no variable named 'nobody'", "there is no number + Null")
    assert warned("1 / 0") == ("division by zero",)
    assert warned("{a: 1}.b") == ("the context has no entry 'b'",)
    assert warned('date("2026-02-30")') == ("date(): '2026-02-30' is no date",)
    assert warned("9 ** 9999") == ("the number is out of range",)


def test_no_attribute_of_a_python_object_can_be_reached() -> None:
    for text in ('"x".__class__', "[1].append", "x.real", "x.__class__.__mro__", "(function() 1).call"):
        answer = value(text, x=1)
        assert answer in (None, [None]), text
