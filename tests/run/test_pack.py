"""What goes into the archive for machines without a network."""

from __future__ import annotations

import platform
import re
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from commands import pack
from commands.bootstrap.failure import Refused
from commands.bootstrap.packages import pinned_in
from commands.bootstrap.places import REQUIREMENTS, ROOT, TEST_REQUIREMENTS
from commands.packing import checkout, platforms, wheels

EXACT = re.compile(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*(?:; sys_platform == \"win32\")?")


@pytest.mark.parametrize("requirements", [REQUIREMENTS, TEST_REQUIREMENTS])
def test_every_requirement_is_pinned_to_one_version_and_named_once(requirements: Path) -> None:
    pinned = pinned_in(requirements)
    assert [line for line in pinned if not EXACT.fullmatch(line)] == []
    names = [line.partition("==")[0].lower() for line in pinned]
    assert len(names) == len(set(names))


def test_tests_and_product_do_not_pin_the_same_package_twice() -> None:
    product, tests = (
        {line.partition("==")[0] for line in pinned_in(f)} for f in (REQUIREMENTS, TEST_REQUIREMENTS)
    )
    assert product & tests == set()


def test_what_only_windows_needs_goes_only_there() -> None:
    pinned = ["Flask==3.1.3", 'colorama==0.4.6; sys_platform == "win32"']
    assert wheels._for_platform(pinned, "linux-aarch64") == ["Flask==3.1.3"]
    assert wheels._for_platform(pinned, "windows-x86_64") == ["Flask==3.1.3", "colorama==0.4.6"]


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "linux-x86_64"),
        ("linux", "aarch64", "linux-aarch64"),
        ("win32", "AMD64", "windows-x86_64"),
        ("darwin", "arm64", "macos-arm64"),
    ],
)
def test_a_machine_knows_its_own_name(
    system: str, machine: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert platforms.this_machine() == name


def test_a_machine_without_wheels_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "loongarch64")
    with pytest.raises(Refused, match="loongarch64"):
        platforms.this_machine()


def test_the_archive_holds_what_git_tracks_and_nothing_else_of_the_checkout() -> None:
    tracked = {file.relative_to(ROOT).as_posix() for file in checkout.tracked_files()}
    assert {"run.py", "requirements.txt", "commands/bootstrap/launch.py"} <= tracked
    assert not any(name.startswith((".venv/", "data/", "webapp/static/dist/")) for name in tracked)


@pytest.mark.parametrize(("name", "opened"), [("a.tar.gz", tarfile.open), ("a.zip", zipfile.ZipFile)])
def test_every_file_lies_below_one_folder(tmp_path: Path, name: str, opened: type) -> None:
    wheel = tmp_path / "tiny-1.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    pack._write(tmp_path / name, [(ROOT / "run.py", "run.py"), *pack._contents([wheel])[-1:]])
    with opened(tmp_path / name) as archive:
        names = archive.getnames() if name.endswith("gz") else archive.namelist()
    assert names == ["duty-list/run.py", "duty-list/wheels/tiny-1.0-py3-none-any.whl"]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([name, wheel.name])
