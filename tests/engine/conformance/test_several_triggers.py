"""Events with several triggers: any of them, or all of them (BPMN 2.0.2, 10.5.6)."""

from __future__ import annotations

import pytest

from tests.engine.conformance.played import course, refused

CAUGHT = """
    start s
    and fork
    {first}
    {second}
    catch c signal:A signal:B parallelMultiple:{all}
    task T
    end e
    end e1
    s > fork > c > T > e
    fork > one > two > e1
"""


@pytest.mark.parametrize(
    ("needs_all", "first", "second", "expected"),
    [
        ("true", "A", "B", "T | completed"),
        ("true", "B", "A", "T | completed"),
        ("true", "B", "B", "| waiting c"),
        ("true", "A", "C", "| waiting c"),
        ("false", "A", "C", "T | completed"),
        ("false", "C", "B", "T | completed"),
        ("false", "C", "C", "| waiting c"),
    ],
)
def test_a_catch_event_goes_on(needs_all: str, first: str, second: str, expected: str) -> None:
    throws = {"first": f"throw one signal:{first}", "second": f"throw two signal:{second}"}
    assert course(CAUGHT.format(all=needs_all, **throws)) == expected


ATTACHED = """
    start s
    user Work
    boundary b on:Work message:M timer:PT2H parallelMultiple:true cancelActivity:{interrupts}
    task Both
    end e
    end e1
    s > Work > e
    b > Both > e1
"""


def test_a_boundary_event_needs_all_of_its_triggers_each_time() -> None:
    told = {"messages": ["M", "M"]}
    assert course(ATTACHED.format(interrupts="true"), told) == "Work!cancelled Both | completed"
    assert course(ATTACHED.format(interrupts="true")) == "| waiting Work"
    assert course(ATTACHED.format(interrupts="false"), told) == "Both Both | waiting Work"


def test_an_event_subprocess_needs_all_of_its_triggers() -> None:
    sketch = """
        start s
        user Work
        handler h
            start hs signal:A message:M parallelMultiple:true
            task Both
            end he
            hs > Both > he
        end e
        s > Work > e
    """
    assert course(sketch, {"signals": ["A"]}) == "| waiting Work"
    assert course(sketch, {"signals": ["A"], "messages": ["M"]}) == "Work!cancelled Both | completed"


def test_any_of_several_triggers_begins_a_process() -> None:
    sketch = """
        process first
            start s
            throw t signal:B
            end e
            s > t > e
        process second
            start s2 signal:A signal:B
            task T
            end e2
            s2 > T > e2
    """
    assert course(sketch) == "T | completed"


def test_a_process_start_that_needs_all_is_refused_by_name() -> None:
    sketch = "start s signal:A signal:B parallelMultiple:true\ntask T\nend e\ns > T > e"
    assert refused(sketch) == [("unsupported-multiple-events", "s")]
