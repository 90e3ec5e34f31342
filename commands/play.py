"""`run.py play FILE.bpmn …`: play a diagram through on a simulated clock; without a file, JSON lines on
standard input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from commands.answering.json_lines import Answer, Case, NotACase, answer_lines, data_of, field, parsed_json
from commands.check import DEPLOYABLE, checked_file, exit_of, finding_as_json
from commands.decide import decisions_of
from workflows.decisions import UnknownDecision
from workflows.engine.findings import Finding, NotDeployable
from workflows.engine.play import MAX_STEPS, Played, TraceLine, play
from workflows.engine.play.script import read_script
from workflows.engine.timers.moments import OFFICE_ZONE
from workflows.feel import json_text

HELP = "用给定的答复在模拟时钟上试走流程 · play a diagram through on a simulated clock"

REFUSED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", nargs="?", metavar="FILE.bpmn", help="文件；不写则逐行读入 · the file, or none to read lines"
    )
    parser.add_argument(
        "--process",
        metavar="ID",
        nargs="+",
        action="extend",
        help="要走的流程，可写几个 · the process or processes; else the first executable one",
    )
    parser.add_argument("--data", default="{}", metavar="JSON", help="起始变量 · variables at the start")
    parser.add_argument(
        "--answers",
        metavar="FILE",
        help='答复：元素编号、"messages"、"signals" · answers by element id, messages, signals',
    )
    parser.add_argument("--now", metavar="TIME", help="开始时刻，带时区的ISO 8601 · when it begins, ISO 8601")
    parser.add_argument(
        "--max-steps", type=int, default=MAX_STEPS, metavar="N", help="最多步数 · acts at most"
    )
    parser.add_argument("--json", action="store_true", help="每行一个JSON对象 · one JSON object a line")


def run(arguments: argparse.Namespace) -> int:
    """Print the trace and the end; 0 it ran, 1 refused, 2 not readable as BPMN."""
    if arguments.path is None:
        return answer_lines(answer, sys.stdin)
    try:
        told = answer(_case_of(arguments))
    except (NotACase, OSError) as fault:
        print(fault, file=sys.stderr)
        return REFUSED
    _print(told, json_text if arguments.json else _plain)
    return int(told["exit"])


def _case_of(arguments: argparse.Namespace) -> Case:
    answers = parsed_json(Path(arguments.answers).read_text(encoding="utf-8")) if arguments.answers else {}
    return {
        "path": arguments.path,
        "process": arguments.process,
        "data": parsed_json(arguments.data),
        "answers": answers,
        "now": arguments.now,
        "max_steps": Decimal(arguments.max_steps),
    }


def answer(case: Case) -> Answer:
    """The answer to ``{"path", "process", "data", "answers", "now", "max_steps"}``; `process` is an id or a
    list of them.
    """
    path = Path(field(case, "path"))
    checked = checked_file(path)
    if exit_of(checked) != DEPLOYABLE:
        return _refused(path, exit_of(checked), checked.findings)
    try:
        now = _now(case.get("now"))
        played = _played(path, case, now)
    except NotDeployable as refused:
        return _refused(path, REFUSED, refused.findings)
    return {
        "path": str(path),
        "exit": Decimal(DEPLOYABLE),
        "trace": [_line(line, now) for line in played.trace],
        **_end(played),
    }


def _played(path: Path, case: Case, now: datetime) -> Played:
    answers = case.get("answers") or {}
    if not isinstance(answers, dict):
        raise NotACase("“answers”应为JSON对象 · 'answers' must be a JSON object")
    return play(
        path.read_bytes(),
        read_script(answers, partial(_decide, path)),
        now,
        _processes(case.get("process")),
        data_of(case),
        _steps(case.get("max_steps")),
    )


def _decide(path: Path, decision: str, variables: Mapping[str, Any]) -> Any:
    """The decision of that id in a table beside the diagram. Raises `KeyError` where none has it."""
    for file in sorted(path.parent.glob("*.dmn")):
        try:
            return decisions_of(file).evaluate(decision, variables).value
        except UnknownDecision:
            continue
    raise KeyError(decision)


def _now(said: Any) -> datetime:
    if said is None:
        return datetime.now(OFFICE_ZONE)
    try:
        moment = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        raise NotACase(f"“now”不是ISO 8601时刻 · 'now' is no ISO 8601 time: {said!r}") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=OFFICE_ZONE)


def _processes(said: Any) -> list[str] | None:
    named = [said] if isinstance(said, str) else said or []
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise NotACase("“process”应为流程编号或其列表 · 'process' is a process's id or a list of them")
    return [name for name in named if name] or None


def _steps(said: Any) -> int:
    if said is None:
        return MAX_STEPS
    if not isinstance(said, Decimal) or said != said.to_integral_value() or not 0 < said <= 1_000_000:
        raise NotACase("“max_steps”应为正整数 · 'max_steps' is a whole number above 0")
    return int(said)


def _refused(path: Path, status: int, findings: tuple[Finding, ...]) -> Answer:
    return {
        "path": str(path),
        "exit": Decimal(status),
        "trace": [],
        "state": None,
        "data": None,
        "waiting": [],
        "findings": [finding_as_json(path, finding) for finding in findings],
    }


def _line(line: TraceLine, now: datetime) -> Answer:
    """One line of the trace, its time in the zone the play began in."""
    told = {
        "element": line.element,
        "name": line.name,
        "what": line.what,
        "when": line.when.astimezone(now.tzinfo).isoformat(),
        "process": line.process,
    }
    if line.body:
        told["body"] = True
    if line.message:
        told["message"] = line.message
    return told


def _end(played: Played) -> Answer:
    end = {"state": played.state, "data": dict(played.data), "waiting": list(played.waiting)}
    return end if played.stopped is None else {**end, "message": played.stopped}


def _print(told: Answer, as_text: Callable[[Answer], str]) -> None:
    for line in [*told.get("findings", ()), *told["trace"]]:
        print(as_text(line), flush=True)
    if told["state"] is not None:
        ending = ("state", "data", "waiting", "message")
        print(as_text({name: told[name] for name in ending if name in told}), flush=True)


def _plain(line: Answer) -> str:
    if "rule" in line:
        return f"{line['severity']} {line['rule']} {line['element'] or ''}: {line['message']}"
    if "state" in line:
        return json_text(line)
    words = f"{line['when']}  {line['what']:<9}  {line['element']}  {line['name']}".rstrip()
    return f"{words}  {line['message']}" if "message" in line else words
