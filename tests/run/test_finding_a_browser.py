"""Browser tests run where a Chromium is, and are left out loudly where none is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from commands.testing import browser


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No browser anywhere, and no apt-get to fetch one with."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setattr(browser, "ELSEWHERE", ())
    return tmp_path


def put_program(folder: Path, name: str, script: str = "exit 0") -> Path:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    return program


def test_a_browser_on_the_machine_is_named_to_the_tests(bare_machine: Path) -> None:
    chromium = put_program(bare_machine, "chromium")
    assert browser.with_browser({})["BPM_CHROMIUM"] == str(chromium)


def test_without_any_the_browser_tests_are_left_out_loudly(
    bare_machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = browser.with_browser({})
    assert told == {"BPM_NO_BROWSER": "1"}
    assert "BROWSER TESTS SKIPPED" in capsys.readouterr().err


def test_root_on_a_debian_gets_one_installed(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    make = f'[ "$1" = update ] || {{ echo "$@" > {bare_machine}/asked; : > {bare_machine}/chromium; }}'
    put_program(bare_machine, "apt-get", f"{make}\n/bin/chmod +x {bare_machine}/chromium 2>/dev/null; exit 0")
    assert browser.with_browser({})["BPM_CHROMIUM"] == str(bare_machine / "chromium")
    assert "chromium fonts-noto-cjk" in (bare_machine / "asked").read_text("utf-8")


def test_an_apt_that_fails_leaves_the_browser_tests_out(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    put_program(bare_machine, "apt-get", "echo 'E: no network'; exit 100")
    assert browser.with_browser({}) == {"BPM_NO_BROWSER": "1"}
    assert "E: no network" in capsys.readouterr().err


def test_nobody_but_root_is_asked_to_install_anything(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    put_program(bare_machine, "apt-get", f": > {bare_machine}/called")
    assert browser.with_browser({}) == {"BPM_NO_BROWSER": "1"}
    assert not (bare_machine / "called").exists()


@pytest.mark.parametrize("decided", [{"BPM_CHROMIUM": "/opt/chrome"}, {"BPM_NO_BROWSER": "1"}])
def test_who_has_decided_is_left_alone(bare_machine: Path, decided: dict[str, str]) -> None:
    assert browser.with_browser(decided) == decided
