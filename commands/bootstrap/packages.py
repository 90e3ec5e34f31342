"""Installs pinned packages a few at a time, so that a broken line costs only the last few."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from . import children, stamps
from .failure import SetupFailed
from .places import PACKED_WHEELS, REQUIREMENTS, ROOT, STAMPS, TEST_REQUIREMENTS, environment_python
from .progress import Step

#: Packages handed to pip at once. What one run has installed, the next start finds there.
PACKAGES_AT_ONCE = 8
TRIES = 2

#: pip settings that would send the packages elsewhere than into the environment.
MISLEADING_SETTINGS = {
    "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME",
}  # fmt: skip


def ensure_runtime() -> None:
    """What the product runs on (requirements.txt). Raises SetupFailed."""
    ensure(REQUIREMENTS, "安装软件包", "Installing the packages")


def ensure_for_tests() -> None:
    """What the tests need besides (tests/requirements.txt). Raises SetupFailed."""
    ensure(TEST_REQUIREMENTS, "安装测试用软件包", "Installing the packages for the tests")


def ensure(requirements: Path, zh: str, en: str) -> None:
    """Install what a requirements file pins, unless its stamp says that this was done. Raises SetupFailed."""
    stamp = STAMPS / requirements.relative_to(ROOT).as_posix().replace("/", "-")
    digest = stamps.digest_of([requirements], ROOT)
    if stamps.is_current(stamp, digest):
        return
    install(pinned_in(requirements), zh, en)
    stamps.write(stamp, digest)


def pinned_in(requirements: Path) -> list[str]:
    """The lines of a requirements file that name a package."""
    lines = (line.partition("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def install(pinned: Iterable[str], zh: str, en: str) -> None:
    """Install exactly these packages, each ``name==version``, without what they ask for themselves.

    Raises SetupFailed.
    """
    waiting = list(pinned)
    with Step(zh, en, total=len(waiting)) as step:
        for start in range(0, len(waiting), PACKAGES_AT_ONCE):
            _install_few(waiting[start : start + PACKAGES_AT_ONCE], step)


def _install_few(pinned: list[str], step: Step) -> None:
    already = step.done
    for left in reversed(range(TRIES)):
        step.done = already
        try:
            _run_pip(pinned, step)
        except children.ChildFailed as failure:
            if left:
                step.note("重试 · trying again")
                continue
            raise SetupFailed(
                f"安装软件包失败：{'、'.join(pinned)}",
                f"Installing failed: {', '.join(pinned)}",
                output=failure.output,
            ) from failure
        step.done = already + len(pinned)
        return


def _run_pip(pinned: list[str], step: Step) -> None:
    def follow(line: str) -> None:
        found = re.match(r"(?:Collecting|Requirement already satisfied:|Processing) (\S+)", line)
        if found:
            step.advance(Path(found[1]).name)

    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("\n".join(pinned), encoding="utf-8")
        children.run(
            [*_pip_install(), "-r", listed],
            on_line=follow,
            environment=_settings(),
        )


def _pip_install() -> list[str | Path]:
    command: list[str | Path] = [
        environment_python(), "-m", "pip", "install",
        "--no-deps", "--no-input", "--progress-bar", "off", "--disable-pip-version-check",
    ]  # fmt: skip
    if PACKED_WHEELS.is_dir():
        command += ["--no-index", "--find-links", PACKED_WHEELS]
    return command


def _settings() -> dict[str, str]:
    """The person's own pip settings (mirror, proxy, certificate) stay; those that mislead are taken out."""
    return {key: value for key, value in os.environ.items() if key not in MISLEADING_SETTINGS}
