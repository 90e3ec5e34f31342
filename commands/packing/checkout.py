"""The files of the checkout that belong into an archive: those that git tracks."""

from __future__ import annotations

import subprocess
from pathlib import Path

from commands.bootstrap.failure import Refused
from commands.bootstrap.places import FRONTEND, ROOT


def tracked_files() -> list[Path]:
    """Every tracked file that is there. Raises Refused outside a git checkout."""
    return [file for name in _git("ls-files", "-z") if (file := ROOT / name).is_file()]


def require_committed_front_end() -> None:
    """Built from files that the archive lacks, the front end would be taken for outdated there.

    Raises Refused.
    """
    sources = (FRONTEND / "src").relative_to(ROOT).as_posix()
    untracked = _git("ls-files", "-z", "--others", "--exclude-standard", "--", sources)
    if untracked:
        raise Refused(
            f"前端有未提交的新文件：{'、'.join(untracked)}，请先提交或删除。",
            f"The front end has files that are not committed: {', '.join(untracked)}. Commit or remove them.",
        )


def _git(*words: str) -> list[str]:
    try:
        answer = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Refused(
            "打包需要 git 和一份完整的检出。", "Packing takes git and a whole checkout.", output=str(error)
        ) from error
    return [name for name in answer.stdout.decode("utf-8", "surrogateescape").split("\0") if name]
