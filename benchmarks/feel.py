"""FEEL beside Python itself, in ratios of processor time, so that neither the machine nor its other
work matters (limits in brackets).

`python -m benchmarks.feel` prints them and exits with 1 if one is over its limit.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterable

from workflows.decisions import read_decisions
from workflows.feel import FeelSyntaxError, compile_expression

CONDITION = 'amount > 100 and level in ("a","b")'
VARIABLES = {"amount": 120, "level": "b"}
RULES = 200
_NEVER_TWICE = itertools.count()


def run() -> Iterable[dict]:
    """One measurement after another: ``name``, ``value``, ``limit`` and ``within``."""
    compiled = compile_expression(CONDITION, VARIABLES)
    expression = _seconds(lambda: compiled.evaluate(VARIABLES), 5_000)
    yield _measured("expression / python eval", expression / _python_seconds(), 10)
    decisions = read_decisions(_table().encode())
    table = _seconds(lambda: decisions.evaluate("discount", {"amount": 20_000, "level": "b"}), 50)
    yield _measured("table of 200 rules / 200 expressions", table / (RULES * expression), 1)
    yield _measured("parsing 100 kB, seconds", _parse_seconds("+".join(["amount"] * 14_000)), 1)
    yield _measured("parsing 100 kB / 10 x 10 kB", _growth(), 2)
    yield _measured("parsing 1,000 deep, seconds", _parse_seconds("(" * 1_000 + "1" + ")" * 1_000), 1)


def _measured(name: str, value: float, limit: float) -> dict:
    return {"name": name, "value": round(value, 3), "limit": limit, "within": value <= limit}


def _seconds(act: Callable[[], object], times: int) -> float:
    """Seconds of one act: the best of five series, since what disturbs a series only ever makes it longer."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(times):
            act()
        best = min(best, time.process_time() - start)
    return best / times


def _python_seconds() -> float:
    code = compile(CONDITION, "<condition>", "eval")
    return _seconds(lambda: eval(code, {"__builtins__": {}}, VARIABLES), 20_000)


def _parse_seconds(text: str) -> float:
    """Seconds until there is an expression or a refusal; nothing is taken from the cache."""
    start = time.process_time()
    try:
        compile_expression(text, names=(f"never {next(_NEVER_TWICE)}",))
    except FeelSyntaxError:
        pass
    return time.process_time() - start


def _growth() -> float:
    short = min(_parse_seconds("+".join(["amount"] * 1_400)) for _ in range(20))
    return min(_parse_seconds("+".join(["amount"] * 14_000)) for _ in range(6)) / (10 * short)


def _table() -> str:
    """Two columns, 200 rules; the last one is the one that fires."""
    rules = "".join(
        f"<rule><inputEntry><text>[{number * 100}..{number * 100 + 99}]</text></inputEntry>"
        f'<inputEntry><text>"a","b"</text></inputEntry><outputEntry><text>{number}</text></outputEntry></rule>'
        for number in range(1, RULES + 1)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="bench" namespace="bench">'
        '<decision name="discount"><variable name="discount" typeRef="number"/><decisionTable>'
        "<input><inputExpression><text>amount</text></inputExpression></input>"
        "<input><inputExpression><text>level</text></inputExpression></input><output/>"
        f"{rules}</decisionTable></decision></definitions>"
    )


if __name__ == "__main__":
    measured = list(run())
    for each in measured:
        print(f"{each['name']:<40} {each['value']:>10} [{each['limit']}]{'' if each['within'] else '  OVER'}")
    sys.exit(not all(each["within"] for each in measured))
