"""`run.py test`: every test there is, browser tests included where a Chromium is or can be installed."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys

from commands.bootstrap import frontend, packages
from commands.bootstrap.places import ROOT

HELP = "运行全部测试，其余参数交给 pytest · run every test; further arguments go to pytest"

PROCESSES = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = "run.py test [pytest 的参数 · pytest's arguments, e.g. tests/feel -k deadline]"
    parser.set_defaults(passed_on=[])


def run(arguments: argparse.Namespace) -> int:
    """Install what the tests need, then run them; pytest's exit code is ours."""
    packages.ensure_for_tests()
    frontend.ensure_built()
    frontend.ensure_packages()  # the browser tests take axe-core from there
    from commands.testing.browser import with_browser

    command = [sys.executable, "-m", "pytest", *_in_parallel(), *arguments.passed_on]
    return subprocess.call(command, cwd=ROOT, env=with_browser(os.environ))


def _in_parallel() -> list[str]:
    """A file's tests stay together, since they share an office and a browser; the files go in the order of
    their folders: by the number of tests the longest, a walk of one, would come last and alone."""
    if importlib.util.find_spec("xdist") is None:
        return []
    return ["-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder"]
