"""Finds a Chromium for the browser tests, or installs one where this machine lets us."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from commands.bootstrap import children
from commands.bootstrap.progress import Step

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
)
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FROM_APT = ("chromium", "fonts-noto-cjk")


def with_browser(environment: Mapping[str, str]) -> dict[str, str]:
    """The tests' environment: ``BPM_CHROMIUM`` names the browser, ``BPM_NO_BROWSER`` says there is none.

    Somebody who has set either has decided already.
    """
    if environment.get("BPM_CHROMIUM") or environment.get("BPM_NO_BROWSER"):
        return dict(environment)
    browser = found() or _installed_from_apt()
    if browser is not None:
        return {**environment, "BPM_CHROMIUM": str(browser)}
    _say_loudly()
    return {**environment, "BPM_NO_BROWSER": "1"}


def found() -> Path | None:
    """A browser that is on this machine already."""
    on_path = (shutil.which(name) for name in NAMES)
    beside = (place for place in ELSEWHERE if Path(place).exists())
    return next((Path(place) for place in (*on_path, *beside) if place), None) or _playwrights_own()


def _playwrights_own() -> Path | None:
    """A Chromium that somebody fetched with `playwright install` before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        executable = Path(playwright.chromium.executable_path)
    return executable if executable.exists() else None


def _installed_from_apt() -> Path | None:
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        with Step("安装 Chromium（浏览器测试用）", "Installing Chromium for the browser tests") as step:
            children.run(["apt-get", "update"], environment=unattended, on_line=step.note)
            install = ["apt-get", "install", "-y", "--no-install-recommends", *FROM_APT]
            children.run(install, environment=unattended, on_line=step.note)
    except children.ChildFailed as failure:
        print(failure.output, file=sys.stderr)
    return next((Path(place) for name in NAMES if (place := shutil.which(name))), None)


def _say_loudly() -> None:
    print(
        "\n!!! 跳过浏览器测试：这台机器没有也装不上 Chromium（可设 BPM_CHROMIUM=路径）"
        " · BROWSER TESTS SKIPPED: no Chromium here, none can be installed (BPM_CHROMIUM names one) !!!\n",
        file=sys.stderr,
        flush=True,
    )
