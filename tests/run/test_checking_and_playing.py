"""`run.py check` and `run.py play` as their callers see them: lines and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.engine.lint.drawn import file, line

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = Path("tests/engine/diagrams")


def run_py(*words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "run.py", *words], cwd=ROOT, capture_output=True, text=True, input=lines, check=False
    )


def answers(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(text) for text in result.stdout.splitlines()]


def test_check_says_each_finding_in_a_line_and_the_worst_in_its_exit_code(tmp_path: Path) -> None:
    good, bad, none = tmp_path / "good.bpmn", tmp_path / "bad.bpmn", tmp_path / "none.bpmn"
    good.write_bytes(file(line("t") + '<task id="t"/>'))
    bad.write_bytes(file(line("t") + '<task id="t"/><task id="x"/>'))
    none.write_text("no diagram")
    assert run_py("check", str(good), "--json").returncode == 0
    refused = run_py("check", str(bad), str(good), "--json")
    assert refused.returncode == 1
    found = {said["rule"]: said for said in answers(refused)}["without-incoming"]
    assert set(found) == {"file", "element", "rule", "severity", "message"}
    assert (found["file"], found["element"], found["severity"]) == (str(bad), "x", "refuse")
    assert run_py("check", str(bad), str(none)).returncode == 2


def test_check_answers_every_line_of_its_input_with_one_line() -> None:
    case = {"path": str(DIAGRAMS / "exclusive.bpmn")}
    result = run_py("check", lines=f'{json.dumps(case)}\n{{"path": "nowhere.bpmn"}}\nnot json\n')
    first, second, third = answers(result)
    assert (first["path"], first["exit"]) == (case["path"], 0)
    assert (second["exit"], second["findings"][0]["element"]) == (2, None)
    assert "error" in third


def test_play_prints_the_trace_and_the_end(tmp_path: Path) -> None:
    told = tmp_path / "answers.json"
    told.write_text(json.dumps({"many": {"verdict": "ok"}}))
    words = ("play", str(DIAGRAMS / "exclusive.bpmn"), "--data", '{"count": 11}', "--answers", str(told))
    result = run_py(*words, "--now", "2026-11-24T09:00:00+08:00", "--json")
    assert result.returncode == 0, result.stderr
    *trace, end = answers(result)
    assert {
        "element": "many",
        "name": "",
        "what": "completed",
        "when": "2026-11-24T09:00:00+08:00",
    }.items() <= (trace[-1].items())
    assert end == {"state": "completed", "data": {"count": 11, "verdict": "ok"}, "waiting": []}


def test_play_asks_the_tables_beside_the_diagram_and_answers_line_by_line(tmp_path: Path) -> None:
    task = (
        '<businessRuleTask id="t"><extensionElements><zeebe:calledDecision decisionId="twice" '
        'resultVariable="r"/></extensionElements></businessRuleTask>'
    )
    (tmp_path / "asks.bpmn").write_bytes(file(line("t") + task))
    (tmp_path / "asked.dmn").write_text(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">'
        '<decision id="twice" name="twice"><variable name="twice"/>'
        "<literalExpression><text>2 * a</text></literalExpression></decision></definitions>"
    )
    (tmp_path / "bad.bpmn").write_bytes(file("<task/>"))
    cases = [
        {"path": str(tmp_path / "asks.bpmn"), "data": {"a": 21}},
        {"path": str(tmp_path / "bad.bpmn")},
        {"path": "run.py"},
    ]
    result = run_py("play", lines="\n".join(json.dumps(case) for case in cases))
    first, second, third = answers(result)
    assert (first["exit"], first["state"], first["data"]) == (0, "completed", {"a": 21, "r": 42})
    assert (second["exit"], second["trace"]) == (1, [])
    assert third["exit"] == 2


def test_play_takes_several_processes_and_says_why_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "pair.bpmn"
    path.write_bytes(
        file(
            '<startEvent id="s"/><intermediateThrowEvent id="t"><messageEventDefinition messageRef="m"/>'
            '</intermediateThrowEvent><endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
            '<sequenceFlow id="f2" sourceRef="t" targetRef="e"/>',
            roots='<message id="m" name="m"/><process id="q" isExecutable="true"><startEvent id="qs"/>'
            '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
            '<endEvent id="qe"/><sequenceFlow id="q1" sourceRef="qs" targetRef="c"/>'
            '<sequenceFlow id="q2" sourceRef="c" targetRef="qe"/></process>',
        )
    )
    case = {"path": str(path), "process": ["p", "q"]}
    by_word = answers(run_py("play", str(path), "--process", "p", "q", "--json"))
    [by_line, stopped] = answers(
        run_py("play", lines=f"{json.dumps(case)}\n{json.dumps({**case, 'max_steps': 1, 'process': 'q'})}\n")
    )
    assert [said["element"] for said in by_word[:-1] if said["what"] == "completed"][-1] == "qe"
    assert (by_line["state"], by_line["waiting"]) == ("completed", [])
    assert "message" not in by_line
    assert stopped["state"] == "waiting"
