"""`run.py feel` and `run.py decide`: one JSON line a case, in order, whatever the case is."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from commands import decide, feel
from commands.answering.json_lines import answer_lines
from tests.decisions.drawing import decision, file, literal, table
from workflows.decisions import read_decisions

TABLE = Path(__file__).parents[2] / "bpmn" / "accident_report" / "accident_grade.dmn"


def lines(command: Any, *cases: object) -> list[dict]:
    given = [case if isinstance(case, str) else json.dumps(case, ensure_ascii=False) for case in cases]
    output = io.StringIO()
    answer_lines(command.answer, given, output)
    return [json.loads(line) for line in output.getvalue().splitlines()]


def shell(command: Any, *words: str) -> tuple[int, argparse.Namespace]:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    arguments = parser.parse_args(words)
    return command.run(arguments), arguments


def test_every_line_gets_exactly_one_answer_in_order() -> None:
    answers = lines(
        feel,
        {"expression": "a b + 1", "data": {"a b": 1.5}},
        {"expression": "1 +"},
        "no json",
        "",
        "[1]",
        {"expression": 1},
        {"expression": "1", "data": []},
        {"expression": "x + 1", "data": {"x": "text"}},
        '{"expression": "x", "data": {"x": NaN}}',
        {"expression": '@"2026-01-01"'},
    )
    assert answers[0] == {"result": 2.5}
    assert answers[1]["error"]["line"] == 1 and answers[1]["error"]["column"] == 4
    assert all("message" in each["error"] for each in answers[2:6])
    assert answers[6]["result"] is None and len(answers[6]["warnings"]) == 1
    assert "error" in answers[7]
    assert answers[8] == {"result": "2026-01-01"}
    assert len(answers) == 9


def test_decisions_are_asked_by_line() -> None:
    path = str(TABLE)
    data = {"deaths": 3, "serious_injuries": 0, "direct_loss_wan": 0}
    answers = lines(
        decide,
        {"path": path, "decision": "accident_grade", "data": data},
        {"path": path, "decision": "事故等级", "data": data | {"deaths": "three"}},
        {"path": path, "decision": "nobody"},
        {"path": path + ".none", "decision": "x"},
        {"path": path},
    )
    assert answers[0] == {"result": "larger"}
    assert answers[1]["result"] is None and answers[1]["warnings"]
    assert answers[2]["error"]["element"] == "nobody"
    assert all("error" in each for each in answers[3:])


def test_what_the_standard_calls_an_error_is_null_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "d.dmn"
    java = (
        '<businessKnowledgeModel id="k" name="cosine"><encapsulatedLogic kind="Java">'
        '<formalParameter name="x"/></encapsulatedLogic></businessKnowledgeModel>'
    )
    path.write_bytes(
        file(
            java,
            decision("two rules", table(["x"], ["word"], [["> 1", "1"], ["> 2", "2"]])),
            decision("needs it", literal("if two rules = null then 0 else 1"), "decision:two rules"),
            decision("calls", literal("cosine(1)"), "knowledge:k"),
            decision("other words", literal("a").replace(">", ' expressionLanguage="juel">', 1)),
        )
    )
    names = ("two rules", "needs it", "calls", "other words")
    answers = lines(decide, *({"path": str(path), "decision": name, "data": {"x": 3}} for name in names))
    assert [answer["result"] for answer in answers] == [None, 0, None, None]
    assert all(answer["warnings"] for answer in answers)


def test_a_decision_on_the_way_may_be_given_instead_of_made(tmp_path: Path) -> None:
    path = tmp_path / "d.dmn"
    made = decision("made", literal('"by the table"'), type="string")
    path.write_bytes(file(made, decision("d", literal('"it is " + made'), "decision:made")))
    data: dict[str, str] = {"made": "by hand"}
    for name, given, answer in (
        ("d", {}, "it is by the table"),
        ("d", data, "it is by hand"),
        ("made", data, "by the table"),
    ):
        assert lines(decide, {"path": str(path), "decision": name, "data": given}) == [{"result": answer}]
    assert read_decisions(path.read_bytes()).evaluate("d", data).value == "it is by the table"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "d.dmn"
    for number in ("1", "22"):
        path.write_bytes(
            b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="n" namespace="n">'
            b'<decision name="d"><literalExpression><text>'
            + number.encode()
            + b"</text></literalExpression></decision></definitions>"
        )
        assert lines(decide, {"path": str(path), "decision": "d"}) == [{"result": int(number)}]


def test_one_case_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert shell(feel, "x * 2", "--data", '{"x": 21}')[0] == 0
    assert shell(feel, "1 +")[0] == 1
    assert shell(feel, "1", "--data", "{")[0] == 1
    data = '{"deaths": 30, "serious_injuries": 0, "direct_loss_wan": 0}'
    assert shell(decide, str(TABLE), "--decision", "accident_grade", "--data", data)[0] == 0
    first, *broken, last = capsys.readouterr().out.splitlines()
    assert json.loads(first) == {"result": 42}
    assert all("error" in json.loads(line) for line in broken)
    assert json.loads(last) == {"result": "extraordinary"}


def test_numbers_are_read_and_printed_with_all_their_digits() -> None:
    output = io.StringIO()
    answer_lines(feel.answer, ['{"expression": "x", "data": {"x": 0.12345678901234567890123456789}}'], output)
    assert output.getvalue() == '{"result": 0.12345678901234567890123456789}\n'
