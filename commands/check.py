"""`run.py check PATH… [--json]`: what stands against BPMN files; without a path, JSON lines on standard
input.
"""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path

from commands.answering.json_lines import Answer, Case, NotACase, answer_lines, bilingual, field
from workflows.engine.findings import Finding, refusal
from workflows.engine.lint.checking import Checked, check_file
from workflows.engine.xml_source import MAX_BYTES

HELP = "检查BPMN文件能否部署，或逐行读入 · check BPMN files, or JSON lines on standard input"

DEPLOYABLE, REFUSED, UNREADABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help='文件或文件夹；不写则逐行读 {"path"} · files or folders, or none to read lines',
    )
    parser.add_argument("--json", action="store_true", help="每行一个JSON对象 · one JSON object a line")


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; 0 deployable, 1 refused, 2 not readable as BPMN, of several files the highest."""
    if not arguments.paths:
        return answer_lines(answer, sys.stdin)
    worst = DEPLOYABLE
    for path in [file for given in arguments.paths for file in files_of(Path(given))]:
        checked = checked_file(path)
        for finding in checked.findings:
            print(_line(path, finding, arguments.json), flush=True)
        if not checked.findings and not arguments.json:
            print(f"{path}: 可部署 · deployable", flush=True)
        worst = max(worst, exit_of(checked))
    return worst


def answer(case: Case) -> Answer:
    """The answer to ``{"path"}``: one file, or a folder with the findings of all its diagrams."""
    said = field(case, "path")
    findings: list[Answer] = []
    worst = DEPLOYABLE
    for path in files_of(Path(said)):
        checked = checked_file(path)
        findings += [finding_as_json(path, finding) for finding in checked.findings]
        worst = max(worst, exit_of(checked))
    return {"path": said, "exit": Decimal(worst), "findings": findings}


def files_of(path: Path) -> list[Path]:
    """The file itself, or a folder's diagrams in the order of their names."""
    try:
        return sorted(path.rglob("*.bpmn")) if path.is_dir() else [path]
    except (OSError, ValueError) as fault:
        raise NotACase(f"路径不可用 · unusable path: {fault}") from None


def checked_file(path: Path) -> Checked:
    """The findings of one file; a file that cannot be opened has one too."""
    try:
        with path.open("rb") as file:
            # One byte beyond what is accepted is enough to refuse it; the rest is never read.
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as fault:
        said = refusal("not-readable", None, f"文件打不开：{fault}", f"the file cannot be opened: {fault}")
        return Checked((said,), readable=False)
    return check_file(content)


def exit_of(checked: Checked) -> int:
    if not checked.readable:
        return UNREADABLE
    return DEPLOYABLE if checked.is_deployable else REFUSED


def finding_as_json(path: Path, finding: Finding) -> Answer:
    return {
        "file": str(path),
        "element": finding.element,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": bilingual(finding.message),
    }


def _line(path: Path, finding: Finding, as_json: bool) -> str:
    if as_json:
        return json.dumps(finding_as_json(path, finding), ensure_ascii=False)
    where = f"{path}#{finding.element}" if finding.element else str(path)
    return f"{where}: {finding.severity.value} {finding.rule}: {bilingual(finding.message)}"
