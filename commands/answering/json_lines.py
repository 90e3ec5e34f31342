"""Cases in, answers out: one from the command line, or JSON lines on standard input until its end."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TextIO

from workflows.feel import FeelSyntaxError, json_text
from workflows.words import DomainError, Sentence

Case = dict[str, Any]
Answer = dict[str, Any]

log = logging.getLogger(__name__)


class NotACase(Exception):
    """A line that is no case: not JSON, not an object, or a field is missing or of the wrong kind."""


def parsed_json(text: str) -> Any:
    """JSON whose numbers keep every digit; NaN and Infinity, which JSON does not have, are refused."""
    try:
        return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise NotACase(f"不是合法的JSON · not JSON: {error}") from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def field(case: Case, name: str) -> str:
    """A field of text that every case has."""
    value = case.get(name)
    if not isinstance(value, str):
        raise NotACase(f"缺少“{name}” · {name!r} is missing")
    return value


def data_of(case: Case) -> dict[str, Any]:
    """The case's variables; none where it has none."""
    data = case.get("data")
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise NotACase("“data”应为JSON对象 · 'data' must be a JSON object")
    return data


def answer_one(answer: Callable[[Case], Answer], case: Case, output: TextIO | None = None) -> int:
    """Print one answer; 1 if it is an error."""
    given = _answered(answer, lambda: case)
    _print(given, output or sys.stdout)
    return 1 if "error" in given else 0


def answer_lines(answer: Callable[[Case], Answer], lines: Iterable[str], output: TextIO | None = None) -> int:
    """Exactly one line of answer for every line that is not blank, in order, each flushed."""
    for line in lines:
        if line.strip():
            _print(_answered(answer, lambda text=line: _case(text)), output or sys.stdout)
    return 0


def _case(text: str) -> Case:
    case = parsed_json(text)
    if not isinstance(case, dict):
        raise NotACase("每行应为JSON对象 · every line must be a JSON object")
    return case


def _answered(answer: Callable[[Case], Answer], read: Callable[[], Case]) -> Answer:
    try:
        return answer(read())
    except FeelSyntaxError as error:
        return {"error": {"message": bilingual(error.sentence), "line": error.line, "column": error.column}}
    except DomainError as error:
        return {"error": {"message": bilingual(error.sentence), "element": getattr(error, "element", None)}}
    except NotACase as error:
        return {"error": {"message": str(error), "element": None}}
    except OSError as error:
        told = f"文件打不开 · the file cannot be opened: {error.filename} ({error.strerror})"
        return {"error": {"message": told, "element": None}}
    except Exception as error:
        # The boundary of the command: one case that breaks must not silence those after it. What broke is
        # on standard error with its traceback, and the case is answered as an error.
        log.exception("case failed")
        return {"error": {"message": f"内部错误 · internal error: {type(error).__name__}", "element": None}}


def result(value: Any, warnings: Iterable[Sentence]) -> Answer:
    """The answer of a case that could be evaluated; warnings only where there are some."""
    texts = [bilingual(warning) for warning in warnings]
    return {"result": value, "warnings": texts} if texts else {"result": value}


def bilingual(sentence: Sentence) -> str:
    return f"{sentence.zh} · {sentence.en}"


def _print(answer: Answer, output: TextIO) -> None:
    if "error" in answer:
        text = json.dumps(answer, ensure_ascii=False, default=str)
    else:
        text = json_text(answer)
    output.write(text + "\n")
    output.flush()
