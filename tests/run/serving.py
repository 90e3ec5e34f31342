"""Starts `run.py` as a person would, and reads from what it prints where the pages are."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ADDRESS = re.compile(r"http://\S+/")
SECONDS_TO_SERVE = 120.0


@dataclass
class Serving:
    """A started run.py; ``said`` grows while it runs."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    seconds_to_serve: float = 0.0

    @property
    def address(self) -> str | None:
        found = ADDRESS.search("".join(self.said))
        return found[0] if found else None

    def wait_until_it_serves(self, seconds: float = SECONDS_TO_SERVE) -> str:
        started = time.monotonic()
        self.wait_until_it_says("http://", seconds)
        self.seconds_to_serve = time.monotonic() - started
        return self.address or ""

    def wait_until_it_says(self, words: str, seconds: float = SECONDS_TO_SERVE) -> None:
        """Raises AssertionError where it ends or the time is up before the words were said."""
        until = time.monotonic() + seconds
        while not any(words in line for line in self.said):
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"it never said {words!r}:\n" + "".join(self.said))
            time.sleep(0.02)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


@contextmanager
def started(
    *words: str, folder: Path, python: str = sys.executable, environment: Mapping[str, str] | None = None
) -> Iterator[Serving]:
    process = subprocess.Popen(
        [python, "run.py", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    serving = Serving(process)
    reader = threading.Thread(target=lambda: serving.said.extend(iter(process.stdout.readline, "")))
    reader.start()
    try:
        yield serving
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        reader.join()
        process.stdout.close()


def page(address: str) -> tuple[int, str]:
    """Status and text of a page, redirects followed."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.status, answer.read().decode("utf-8")
