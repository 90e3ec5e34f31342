"""Conditions fire when they hold, cycles every turn, signals find those who wait (BPMN 2.0.2, 10.5.4)."""

from __future__ import annotations

import pytest

from tests.engine.conformance.played import course
from tests.engine.lint.drawn import file, line
from tests.engine.running import MONDAY
from workflows.engine.play import play
from workflows.engine.play.script import read_script

GUARDED = """
    start s
    sub p
        start ps
        task A
        end pe
        ps > A > pe
    boundary b on:p "when:x = 1" cancelActivity:{interrupts}
    task Caught
    task After
    end e
    end e1
    s > p > After > e
    b > Caught > e1
"""


@pytest.mark.parametrize(
    ("interrupts", "x", "expected"),
    [
        ("true", 1, "Caught | completed"),
        ("true", 2, "A After | completed"),
        ("false", 1, "Caught A After | completed"),
        ("false", 2, "A After | completed"),
    ],
)
def test_a_condition_armed_while_it_holds_fires_before_anything_inside_runs(
    interrupts: str, x: int, expected: str
) -> None:
    done = course(GUARDED.format(interrupts=interrupts), x=x)
    assert sorted(done.split()) == sorted(expected.split())
    assert ("A" in done.split()) == ("A" in expected.split())


def test_a_condition_that_holds_interrupts_a_task_before_its_work() -> None:
    sketch = """
        start s
        script Work set:x=2
        boundary b on:Work "when:x = 1"
        task Caught
        end e
        end e1
        s > Work > e
        b > Caught > e1
    """
    assert course(sketch, x=1) == "Work!cancelled Caught | completed"
    assert course(sketch, x=0) == "Work | completed"


@pytest.mark.parametrize(
    ("interrupting", "expected"), [("true", "Handled | completed"), ("false", "A B Handled | completed")]
)
def test_a_condition_that_becomes_true_between_two_moves_starts_its_handler(
    interrupting: str, expected: str
) -> None:
    sketch = f"""
        start s
        sub p
            handler h
                start hs "when:x = 1" isInterrupting:{interrupting}
                task Handled
                end he
                hs > Handled > he
            start ps
            script set set:x=1
            task A
            script unset set:x=0
            task B
            end pe
            ps > set > A > unset > B > pe
        end e
        s > p > e
    """
    done = course(sketch, x=0)
    assert sorted(done.split()) == sorted(expected.split())


def test_a_condition_waited_for_in_the_flow_holds_already_or_later() -> None:
    sketch = """
        start s
        and fork
        catch c "when:x = 1"
        task A
        user u
        script set set:x=1
        end e
        end e1
        s > fork > c > A > e
        fork > u > set > e1
    """
    assert course(sketch, x=1) == "A | waiting u"
    assert course(sketch, x=0) == "| waiting c u"
    assert course(sketch, {"u": {}}, x=0) == "A | completed"


def test_a_cycle_waited_for_in_the_flow_lets_a_token_go_on_every_turn() -> None:
    sketch = "start s\ncatch c cycle:R4/PT1S\ntask A\nend e\ns > c > A > e"
    assert course(sketch) == "A A A A | completed"


def test_a_cycle_after_an_event_gateway_decides_once() -> None:
    sketch = """
        start s
        race g
        catch c cycle:R4/PT1S
        catch m message:M
        task A
        end e
        end e1
        s > g > c > A > e
        g > m > e1
    """
    assert course(sketch) == "A | completed"


def test_a_signal_reaches_who_comes_to_wait_for_it_in_the_same_moment() -> None:
    sketch = """
        start s
        and fork
        throw t signal:S
        catch c signal:S
        task way
        task A
        end e
        end e1
        s > fork > t > e1
        fork > way > c > A > e
    """
    assert course(sketch) == "A | completed"


@pytest.mark.parametrize("x", [0, 1, 2])
@pytest.mark.parametrize(("gateway", "both"), [("xor", False), ("or", True), ("task", True)])
def test_the_default_flow_may_stand_first(gateway: str, both: bool, x: int) -> None:
    sketch = f"""
        start s
        {gateway} g
        task D
        task A
        task B
        end d
        end a
        end b
        s > g >* D > d
        g >[x > 0] A > a
        g >[x > 1] B > b
    """
    expected = {0: "D", 1: "A", 2: "A B" if both else "A"}[x]
    assert course(sketch, x=x) == f"{expected} | completed"


@pytest.mark.parametrize(("x", "expected"), [(1, "A N | completed"), (0, "D N | completed")])
def test_an_unconditional_flow_does_not_stand_in_for_the_default(x: int, expected: str) -> None:
    sketch = """
        start s
        task t
        task D
        task A
        task N
        end d
        end a
        end n
        s > t >* D > d
        t >[x > 0] A > a
        t > N > n
    """
    assert sorted(course(sketch, x=x).split()) == sorted(expected.split())


def test_a_process_that_begins_by_a_condition_waits_until_it_holds() -> None:
    sketch = 'start s "when:x > 0"\ntask A\nend e\ns > A > e'
    assert course(sketch, x=1) == "A | completed"
    assert course(sketch, x=0) == "| waiting s"


def test_what_camunda_asks_of_a_variable_is_answered() -> None:
    sketch = """
        start s
        xor g
        script A "set:x=get or else(x, 5)"
        task B
        end a
        end b
        s > g >[not(is defined(x))] A > a
        g >[is defined(x)] B > b
    """
    assert course(sketch) == "A | completed"
    assert course(sketch, x=1) == "B | completed"


MANY = (
    line("t")
    + '<task id="t"><multiInstanceLoopCharacteristics isSequential="{sequential}"><extensionElements>'
    '<zeebe:loopCharacteristics inputCollection="=[10,20,30]" inputElement="item"/></extensionElements>'
    "<completionCondition>{condition}</completionCondition></multiInstanceLoopCharacteristics></task>"
)


@pytest.mark.parametrize("sequential", ["true", "false"])
@pytest.mark.parametrize("condition", ["=item = 20", "=loopCounter = 2", "=numberOfCompletedInstances = 2"])
def test_a_completion_condition_is_looked_at_whenever_an_instance_ends_and_sees_its_variables(
    sequential: str, condition: str
) -> None:
    xml = file(MANY.format(sequential=sequential, condition=condition))
    result = play(xml, read_script({}), MONDAY)
    done = [
        said for said in result.trace if said.element == "t" and said.what == "completed" and not said.body
    ]
    assert (len(done), result.state) == (2, "completed")
