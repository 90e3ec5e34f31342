"""Ad-hoc subprocesses: all at once or one after another, until it is enough (BPMN 2.0.2, 13.3.5)."""

from __future__ import annotations

import pytest

from tests.engine.conformance.played import course
from tests.engine.conformance.sketch import file_of
from tests.engine.running import Running
from workflows import engine

AD_HOC = """
    start s
    adhoc any {words}
        {kind} A
        {kind} B
        {kind} C
        B > C
    task After
    end e
    s > any > After > e
"""


def running(words: str, **data: object) -> Running:
    sketch = AD_HOC.format(words=words, kind="user")
    return Running(engine.load_definition(engine.compile_process(file_of(sketch))), **data)


@pytest.mark.parametrize("ordering", ["Parallel", "Sequential"])
def test_everything_is_done_once(ordering: str) -> None:
    assert course(AD_HOC.format(words=f"ordering:{ordering}", kind="task")) in (
        "A B C After | completed",
        "B A C After | completed",
    )


def test_in_sequence_one_activity_is_offered_at_a_time() -> None:
    run = running("ordering:Sequential")
    for task in ("A", "B", "C"):
        assert run.tasks() == [task]
        run.complete(task)
    assert run.outcome == "completed"


def test_what_is_enough_ends_it_and_withdraws_the_rest() -> None:
    run = running('"completion:numberOfCompletedInstances >= 2"')
    run.complete("B")
    assert run.tasks() == ["A", "C"]
    run.complete("C")
    assert run.outcome == "completed"
    assert run.completed().count("After") == 1


def test_what_runs_may_end_where_the_subprocess_says_so() -> None:
    run = running('"completion:enough" cancelRemainingInstances:false', enough=False)
    run.complete("B", enough=True)
    assert run.tasks() == ["A", "C"]
    run.complete("A", enough=False)
    run.complete("C")
    assert run.outcome == "completed", "it was enough once"


def test_what_is_not_enough_is_offered_again() -> None:
    run = running('"completion:approved" ordering:Sequential', approved=False)
    for task in ("A", "B", "C", "A"):
        run.complete(task)
    assert run.tasks() == ["B"]
    run.complete("B", approved=True)
    assert run.outcome == "completed"


def test_a_condition_that_fails_is_an_incident_of_the_subprocess() -> None:
    run = running('"completion:enough > 1"')
    run.complete("A")
    assert [(i.element_id, i.kind) for i in run.live().incidents] == [("any", "condition")]
    run.set_variables(enough=2)
    run.retry()
    assert run.outcome == "completed"
