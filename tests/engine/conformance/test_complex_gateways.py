"""Complex gateways that join: started when enough has come, reset by the rest (BPMN 2.0.2, 10.6.5)."""

from __future__ import annotations

import pytest

from tests.engine.conformance.played import course, refused
from tests.engine.conformance.sketch import file_of
from tests.engine.running import Running
from workflows import engine

JOIN = """
    start s
    or fork
    user A
    user B
    user C
    complex join "activation:{condition}"
    user Next
    end e
    s > fork >[a] A > join
    fork >[b] B > join
    fork >[c] C > join
    join > Next > e
"""
LOOP = (
    JOIN.replace("end e\n", "xor again\n    xor back\n    end e\n")
    .replace("join > Next > e", "join > Next > again >[turns > 1] fork\n    again >* e")
    .replace("s > fork >[a]", "s > back > fork >[a]")
    .replace("[turns > 1] fork", "[turns > 1] back")
)


def running(sketch: str, **data: object) -> Running:
    definition = engine.load_definition(engine.compile_process(file_of(sketch)))
    return Running(definition, **{"a": True, "b": True, "c": True, **data})


@pytest.mark.parametrize("count", [1, 2, 3])
def test_it_goes_on_once_when_enough_have_come_and_takes_in_the_rest(count: int) -> None:
    run = running(JOIN.format(condition=f"activationCount >= {count}"))
    for number, task in enumerate("ABC", 1):
        assert run.tasks().count("Next") == (1 if number > count else 0)
        run.complete(task)
    assert run.tasks() == ["Next"]
    run.complete("Next")
    assert run.outcome == "completed"


def test_it_is_used_again_after_the_rest_has_come() -> None:
    run = running(LOOP.format(condition="activationCount >= 2"), turns=2)
    run.complete("A")
    run.complete("B")
    run.complete("Next", turns=2)
    assert run.tasks() == ["A", "B", "C", "C"], "the first round is not over"
    run.complete("A")
    run.complete("B")
    assert run.tasks() == ["C", "C"], "the second round waits for the reset"
    run.complete("C", nth=0)
    assert run.tasks() == ["C", "Next"]
    run.complete("Next", turns=1)
    run.complete("C")
    assert run.outcome == "completed"


def test_it_is_reset_at_once_where_nothing_more_can_come() -> None:
    run = running(JOIN.format(condition="activationCount >= 1"), b=False, c=False)
    run.complete("A")
    run.complete("Next")
    assert run.outcome == "completed"


def test_the_flows_that_have_come_are_known_by_their_ids_and_the_reset_has_a_way_of_its_own() -> None:
    sketch = """
        start s
        and fork
        user A
        user B
        complex join "activation:activationCount = 1"
        task Started
        task Reset
        end e
        end e1
        s > fork > A > join
        fork > B > join
        join >[waitingForStart] Started > e
        join >[not(waitingForStart)] Reset > e1
    """
    assert course(sketch, {"A": {}, "B": {}}) == "A Started B Reset | completed"


def test_too_few_tokens_are_an_incident_not_an_end() -> None:
    sketch = JOIN.format(condition="activationCount >= 3")
    assert course(sketch, {"A": {}, "B": {}}, a=True, b=True, c=False) == "A B | stuck join"


def test_a_condition_that_fails_is_an_incident_that_can_be_mended() -> None:
    run = running(JOIN.format(condition="activationCount >= enough"), b=False, c=False)
    run.complete("A")
    assert [incident.kind for incident in run.live().incidents] == ["condition"]
    run.set_variables(enough=1)
    run.retry()
    assert run.tasks() == ["Next"]


def test_without_a_condition_it_is_refused_by_name() -> None:
    assert refused(JOIN.replace(' "activation:{condition}"', "")) == [
        ("activation-condition-missing", "join")
    ]
