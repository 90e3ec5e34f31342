"""XPath's regular expressions: what matches, what is replaced, and what a hostile pattern costs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.asking import said, value, warned


def matches(text: str, pattern: str, flags: str = "") -> object:
    return value("matches(t, p, f)", t=text, p=pattern, f=flags)


@pytest.mark.parametrize(
    ("text", "pattern", "flags"),
    [
        ("abracadabra", "bra", ""),
        ("abracadabra", "^a.*a$", ""),
        ("reply", "^rep.*", ""),
        ("one\ntwo", "^two$", "m"),
        ("one\ntwo", "e.t", "s"),
        ("HELLO", "hello", "i"),
        ("\u212a", "k", "i"),  # the Kelvin sign
        ("helloworld", "hello world", "x"),
        ("hello world", "he ll o[ ]worl d", "x"),
        ("hello world", "hello\\ sworld", "x"),
        ("hello world", r"\p{ Is BasicLatin}+", "x"),
        ("a.b", "a.b", "q"),
        ("双鸭山2026", r"^\p{Lo}+\d{4}$", ""),
        ("煤", r"\p{IsCJKUnifiedIdeographs}", ""),
        ("x", "[a-z-[aeiou]]", ""),
        ("abab", r"^(ab)\1$", ""),
        ("aaa", "^a{2,3}$", ""),
        ("a-b", r"[\-a]", ""),
        ("", "^$", ""),
        ("aab", "^(?:a*)*b$", ""),
        ("é", r"\w", ""),
        ("_x", r"\i\c", ""),
    ],
)
def test_these_match(text: str, pattern: str, flags: str) -> None:
    assert matches(text, pattern, flags) is True


@pytest.mark.parametrize(
    ("text", "pattern", "flags"),
    [
        ("abracadabra", "^bra", ""),
        ("one\ntwo", "^two$", ""),
        ("one\ntwo", "e.t", ""),
        ("e", "[a-z-[aeiou]]", ""),
        ("aXb", "a.b", "q"),
        ("ABC", r"\p{Ll}", "i"),
        ("aaaa", "^a{2,3}$", ""),
        ("abba", r"^(a)(b)\1\2$", ""),
        ("line\n", "line$", ""),
    ],
)
def test_these_do_not_match(text: str, pattern: str, flags: str) -> None:
    assert matches(text, pattern, flags) is False


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        ("(", ""),
        ("a**", ""),
        ("[a", ""),
        ("[]", ""),
        ("a{3,2}", ""),
        (r"\q", ""),
        (r"\p{Xx}", ""),
        ("a", "g"),
        (r"(a)\2", ""),
        ("a)", ""),
        ("{", ""),
        ("[z-a]", ""),
        ("(?=a)", ""),
    ],
)
def test_what_is_no_pattern_is_null(pattern: str, flags: str) -> None:
    assert matches("a", pattern, flags) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('replace("banana", "a", "o")', '"bonono"'),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),
        ('replace("abracadabra", "a.*a", "*")', '"*"'),
        ('replace("abracadabra", "a.*?a", "*")', '"*c*bra"'),
        ('replace("AAAA", "A+?", "b")', '"bbbb"'),
        ('replace("a.b.c", "\\\\.", "\\\\$")', '"a$b$c"'),
        ('replace("x", "(x)", "$11")', '"x1"'),
        ('replace("abc", "b", "$", "q")', '"a$c"'),
        ('replace("abc", "x*", "-")', "null"),
        ('replace("abc", "b", "$x")', "null"),
        ('replace("abc", "b", "\\\\x")', "null"),
        ('replace("Abc", "a", "z", "i")', '"zbc"'),
    ],
)
def test_replacements(text: str, answer: str) -> None:
    assert said(text) == answer


plain = st.text(alphabet="ab", max_size=12)
pieces = st.sampled_from(["a", "b", ".", "a*", "b+", "(a|b)", "(ab)?", "[^a]", "a{1,2}", "(a*)b"])


@given(text=plain, pattern=st.lists(pieces, min_size=1, max_size=4).map("".join))
def test_plain_patterns_mean_what_they_mean_in_python(text: str, pattern: str) -> None:
    assert matches(text, pattern) is (re.search(pattern, text) is not None)


def test_a_hostile_pattern_is_stopped_by_the_budget() -> None:
    reasons = warned("matches(t, p)", t="a" * 60 + "!", p="^(a+)+$")
    assert reasons == ("the expression takes more steps than it may",)
