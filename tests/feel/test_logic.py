"""Three-valued logic, by its laws."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.feel.asking import value

truths = st.sampled_from([True, False, None])
anything = st.sampled_from([True, False, None, "text", 1])


def kleene_and(*values: bool | None) -> bool | None:
    return False if False in values else (None if None in values else True)


def kleene_or(*values: bool | None) -> bool | None:
    return True if True in values else (None if None in values else False)


@given(a=truths, b=truths, c=truths)
def test_and_and_or_follow_kleene(a: bool | None, b: bool | None, c: bool | None) -> None:
    assert value("a and b and c", a=a, b=b, c=c) is kleene_and(a, b, c)
    assert value("a or b or c", a=a, b=b, c=c) is kleene_or(a, b, c)
    assert value("all([a, b, c])", a=a, b=b, c=c) is kleene_and(a, b, c)
    assert value("any([a, b, c])", a=a, b=b, c=c) is kleene_or(a, b, c)


@given(a=truths, b=truths)
def test_de_morgan_holds(a: bool | None, b: bool | None) -> None:
    assert value("not(a and b) ", a=a, b=b) is value("not(a) or not(b)", a=a, b=b)


@given(a=anything, b=anything)
def test_what_is_no_boolean_counts_as_unknown(a: object, b: object) -> None:
    known = [each if isinstance(each, bool) else None for each in (a, b)]
    assert value("a and b", a=a, b=b) is kleene_and(*known)
    assert value("a or b", a=a, b=b) is kleene_or(*known)
