"""Messages that a job sends: throw and end events with a `zeebe:taskDefinition`, as Camunda 8 has them."""

from __future__ import annotations

import pytest

from tests.engine.conformance.played import refused
from tests.engine.conformance.sketch import file_of
from tests.engine.running import Running
from workflows import engine

SENDS = """
    start s
    sub p
        start ps
        {kind}
        {after}
        {way}
    boundary b on:p error:E
    task Caught
    end e
    end e1
    s > p > e
    b > Caught > e1
"""
KINDS = {
    "throw": {"kind": "throw t message:M job:letter", "after": "end pe", "way": "ps > t > pe"},
    "end": {"kind": "end t message:M job:letter", "after": "task Unused", "way": "ps > Unused > t"},
}


def running(kind: str) -> Running:
    sketch = SENDS.format(**KINDS[kind])
    assert refused(sketch) == []
    return Running(engine.load_definition(engine.compile_process(file_of(sketch))))


@pytest.mark.parametrize("kind", KINDS)
def test_the_event_waits_for_its_job_and_the_engine_throws_nothing(kind: str) -> None:
    run = running(kind)
    assert [(job.type, job.element_id) for job in run.step.jobs] == [("letter", "t")]
    assert run.waiting() == ["t"]
    run.finish("t", sent=True)
    assert run.outcome == "completed"
    assert run.variables["sent"] is True
    assert not any(step.messages for step in run.steps)


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_that_fails_is_an_incident_or_an_error_that_is_caught(kind: str) -> None:
    run = running(kind)
    run.fail("t")
    assert [incident.kind for incident in run.live().incidents] == ["job"]
    run.retry()
    assert [job.element_id for job in run.step.jobs] == ["t"]
    run.fail("t", code="E")
    assert run.outcome == "completed"
    assert "Caught" in run.completed()


def test_a_message_sent_by_a_job_needs_no_name() -> None:
    sketch = "start s\nend e message job:letter\ns > e"
    assert refused(sketch) == []
    assert refused(sketch.replace(" job:letter", "")) == [("message-without-name", "e")]
