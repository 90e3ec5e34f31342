"""Called processes and global tasks (BPMN 2.0.2, 10.3.3 and 13.3.4): what comes out of them, and how."""

from __future__ import annotations

import pytest

from tests.engine.conformance.played import course, played, refused

CALLED = """
    process caller
        start s
        call c calls:called
        boundary b on:c {caught}
        task After
        task Caught
        end e
        end e1
        s > c > After > e
        b > Caught > e1
    process called
        start s2
        task A
        {thrown}
        task B
        end e2 {end}
        s2 > A > t > B > e2
"""


@pytest.mark.parametrize(
    ("caught", "thrown", "end", "expected"),
    [
        ("escalation:X cancelActivity:false", "throw t", "escalation:X", "A B Caught After | completed"),
        ("escalation:X", "throw t", "escalation:X", "A B Caught | completed"),
        # A called process comes to rest before its caller hears of it: only what waits is stopped.
        ("escalation:X", "throw t escalation:X", "", "A B Caught | completed"),
        ("escalation:X cancelActivity:false", "throw t escalation:X", "", "A B Caught After | completed"),
        ("escalation:Y", "throw t escalation:X", "", "A B After | completed"),
        ("escalation cancelActivity:false", "throw t escalation:X", "", "A B Caught After | completed"),
        ("error:X", "throw t", "error:X", "A B Caught | completed"),
        ("error", "throw t", "error:X", "A B Caught | completed"),
        ("error:Y", "throw t", "error:X", "A B | error"),
    ],
)
def test_what_comes_out_of_a_called_process(caught: str, thrown: str, end: str, expected: str) -> None:
    said = course(CALLED.format(caught=caught, thrown=thrown, end=end))
    assert sorted(said.split()) == sorted(expected.split())


def test_a_caller_that_is_interrupted_withdraws_what_the_called_process_waits_for() -> None:
    called = CALLED.replace("task B", "user B").format(
        caught="escalation:X", thrown="throw t escalation:X", end=""
    )
    assert course(called) == "A Caught B!cancelled | completed"


def test_an_escalation_goes_on_to_the_caller_of_the_caller() -> None:
    sketch = """
        process first
            start s
            call c calls:second
            boundary b on:c escalation:X cancelActivity:false
            task Caught
            end e
            end e1
            s > c > e
            b > Caught > e1
        process second
            start s2
            call c2 calls:third
            end e2
            s2 > c2 > e2
        process third
            start s3
            throw t escalation:X
            end e3
            s3 > t > e3
    """
    assert course(sketch) == "Caught | completed"


def test_an_event_subprocess_of_the_caller_catches_it() -> None:
    sketch = """
        process first
            start s
            call c calls:second
            handler h
                start hs escalation:X isInterrupting:false
                task Handled
                end he
                hs > Handled > he
            end e
            s > c > e
        process second
            start s2
            end e2 escalation:X
            s2 > e2
    """
    assert course(sketch) == "Handled | completed"


@pytest.mark.parametrize(
    ("kind", "answers", "expected"),
    [
        ("globalTask G", {}, "G C After | completed"),
        ("globalUser G", {"C": {}}, "G C After | completed"),
        ("globalUser G", {}, "| waiting C"),
        ("globalScript G set:x=x+1", {}, "G C After | completed"),
    ],
)
def test_a_global_task_is_done_where_it_is_called(
    kind: str, answers: dict[str, object], expected: str
) -> None:
    sketch = f"{kind}\nprocess main\n    start s\n    call C calls:G\n    task After\n    end e\n"
    sketch += "    s > C > After > e"
    assert course(sketch, answers, x=1) == expected
    assert played(sketch, answers, x=1).data["x"] == (2 if "set" in kind else 1)


def test_a_global_script_without_feel_is_refused_where_it_is_called() -> None:
    sketch = "globalScript G\nprocess main\n    start s\n    call C calls:G\n    end e\n    s > C > e"
    assert refused(sketch) == [("script-without-feel", "G")]


@pytest.mark.parametrize(
    ("said", "seen", "back"), [("", None, True), ("in", 7, True), ("not out", None, False)]
)
def test_what_is_handed_over_and_taken_back(said: str, seen: int | None, back: bool) -> None:
    """Without a word nothing goes in but what a mapping names, and all comes back (zeebe:calledElement)."""
    sketch = f"""
        process caller
            start s
            call c "propagates:called/{said}"
            end e
            s > c > e
        process called
            start s2
            script t "set:found=x"
            end e2
            s2 > t > e2
    """
    if seen is None:
        sketch = sketch.replace("found=x", "found=null")
    data = played(sketch, x=7).data
    assert ("found" in data) is back
    assert data.get("found") == seen
