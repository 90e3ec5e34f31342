"""Several processes played beside each other, and plays that would never end."""

from __future__ import annotations

import time

import pytest

from tests.engine.conformance.played import course, refused
from tests.engine.conformance.sketch import file_of
from tests.engine.running import MONDAY
from workflows.engine.play import Played, play
from workflows.engine.play.script import read_script

PAIR = """
    process first
        start s
        throw t {event}
        task A
        end e
        s > t > A > e
    process second
        start s2
        catch c {event}
        task B
        end e2
        s2 > c > B > e2
"""


def together(sketch: str, *processes: str, max_steps: int = 100) -> Played:
    assert refused(sketch) == []
    return play(file_of(sketch), read_script({}), MONDAY, processes, max_steps=max_steps)


@pytest.mark.parametrize("event", ["message:M", "signal:S"])
@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_processes_begun_together_hear_each_other(event: str, order: tuple[str, str]) -> None:
    result = together(PAIR.format(event=event), *order)
    done = {line.element for line in result.trace if line.what == "completed"}
    assert result.state == "completed"
    assert {"A", "B"} <= done


def test_a_process_with_triggered_starts_only_is_begun_by_what_another_throws() -> None:
    sketch = PAIR.format(event="message:M").replace("start s2", "start s2 message:M")
    sketch = sketch.replace("catch c message:M", "task c")
    result = together(sketch, "first", "second")
    assert [line.element for line in result.trace].count("B") == 1


def test_what_becomes_of_a_process_that_was_started_counts() -> None:
    sketch = """
        process first
            start s
            end e message:M
            s > e
        process second
            start s2 message:M
            {node}
            end e2 {end}
            s2 > N > e2
    """
    assert course(sketch.format(node="task N", end="error:X")) == "N | error"
    assert course(sketch.format(node="user N", end="")) == "| completed N"


ENDLESS = {
    "a cycle in the flow": "start s\ncatch c cycle:R/PT1H\ntask A\nend e\ns > c > A > e",
    "a loop with a timer": """
        start s
        xor g
        catch c timer:PT1H
        xor back
        end e
        s > g > c > back >[true] g
        back >* e
    """,
    "a cycle that leaves tasks behind": """
        start s
        user Work
        boundary b on:Work cycle:R/PT1H cancelActivity:false
        user U
        end e
        end e1
        s > Work > e
        b > U > e1
    """,
    "a process that begins itself": """
        process first
            start s message:M
            end e message:M
            s > e
    """,
}


@pytest.mark.parametrize("sketch", ENDLESS.values(), ids=ENDLESS)
def test_a_play_without_end_is_ended_and_says_so(sketch: str) -> None:
    began = time.process_time()
    result = play(file_of(sketch), read_script({}), MONDAY)
    assert time.process_time() - began < 10
    assert result.stopped
    assert together(sketch, max_steps=20).stopped == "走了 20 步，到此为止 · stopped after 20 steps"


def test_a_loop_in_which_nothing_waits_is_an_error_within_seconds() -> None:
    sketch = "start s\nxor g\ntask A\nxor back\nend e\ns > g > A > back >[true] g\nback >* e"
    began = time.process_time()
    result = play(file_of(sketch), read_script({}), MONDAY)
    assert time.process_time() - began < 10
    assert result.state == "error"
    assert "never comes to rest" in (result.trace[-1].message or "")
