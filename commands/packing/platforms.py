"""The systems an archive can be made for, in the names that package files carry."""

from __future__ import annotations

import platform
import sys

from commands.bootstrap.failure import Refused

#: Newest first: pip takes the first that a package has. manylinux_2_28 is glibc 2.28: 麒麟 V10, 统信 UOS 20,
#: openEuler 20.03, Debian 10 and everything newer.
TAGS: dict[str, tuple[str, ...]] = {
    "linux-x86_64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-aarch64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "windows-x86_64": ("win_amd64",),
    "macos-arm64": ("macosx_14_0_arm64", "macosx_13_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"),
}

#: The Pythons an archive serves; wheels that fit all of them are packed once.
PYTHONS = ("3.11", "3.12", "3.13")

SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
PROCESSORS = {"amd64": "x86_64", "x64": "x86_64"}


def this_machine() -> str:
    """The name of the platform this runs on. Raises Refused where no archive can be made for it."""
    system = SYSTEMS.get(sys.platform, sys.platform)
    processor = platform.machine().lower()
    processor = PROCESSORS.get(processor, processor)
    if system == "macos" and processor == "aarch64":
        processor = "arm64"
    name = f"{system}-{processor}"
    if name not in TAGS:
        raise Refused(
            f"不能为这种机器（{name}）打包，请用 --platform 指定：{'、'.join(TAGS)}。",
            f"No archive can be made for {name}; name one with --platform: {', '.join(TAGS)}.",
        )
    return name
