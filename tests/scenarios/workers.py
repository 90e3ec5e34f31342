"""Two workers on one file, in this program or a new one (`-m tests.scenarios.workers FILE WHEN`)."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from workflows.running.sweep import sweep

OURS = Path(__file__).parents[2]


class Workers:
    """Two workers, each on connections of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        engines = [create_engine(f"sqlite:///{file.as_posix()}") for _worker in range(2)]
        self.sessions = [sessionmaker(engine, expire_on_commit=False) for engine in engines]

    def look(self, when: datetime) -> int:
        """Both look at the same moment; how many matters broke."""
        with ThreadPoolExecutor(2) as pool:
            return sum(swept.broken for swept in pool.map(lambda one: sweep(one, when), self.sessions))

    def look_from_a_new_program(self, when: datetime) -> int:
        """The same from a program that has just been started and remembers nothing."""
        said = subprocess.run(
            [sys.executable, "-m", "tests.scenarios.workers", str(self.file), when.isoformat()],
            cwd=OURS,
            check=True,
            capture_output=True,
            text=True,
        )
        return int(said.stdout)


if __name__ == "__main__":
    print(Workers(Path(sys.argv[1])).look(datetime.fromisoformat(sys.argv[2])))
