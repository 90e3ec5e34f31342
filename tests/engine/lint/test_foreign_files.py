"""Files nobody here drew: findings come back, in time and in little memory, never a traceback."""

from __future__ import annotations

import time

import pytest

from tests.engine.lint.drawn import file, flow, said_of
from tests.engine.running import DIAGRAMS
from workflows.engine.lint.checking import MAX_ELEMENTS, MAX_PROCESSES, check_file
from workflows.engine.xml_source import MAX_BYTES

BOMB = b'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><definitions>&b;</definitions>'


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (b"", "xml-not-well-formed"),
        (file("<task id='t'/>")[:-30], "xml-not-well-formed"),
        (BOMB, "xml-doctype"),
        (b'<?xml version="1.0" encoding="UTF-8"?><a>\xff\xfe</a>', "xml-not-well-formed"),
        (b"<a>" + b" " * MAX_BYTES, "xml-too-large"),
        (b"<html/>", "not-bpmn"),
        (b'<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>', "not-bpmn"),
    ],
)
def test_what_is_no_bpmn_is_said_to_be_unreadable(xml: bytes, rule: str) -> None:
    answer = check_file(xml)
    assert [finding.rule for finding in answer.findings] == [rule]
    assert not answer.readable and not answer.is_deployable


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_file_may_be_written_in_any_declared_encoding(encoding: str) -> None:
    text = file('<startEvent id="s"/><task id="t" name="立案"/>' + flow("f", "s", "t")).decode()
    answer = check_file(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding))
    assert answer.is_deployable


def test_a_chain_of_thousands_is_looked_over_in_seconds() -> None:
    count = 3000
    tasks = "".join(f'<task id="t{n}"/>' for n in range(count))
    flows = "".join(flow(f"f{n}", f"t{n}", f"t{n + 1}") for n in range(count - 1))
    began = time.process_time()
    answer = check_file(file(f'<startEvent id="s"/>{flow("first", "s", "t0")}{tasks}{flows}'))
    assert answer.is_deployable
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (file("<task/>" * MAX_ELEMENTS), "too-many-elements"),
        (file("", roots='<process id="q"/>' * (MAX_PROCESSES + 1)), "too-many-processes"),
        (file(flow("f", "s", "s", "(" * 300_000)), "expression-too-long"),
        (
            file("".join(flow(f"f{n}", "s", "s", f"{'a+' * 9000}{n}") for n in range(40))),
            "expressions-too-long",
        ),
    ],
)
def test_what_would_take_too_long_is_refused_by_its_size(xml: bytes, rule: str) -> None:
    began = time.process_time()
    assert rule in [found for found, _ in said_of(xml)]
    assert time.process_time() - began < 10


def test_a_file_with_nothing_but_foreign_extensions_names_the_vendor() -> None:
    said = said_of(file('<task id="t" xmlns:a="http://activiti.org/bpmn" a:assignee="kermit"/>'))
    assert ("foreign-vocabulary", "t") in said


@pytest.mark.parametrize("path", sorted(DIAGRAMS.glob("*.bpmn")), ids=lambda path: path.stem)
def test_no_false_alarm_on_the_diagrams_the_engine_runs(path) -> None:  # noqa: ANN001
    refused = {
        finding.rule for finding in check_file(path.read_bytes()).findings if finding.severity == "refuse"
    }
    # These two are drawn to show faults at run time, with events that lead nowhere.
    drawn_with_faults = {"boundary-without-outgoing", "event-without-outgoing"}
    allowed = drawn_with_faults if path.stem in ("faults", "expressions_that_fail") else set()
    assert refused <= allowed
