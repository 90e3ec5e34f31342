"""Stamps: a file that says what a finished step was made from, so that the next start need not repeat it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(files: Iterable[Path], root: Path, *words: str) -> str:
    """SHA-256 over the files' paths below ``root``, their contents, and ``words`` that matter as well.

    A missing file counts as missing, not as an error: when it appears, the digest changes.
    """
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\0".encode())
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "missing"
        digest.update(f"{file.relative_to(root).as_posix()}\0{content}\0".encode())
    return digest.hexdigest()


def is_current(stamp: Path, digest: str) -> bool:
    """Whether the stamp says that the step was finished from exactly this."""
    try:
        return stamp.read_text(encoding="ascii").strip() == digest
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return False


def write(stamp: Path, digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(f"{digest}\n", encoding="ascii")
