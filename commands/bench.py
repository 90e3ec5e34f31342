"""`run.py bench [NAME]`: the measurements in benchmarks/, one file each."""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys

from commands.bootstrap.failure import Refused
from commands.bootstrap.places import ROOT

HELP = "运行性能测量，不写名称即全部 · run the measurements in benchmarks/, all or one"

BENCHMARKS = ROOT / "benchmarks"
_DEEP = "deep_"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help="benchmarks/ 里的文件名 · a file's name in benchmarks/")
    parser.add_argument(
        "--deep", action="store_true", help="也走万次随机比对（约十分钟）· also the long comparisons"
    )
    parser.set_defaults(passed_on=[])


def run(arguments: argparse.Namespace) -> int:
    """Run one measurement or all, each in a process of its own; 1 if any failed its limit."""
    names = all_benchmarks(deep=arguments.deep or arguments.name is not None)
    if arguments.name is None:
        return max((_measure(name, arguments.passed_on) for name in names), default=0)
    if arguments.name not in names:
        raise Refused(
            f"没有这项测量：{arguments.name}。现有：{'、'.join(names) or '无'}。",
            f"No such measurement: {arguments.name}. There are: {', '.join(names) or 'none'}.",
        )
    return _measure(arguments.name, arguments.passed_on)


def all_benchmarks(*, deep: bool = False) -> list[str]:
    """The names of the files in benchmarks/ that can be run; those that take long only where asked for."""
    names = sorted(file.stem for file in BENCHMARKS.glob("*.py") if not file.stem.startswith("_"))
    return [name for name in names if deep or not name.startswith(_DEEP)]


def _measure(name: str, rest: list[str]) -> int:
    about = ast.get_docstring(ast.parse((BENCHMARKS / f"{name}.py").read_text(encoding="utf-8"))) or ""
    print(f"▸ {name}  {about.partition(chr(10))[0]}", flush=True)
    return 1 if subprocess.call([sys.executable, "-m", f"benchmarks.{name}", *rest], cwd=ROOT) else 0
