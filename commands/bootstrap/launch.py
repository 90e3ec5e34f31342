"""From the command line to a running subcommand: set up what is missing, go on inside, run it."""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys

from . import command_line, environment, packages
from .failure import Refused, report
from .lock import one_setup_at_a_time
from .places import ROOT, environment_python, inside_environment
from .progress import speak_unicode

INTERRUPTED = 130  # what a shell reports for Ctrl-C


def main(words: list[str]) -> int:
    """Run what the words after ``run.py`` ask for; the exit code says whether it went well."""
    speak_unicode()
    if words[:1] in (["-h"], ["--help"], ["help"]):
        print(command_line.listing())
        return 0
    try:
        command, options = command_line.split(words)
        return _run(command, options) if inside_environment() else _go_on_inside(words)
    except command_line.UnknownCommand as unknown:
        return _say_unknown(unknown)
    except Refused as failure:
        report(failure)
        return 1
    except KeyboardInterrupt:
        print("\n已停止 · stopped", file=sys.stderr)
        return INTERRUPTED


def _go_on_inside(words: list[str]) -> int:
    """Set up, then become the same command in the environment's own Python."""
    with one_setup_at_a_time():
        environment.ensure()
        packages.ensure_runtime()
    command = [str(environment_python()), str(ROOT / "run.py"), *words]
    if os.name == "nt":  # exec leaves the console to the shell there
        return subprocess.call(command)
    os.execv(command[0], command)


def _run(command: command_line.Command, options: list[str]) -> int:
    with one_setup_at_a_time():
        packages.ensure_runtime()
    # Only inside the environment: a subcommand may import what the product runs on.
    from workflows.words import DomainError

    module = importlib.import_module(command.module)
    parser = argparse.ArgumentParser(prog=f"run.py {command.name}", description=command.help)
    module.add_arguments(parser)
    try:
        return module.run(_parsed(parser, options)) or 0
    except DomainError as error:
        raise Refused(error.sentence.zh, error.sentence.en) from error


def _parsed(parser: argparse.ArgumentParser, options: list[str]) -> argparse.Namespace:
    """The options; what a subcommand does not know goes on in ``passed_on`` if it has asked for that."""
    arguments, unknown = parser.parse_known_args(options)
    if unknown and parser.get_default("passed_on") is None:
        parser.error(f"不认识的选项 · unknown options: {' '.join(unknown)}")
    if unknown:
        arguments.passed_on = unknown
    return arguments


def _say_unknown(unknown: command_line.UnknownCommand) -> int:
    meant = f" → {'、'.join(unknown.alike)}?" if unknown.alike else ""
    print(f"没有这个子命令 · no such command: {unknown.word}{meant}\n", file=sys.stderr)
    print(command_line.listing(), file=sys.stderr)
    return 2
