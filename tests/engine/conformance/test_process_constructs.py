"""Every construct of the Process Execution Conformance subclass in its plainest form (BPMN 2.0.2, 2.1.2).

A sketch, what is answered, the variables it begins with, and its course: tasks in order, then the state.
"""

# ruff: noqa: E501 — one construct a line, however long

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conformance.played import course

BRANCHES = """
    start s
    {split} g
    task A
    task B
    {join} j
    task T
    end e
    s > g >{a} A > j > T > e
    g >{b} B > j
"""
IF = {"a": "[a]", "b": "[b]"}
FLOWS = {"a": "", "b": ""}


@pytest.mark.parametrize(
    ("split", "join", "flows", "data", "expected"),
    [
        ("xor", "xor", IF, "a", "A T | completed"),
        ("xor", "xor", IF, "b", "B T | completed"),
        ("xor", "xor", IF, "ab", "A T | completed"),
        ("xor", "xor", IF, "", "| error g"),
        ("or", "or", IF, "ab", "A B T | completed"),
        ("or", "or", IF, "b", "B T | completed"),
        ("or", "or", IF, "", "| error g"),
        ("and", "and", FLOWS, "", "A B T | completed"),
        ("task", "or", FLOWS, "", "A B T | completed"),
        ("xor", "or", IF, "ab", "A T | completed"),
        ("or", "xor", IF, "ab", "A B T T | completed"),
        ("and", "xor", FLOWS, "", "A B T T | completed"),
        ("and", "or", FLOWS, "", "A B T | completed"),
        ("and", "task", FLOWS, "", "A B T T | completed"),
        ("or", "and", IF, "ab", "A B T | completed"),
        ("or", "and", IF, "a", "A | stuck j"),
        ("xor", "and", IF, "a", "A | stuck j"),
        ("task", "xor", IF, "a", "A T | completed"),
        ("task", "xor", IF, "", "| error g"),
    ],
)
def test_gateways(split: str, join: str, flows: dict[str, str], data: str, expected: str) -> None:
    sketch = BRANCHES.format(split=split, join=join, **flows)
    assert course(sketch, a="a" in data, b="b" in data) == expected


CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any], str]] = {
    "a sequence": ("start s\ntask A\ntask B\nend e\ns > A > B > e", {}, {}, "A B | completed"),
    "no start and no end event": ("task A\ntask B\nA > B", {}, {}, "A B | completed"),
    "every kind of task": (
        """
        start s
        task A
        manual B
        script C set:x=1
        service D
        user U
        end e
        s > A > B > C > D > U > e
        """,
        {"U": {}}, {}, "A B C D U | completed",
    ),
    "a gateway that joins and splits": (
        """
        start s
        xor g
        task A
        task B
        xor m
        task C
        task D
        end e
        s > g >[x > 0] A > m >[x > 1] C > e
        g >* B > m >* D > e
        """,
        {}, {"x": 2}, "A C | completed",
    ),
    "a subprocess": (
        "start s\nsub p\n    start ps\n    task A\n    end pe\n    ps > A > pe\ntask B\nend e\ns > p > B > e",
        {}, {}, "A B | completed",
    ),
    "a subprocess without start and end": (
        "start s\nsub p\n    task A\n    task B\ntask C\nend e\ns > p > C > e", {}, {}, "A B C | completed",
    ),
    "a loop tests after": ("start s\nscript A set:x=x+1 'loop:x < 3'\nend e\ns > A > e", {}, {"x": 0},
                           "A A A | completed"),
    "a loop runs once at least": ("start s\ntask A loop:false\nend e\ns > A > e", {}, {}, "A | completed"),
    "a loop tests before": ("start s\ntask A 'loop:before false'\ntask B\nend e\ns > A > B > e", {}, {},
                            "B | completed"),
    "a loop stops at its maximum": ("start s\ntask A loop:true/3\nend e\ns > A > e", {}, {}, "A A A | completed"),
    "instances beside each other": ("start s\ntask A many:3\ntask B\nend e\ns > A > B > e", {}, {},
                                    "A A A B | completed"),
    "instances one after another": ("start s\nuser A many:3/sequential\nend e\ns > A > e", {"A": [{}, {}]}, {},
                                    "A A | waiting A"),
    "no instance at all": ("start s\ntask A many:0\ntask B\nend e\ns > A > B > e", {}, {}, "B | completed"),
    "a repeated subprocess": (
        "start s\nsub p many:2\n    start ps\n    task A\n    end pe\n    ps > A > pe\nend e\ns > p > e",
        {}, {}, "A A | completed",
    ),
    "tokens multiply": (
        "start s\ntask A completionQuantity:2\ntask B\ntask C startQuantity:2\nend e\ns > A > B > C > e",
        {}, {}, "A B B C | completed",
    ),
    "too few tokens": ("start s\ntask A\ntask B startQuantity:2\nend e\ns > A > B > e", {}, {}, "A | stuck B"),
    "links": ("start s\nthrow t link:L\ncatch c link:L\ntask A\nend e\ns > t\nc > A > e", {}, {}, "A | completed"),
    "terminate ends everything": (
        "start s\nand f\nuser U\nend e terminate\nend e2\ns > f > U > e2\nf > e", {}, {},
        "U!cancelled | terminated",
    ),
    "terminate ends its own scope": (
        """
        start s
        sub p
            start ps
            and f
            user U
            end pe terminate
            end pe2
            ps > f > U > pe2
            f > pe
        task A
        end e
        s > p > A > e
        """,
        {}, {}, "U!cancelled A | completed",
    ),
    "an error nobody catches": ("start s\ntask A\nend e error:E\ns > A > e", {}, {}, "A | error"),
    "a timer": ("start s\ncatch c timer:PT1H\ntask A\nend e\ns > c > A > e", {}, {}, "A | completed"),
    "a timer at an activity": (
        "start s\nuser U\nboundary b on:U timer:PT1H\ntask A\nend e\nend e2\ns > U > e\nb > A > e2", {}, {},
        "U!cancelled A | completed",
    ),
    "a cycle at an activity": (
        """
        start s
        sub p
            start ps
            catch c timer:PT5H
            end pe
            ps > c > pe
        boundary b on:p cycle:R4/PT1H cancelActivity:false
        task A
        task B
        end e
        end e2
        s > p > B > e
        b > A > e2
        """,
        {}, {}, "A A A A B | completed",
    ),
    "a message sent and received": (
        """
        process one
            start s
            send A message:M
            receive B message:N
            end e
            s > A > B > e
        process two
            receive C message:M instantiate:true
            send D message:N
            C > D
        """,
        {}, {}, "A C D B | completed",
    ),
    "a message nobody sends": ("start s\nreceive A message:M\nend e\ns > A > e", {}, {}, "| waiting A"),
    "signals between branches": (
        "start s\nand f\nthrow t signal:S\ncatch c signal:S\ntask A\nend e\nend e2\ns > f > t > e\nf > c > A > e2",
        {}, {}, "A | completed",
    ),
    "a throw of several": (
        """
        start s
        and f
        throw t signal:S signal:R
        catch c signal:S
        catch d signal:R
        task A
        task B
        end e
        end e2
        end e3
        s > f > t > e
        f > c > A > e2
        f > d > B > e3
        """,
        {}, {}, "A B | completed",
    ),
    "an event gateway": (
        """
        start s
        and f
        race g
        catch c signal:S
        catch d signal:R
        throw t signal:S
        task A
        task B
        end e
        end e2
        end e3
        s > f > g > c > A > e
        g > d > B > e2
        f > t > e3
        """,
        {}, {}, "A | completed",
    ),
    "an event gateway with receivers": (
        "start s\nrace g\nreceive A message:M\ncatch c timer:PT1H\ntask B\nend e\nend e2\n"
        "s > g > A > e\ng > c > B > e2",
        {"messages": ["M"]}, {}, "A | completed",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sketch", "answers", "data", "expected"), CASES.values(), ids=CASES)
def test_activities_and_events(
    sketch: str, answers: dict[str, Any], data: dict[str, Any], expected: str
) -> None:
    assert course(sketch, answers, **data) == expected


SCOPE = """
    start s
    sub p
        start ps
        {work}
        {handler}
        {pend}
        ps > {way} > pe
    {at}
    task After
    end e
    {more}
    s > p > After > e
"""
HANDLER = """handler h
            start hs {trigger} isInterrupting:{interrupts}
            task H
            end he
            hs > H > he"""
BOUNDARY = "boundary b on:p {trigger} cancelActivity:{interrupts}\n    task C\n    end e2"


@pytest.mark.parametrize("where", ["handler", "boundary"])
@pytest.mark.parametrize(
    ("trigger", "work", "way", "pend", "interrupts", "expected"),
    [
        ("escalation:X", "task A\n        throw t escalation:X\n        task B", "A > t > B", "end pe", True,
         "A # | completed"),
        ("escalation:X", "task A\n        throw t escalation:X\n        task B", "A > t > B", "end pe", False,
         "A # B | completed"),
        ("escalation:X", "task A", "A", "end pe escalation:X", True, "A # | completed"),
        ("escalation", "task A", "A", "end pe escalation:X", False, "A # | completed"),
        ("signal:S", "task A\n        throw t signal:S\n        task B", "A > t > B", "end pe", True,
         "A # | completed"),
        ("signal:S", "task A\n        throw t signal:S\n        task B", "A > t > B", "end pe", False,
         "A # B | completed"),
        ("signal:S", "task A", "A", "end pe signal:S", False, "A # | completed"),
        ("error:E", "task A", "A", "end pe error:E", True, "A # | completed"),
        ("error", "task A", "A", "end pe error:E", True, "A # | completed"),
        ("timer:PT1H", "task A\n        catch c timer:PT2H\n        task B", "A > c > B", "end pe", True,
         "A # | completed"),
        ("timer:PT1H", "task A\n        catch c timer:PT2H\n        task B", "A > c > B", "end pe", False,
         "A # B | completed"),
        ("cycle:R2/PT1H", "task A\n        catch c timer:PT5H\n        task B", "A > c > B", "end pe", False,
         "A # # B | completed"),
    ],
)  # fmt: skip
def test_what_happens_in_a_subprocess_is_caught_inside_it_or_at_its_border(
    where: str, trigger: str, work: str, way: str, pend: str, interrupts: bool, expected: str
) -> None:
    said = {"trigger": trigger, "interrupts": str(interrupts).lower()}
    inside = HANDLER.format(**said) if where == "handler" else ""
    at = BOUNDARY.format(**said) if where == "boundary" else ""
    more = "b > C > e2" if where == "boundary" else ""
    sketch = SCOPE.format(work=work, way=way, pend=pend, handler=inside, at=at, more=more)
    goes_on = where == "handler" or not interrupts
    wanted = expected.replace("#", "H" if where == "handler" else "C").replace(
        "|", "After |" if goes_on else "|"
    )
    done = course(sketch)
    assert sorted(done.split()) == sorted(wanted.split())
    assert done.split()[0] == "A"


def test_a_transaction_that_is_cancelled_and_one_that_fails() -> None:
    sketch = """
        start s
        transaction t
            start ts
            task A
            end te {end}
            ts > A > te
        boundary b on:t cancel
        boundary f on:t error:E
        task Cancelled
        task Failed
        task Done
        end e
        end e1
        end e2
        s > t > Done > e
        b > Cancelled > e1
        f > Failed > e2
    """
    assert course(sketch.format(end="")) == "A Done | completed"
    assert course(sketch.format(end="cancel")) == "A Cancelled | completed"
    assert course(sketch.format(end="error:E")) == "A Failed | completed"
