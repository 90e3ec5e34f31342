"""Which subcommands there are, and which one a command line means; their files are read, not imported."""

from __future__ import annotations

import ast
import difflib
from dataclasses import dataclass
from pathlib import Path

from .places import ROOT

COMMANDS = ROOT / "commands"
DEFAULT = "serve"

FIRST_IN_LIST = ("serve", "test")


@dataclass(frozen=True)
class Command:
    name: str  #: as typed: `create-admin`
    help: str

    @property
    def module(self) -> str:
        return f"commands.{self.name.replace('-', '_')}"


class UnknownCommand(Exception):
    """A word that is no subcommand's name; ``alike`` holds the names it may have meant."""

    def __init__(self, word: str, alike: list[str]) -> None:
        super().__init__(word)
        self.word = word
        self.alike = alike


def all_commands(folder: Path = COMMANDS) -> list[Command]:
    """Every file of the folder that says ``HELP = "…"``: serve and test first, the others by name."""
    found = []
    for file in folder.glob("*.py"):
        help_line = _help_in(file)
        if help_line is not None:
            found.append(Command(file.stem.replace("_", "-"), help_line))
    return sorted(found, key=_place_in_list)


def split(words: list[str], folder: Path = COMMANDS) -> tuple[Command, list[str]]:
    """The subcommand meant, and the words for it: without a name it is ``serve``. Raises UnknownCommand."""
    commands = {command.name: command for command in all_commands(folder)}
    if not words or words[0].startswith("-"):
        return commands[DEFAULT], words
    if words[0] not in commands:
        raise UnknownCommand(words[0], difflib.get_close_matches(words[0], commands))
    return commands[words[0]], words[1:]


def listing(folder: Path = COMMANDS) -> str:
    """What ``run.py --help`` prints."""
    commands = all_commands(folder)
    width = max(len(command.name) for command in commands)
    lines = [f"  {command.name:<{width}}  {command.help}" for command in commands]
    return "\n".join(
        [
            "用法 · usage: python3 run.py [子命令 · command] [选项 · options]",
            "",
            f"不写子命令即 {DEFAULT} · without a command: {DEFAULT}",
            "",
            *lines,
            "",
            "每个子命令的选项 · a command's options: python3 run.py <子命令 · command> --help",
        ]
    )


def _place_in_list(command: Command) -> tuple[int, str]:
    first = command.name in FIRST_IN_LIST
    return (FIRST_IN_LIST.index(command.name) if first else len(FIRST_IN_LIST), command.name)


def _help_in(file: Path) -> str | None:
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="HELP")], value=value):
                return ast.literal_eval(value)
            case ast.AnnAssign(target=ast.Name(id="HELP"), value=ast.expr() as value):
                return ast.literal_eval(value)
    return None
