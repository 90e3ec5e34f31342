"""Fetches the packages as wheels for a platform, so that the machine there asks no index."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from commands.bootstrap import children
from commands.bootstrap.failure import Refused
from commands.bootstrap.packages import pinned_in
from commands.bootstrap.places import REQUIREMENTS
from commands.bootstrap.progress import Step

from .platforms import TAGS

#: For a Python without ensurepip: pip itself, as a wheel that runs unopened.
PIP = "pip==26.3"


def fetch(target: Path, platform: str, pythons: Sequence[str]) -> list[Path]:
    """Every pinned package as a wheel for the platform and each of the Pythons. Raises Refused."""
    wanted = [PIP, *_for_platform(pinned_in(REQUIREMENTS), platform)]
    zh, en = f"取得 {platform} 的软件包", f"Fetching the packages for {platform}"
    with Step(zh, en, total=len(wanted) * len(pythons)) as step:
        for python in pythons:
            _download(target, platform, python, wanted, step)
    return sorted(target.glob("*.whl"))


def _for_platform(pinned: list[str], platform: str) -> list[str]:
    """pip would read a marker by the machine it runs on; ours only ever ask whether this is Windows."""
    windows = platform.startswith("windows")
    chosen = []
    for line in pinned:
        package, _, marker = (part.strip() for part in line.partition(";"))
        if not marker or (windows and marker == 'sys_platform == "win32"'):
            chosen.append(package)
    return chosen


def _download(target: Path, platform: str, python: str, wanted: list[str], step: Step) -> None:
    def follow(line: str) -> None:
        found = re.match(r"Collecting (\S+)", line)
        if found:
            step.advance(f"Python {python}: {found[1]}")

    tags = [word for tag in TAGS[platform] for word in ("--platform", tag)]
    options = ["--no-deps", "--only-binary=:all:", "--progress-bar=off", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "download", *options, *tags, "--python-version", python]
    try:
        children.run([*command, "--dest", target, *wanted], on_line=follow)
    except children.ChildFailed as failure:
        raise Refused(
            f"取不到 {platform}、Python {python} 的软件包。",
            f"The packages for {platform} and Python {python} could not be fetched.",
            output=failure.output,
        ) from failure
