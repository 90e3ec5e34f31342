"""What stands through a whole run: an engine for the file that every test in turn has to itself.

SQLAlchemy keeps what it made of a statement with the engine, so an engine of its own for each test would make
the same statements anew a thousand times. The file under it is another one for each test.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine


@cache
def engine_on(file: Path) -> Engine:
    """The engine for a file; the same one as long as the process lives."""
    return create_engine(f"sqlite:///{file.as_posix()}")


def put(file: Path, content: Path | None) -> Path:
    """Let go of what the last test left and lay a copy of `content` in its place, or nothing."""
    engine_on(file).dispose()
    for left in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        left.unlink(missing_ok=True)
    if content is not None:
        shutil.copy(content, file)
    return file
