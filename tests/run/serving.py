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
        while self.address is None:
            if self.process.poll() is not None or time.monotonic() - started > seconds:
                raise AssertionError("it does not serve:\n" + "".join(self.said))
            time.sleep(0.02)
        self.seconds_to_serve = time.monotonic() - started
        return self.address

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
