"""`run.py decide FILE --decision NAME --data JSON`: ask a decision; without a file, JSON lines on
standard input.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import lru_cache
from pathlib import Path

from commands.answering.json_lines import (
    Answer,
    Case,
    answer_lines,
    answer_one,
    data_of,
    field,
    parsed_json,
    result,
)
from workflows.decisions import Decisions, is_of, read_decisions

HELP = "对一个DMN决策求值，或逐行读入 · ask a decision of a DMN file, or JSON lines on standard input"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path",
        nargs="?",
        metavar="FILE.dmn",
        help='DMN文件；不写则逐行读 {"path", "decision", "data"} · the file, or none to read lines',
    )
    parser.add_argument(
        "--decision", metavar="ID_OR_NAME", help="决策的标识或名称 · the decision's id or name"
    )
    parser.add_argument("--data", default="{}", metavar="JSON", help="输入 · the inputs")


def run(arguments: argparse.Namespace) -> int:
    """Answer the one case of the command line, or every line; 1 if the one case is an error."""
    if arguments.path is None:
        return answer_lines(answer, sys.stdin)
    return answer_one(lambda case: answer({**case, "data": parsed_json(arguments.data)}), vars(arguments))


def answer(case: Case) -> Answer:
    """The answer to ``{"path", "decision", "data"}``."""
    path = Path(field(case, "path"))
    told = decisions_of(path).evaluate(field(case, "decision"), data_of(case), lenient=True)
    return result(told.value, told.warnings)


def decisions_of(path: Path) -> Decisions:
    """The decisions of a file, read again only when the file has changed."""
    status = os.stat(path)
    return _read(str(path.resolve()), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _read(path: str, _changed: int, _size: int) -> Decisions:
    """A file with those it imports, as they are when it is first read."""
    return read_decisions(Path(path).read_bytes(), lambda *wanted: neighbour(Path(path), *wanted))


def neighbour(path: Path, namespace: str, location: str | None) -> bytes | None:
    """The model of a namespace among the files beside this one and in the folders there, beginning where it
    is said to be.
    """
    files = [file for pattern in ("*.dmn", "*/*.dmn") for file in sorted(path.parent.glob(pattern))]
    said = path.parent / (location or "")
    for file in sorted(files, key=lambda file: file != said):
        content = file.read_bytes()
        if f'namespace="{namespace}"'.encode() in content and file != path and is_of(content, namespace):
            return content
    return None
