"""Event gateways that begin a process (BPMN 2.0.2, 10.6.6): the first event decides, or all are needed."""

from __future__ import annotations

import pytest

from tests.engine.conformance.played import course
from tests.engine.conformance.sketch import file_of
from tests.engine.running import MONDAY
from workflows import engine
from workflows.engine.step import Context

GATEWAY = """
    process first
        start s
        {thrown}
        end e
        s > {way} > e
    process second
        race g instantiate:true eventGatewayType:{type}
        catch a message:A
        catch b message:B
        task A
        task B
        end ea
        end eb
        g > a > A > ea
        g > b > B > eb
"""


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        ("Exclusive", "A", "A | completed"),
        ("Exclusive", "B", "B | completed"),
        ("Exclusive", "AB", "A B | completed"),  # two instances, one for each
        ("Parallel", "A", "A | completed b"),
        ("Parallel", "BA", "B A | completed"),
    ],
)
def test_messages_begin_what_follows_the_gateway(kind: str, names: str, expected: str) -> None:
    thrown = "\n        ".join(f"throw t{name} message:{name}" for name in names)
    way = " > ".join(f"t{name}" for name in names)
    assert course(GATEWAY.format(type=kind, thrown=thrown, way=way)) == expected


@pytest.mark.parametrize(("kind", "waiting"), [("Exclusive", []), ("Parallel", ["a"])])
def test_what_has_begun_the_process_is_waited_for_no_more(kind: str, waiting: list[str]) -> None:
    xml = file_of(GATEWAY.format(type=kind, thrown="task T", way="T"))
    definition = engine.load_definition(engine.compile_process(xml, "second"))
    assert [e.id for e in definition.elements.values() if e.begins_by("message")] == ["a", "b"]
    result = engine.start(definition, {}, Context(MONDAY), "b")
    assert [t.element_id for t in engine.describe(definition, result.state).of_kind("message")] == waiting
