"""`run.py check PATH… [--json]`: what stands against BPMN files; without a path, JSON lines on standard
input.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from commands.answering.json_lines import Answer, Case, NotACase, answer_lines, bilingual, field
from workflows.engine.findings import Finding, Severity, refusal
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
    for given in arguments.paths:
        for path, findings, exit_ in checked_path(Path(given)):
            for file, finding in findings:
                print(_line(file, finding, arguments.json), flush=True)
            if not findings and not arguments.json:
                print(f"{path}: 可部署 · deployable", flush=True)
            worst = max(worst, exit_)
    return worst


def answer(case: Case) -> Answer:
    """The answer to ``{"path"}``: one file, or a folder with the findings of all its diagrams."""
    said = field(case, "path")
    findings: list[Answer] = []
    worst = DEPLOYABLE
    for _path, found, exit_ in checked_path(Path(said)):
        findings += [finding_as_json(file, finding) for file, finding in found]
        worst = max(worst, exit_)
    return {"path": said, "exit": Decimal(worst), "findings": findings}


def checked_path(path: Path) -> Iterator[tuple[Path, list[tuple[Path, Finding]], int]]:
    """What is to be said of a file, or of everything in a folder: each with the findings and its exit code.

    A folder with a diagram and its forms or tables beside it is a process folder: it is checked as a whole,
    as it would be published in an office that has just been set up.
    """
    for one in files_of(path):
        if one.is_dir():
            yield one, *_process_folder(one)
        else:
            checked = checked_file(one)
            yield one, [(one, finding) for finding in checked.findings], exit_of(checked)


def _process_folder(folder: Path) -> tuple[list[tuple[Path, Finding]], int]:
    from workflows.deployments.checks import check_folder
    from workflows.deployments.lint.release import release_surroundings
    from workflows.deployments.shipped_processes import folder_files

    surroundings = release_surroundings(folder.resolve().name, datetime.now(UTC))
    checked = check_folder(folder_files(folder), surroundings)
    findings = [(folder / path if path else folder, finding) for path, finding in checked.findings]
    refused = any(finding.severity is Severity.REFUSE for _, finding in findings)
    return findings, REFUSED if refused else DEPLOYABLE


def files_of(path: Path) -> list[Path]:
    """The file itself; of a folder its process folders and its other diagrams, by their names."""
    try:
        if not path.is_dir():
            return [path]
        diagrams = sorted(path.rglob("*.bpmn"))
    except (OSError, ValueError) as fault:
        raise NotACase(f"路径不可用 · unusable path: {fault}") from None
    folders = {file.parent for file in diagrams if is_process_folder(file.parent)}
    return sorted(folders | {file for file in diagrams if file.parent not in folders})


def is_process_folder(folder: Path) -> bool:
    """Whether a folder is published as a whole: its diagrams have forms or tables beside them."""
    from workflows.deployments.lint.folder import FORMS

    return (folder / FORMS).is_dir() or any(folder.glob("*.dmn"))


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
