"""Runs another program, hands on its lines as they come, and keeps the last ones in case it fails."""

from __future__ import annotations

import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

LINES_KEPT = 60


class ChildFailed(Exception):
    """The program could not be started, or ended with another code than 0; ``output`` is its last words."""

    def __init__(self, command: Sequence[str], code: int | None, output: str) -> None:
        super().__init__(f"{command[0]} ended with {code}")
        self.code = code
        self.output = output


def run(
    command: Sequence[str | Path],
    *,
    on_line: Callable[[str], None] = lambda line: None,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run to the end and give back the last lines of standard output and error together.

    Raises ChildFailed.
    """
    words = [str(word) for word in command]
    kept: deque[str] = deque(maxlen=LINES_KEPT)
    try:
        child = subprocess.Popen(
            words,
            cwd=cwd,
            env=dict(environment) if environment is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise ChildFailed(words, None, str(error)) from error
    with child:
        for line in child.stdout or ():
            kept.append(line.rstrip())
            on_line(line.rstrip())
    if child.returncode != 0:
        raise ChildFailed(words, child.returncode, "\n".join(kept))
    return "\n".join(kept)
