"""`run.py feel EXPRESSION --data JSON`: evaluate FEEL; without an expression, JSON lines on standard
input.
"""

from __future__ import annotations

import argparse
import sys

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
from workflows.feel import evaluate

HELP = "求一个FEEL表达式的值，或逐行读入 · evaluate a FEEL expression, or JSON lines on standard input"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "expression",
        nargs="?",
        help='表达式；不写则逐行读 {"expression", "data"} · the expression, or none to read lines',
    )
    parser.add_argument("--data", default="{}", metavar="JSON", help="变量 · the variables")


def run(arguments: argparse.Namespace) -> int:
    """Answer the one case of the command line, or every line; 1 if the one case is an error."""
    if arguments.expression is None:
        return answer_lines(answer, sys.stdin)
    return answer_one(lambda case: answer({**case, "data": parsed_json(arguments.data)}), vars(arguments))


def answer(case: Case) -> Answer:
    """The answer to ``{"expression", "data"}``."""
    evaluation = evaluate(field(case, "expression"), data_of(case))
    return result(evaluation.value, evaluation.warnings)
