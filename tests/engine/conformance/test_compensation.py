"""Undoing what is completed, subprocesses included (BPMN 2.0.2, 10.7 and 13.5.5)."""

from __future__ import annotations

import pytest

from tests.engine.conformance.played import course, refused
from tests.engine.conformance.sketch import file_of
from tests.engine.running import Running
from workflows import engine

UNDONE = """
    start s
    sub p
        start ps
        task A
        boundary ba on:A compensate
        task UndoA isForCompensation:true
        task B
        boundary bb on:B compensate
        task UndoB isForCompensation:true
        end pe
        {inside}
        ps > A > B > pe
        ba ~ UndoA
        bb ~ UndoB
    {at_p}
    task C
    boundary bc on:C compensate
    task UndoC isForCompensation:true
    throw t {throw}
    task After
    end e
    bc ~ UndoC
    s > p > C > t > After > e
"""
HANDLER = """handler h
            start hs compensate
            task Handle
            throw ht {throw}
            end he
            hs > Handle > ht > he"""


def undone(inside: str = "", at_p: str = "", throw: str = "compensate") -> str:
    return course(UNDONE.format(inside=inside, at_p=at_p, throw=throw))


def test_a_throw_undoes_what_was_completed_inside_a_finished_subprocess_the_last_first() -> None:
    assert undone() == "A B C UndoC UndoB UndoA After | completed"


def test_a_throw_may_name_the_subprocess_or_an_activity_beside_it() -> None:
    assert undone(throw="compensate:p") == "A B C UndoB UndoA After | completed"
    assert undone(throw="compensate:C") == "A B C UndoC After | completed"


def test_a_handler_at_the_subprocess_undoes_it_as_a_whole() -> None:
    at_p = "boundary bp on:p compensate\n    task UndoP isForCompensation:true\n    bp ~ UndoP"
    assert undone(at_p=at_p) == "A B C UndoC UndoP After | completed"


@pytest.mark.parametrize(
    ("throw", "handled"),
    [("compensate", "Handle UndoB UndoA"), ("compensate:A", "Handle UndoA"), ("", "Handle")],
)
def test_a_compensation_event_subprocess_decides_what_is_undone(throw: str, handled: str) -> None:
    assert undone(inside=HANDLER.format(throw=throw)) == f"A B C UndoC {handled} After | completed"


def test_every_instance_of_a_repeated_subprocess_is_undone() -> None:
    sketch = """
        start s
        sub p many:2
            start ps
            task A
            boundary b on:A compensate
            task Undo isForCompensation:true
            end pe
            ps > A > pe
            b ~ Undo
        end e compensate
        s > p > e
    """
    assert course(sketch) == "A A Undo Undo | completed"
    looped = "start s\ntask A loop:/3\nboundary b on:A compensate\ntask U isForCompensation:true\n"
    assert course(looped + "end e compensate\ns > A > e\nb ~ U") == "A A A U U U | completed"


def test_a_compensation_end_event_in_a_subprocess_undoes_that_subprocess_alone() -> None:
    sketch = """
        start s
        task Before
        boundary bb on:Before compensate
        task UndoBefore isForCompensation:true
        sub p
            start ps
            task A
            boundary b on:A compensate
            task UndoA isForCompensation:true
            end pe compensate
            ps > A > pe
            b ~ UndoA
        end e
        s > Before > p > e
        bb ~ UndoBefore
    """
    assert course(sketch) == "Before A UndoA | completed"


def test_a_cancelled_transaction_undoes_the_subprocesses_inside_it_and_goes_on_by_its_boundary() -> None:
    sketch = """
        start s
        transaction t
            start ts
            sub p
                start ps
                task A
                boundary ba on:A compensate
                task UndoA isForCompensation:true
                end pe
                ps > A > pe
                ba ~ UndoA
            and fork
            user Waits
            task C
            boundary bc on:C compensate
            task UndoC isForCompensation:true
            end te cancel
            end te2
            ts > p > fork > Waits > te2
            fork > C > te
            bc ~ UndoC
        boundary bt on:t cancel
        task Cancelled
        task Done
        end e
        end e1
        s > t > Done > e1
        bt > Cancelled > e
    """
    assert course(sketch) == "A C Waits!cancelled UndoC UndoA Cancelled | completed"


def test_an_activity_out_of_reach_is_refused_by_name() -> None:
    assert ("compensation-out-of-reach", "t") in refused(
        UNDONE.format(inside="", at_p="", throw="compensate:A")
    )


def test_variables_of_the_finished_subprocess_are_seen_by_its_handlers_and_survive_storing() -> None:
    sketch = """
        start s
        sub p in:kept=x+1
            start ps
            user A
            boundary b on:A compensate
            script Undo isForCompensation:true set:seen=kept
            end pe
            ps > A > pe
            b ~ Undo
        script change set:x=100
        user wait
        end e compensate
        s > p > change > wait > e
    """
    definition = engine.load_definition(engine.compile_process(file_of(sketch)))
    run = Running(definition, x=1)
    run.complete("A")
    run.complete("wait")
    assert run.outcome == "completed"
    assert run.variables["seen"] == 2
