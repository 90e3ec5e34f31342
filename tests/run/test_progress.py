"""Progress on a terminal and in a log, and what a failure says."""

from __future__ import annotations

import io
import time

import pytest

from commands.bootstrap import progress
from commands.bootstrap.failure import Refused, SetupFailed, advice_for, report
from commands.bootstrap.progress import Step, clipped, width_of

PATIENCE_SECONDS = 30.0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def until_it_says(log: io.StringIO, words: str) -> None:
    """Wait for the thread that writes; on a busy machine its turn may be long in coming."""
    until = time.monotonic() + PATIENCE_SECONDS
    while words not in log.getvalue():
        assert time.monotonic() < until, log.getvalue()
        time.sleep(0.01)


def test_a_log_gets_whole_lines_in_both_languages() -> None:
    log = io.StringIO()
    with Step("安装", "Installing", total=2, stream=log) as step:
        step.advance("lxml")
    lines = log.getvalue().splitlines()
    assert len(lines) == 2
    assert "安装 · Installing" in lines[0]
    assert "完成" in lines[1]
    assert "\r" not in log.getvalue()


def test_a_long_step_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LOG_LINES", 0.05)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_FRAMES", 0.01)
    log = io.StringIO()
    with Step("安装", "Installing", total=40, stream=log) as step:
        step.advance("lxml", by=7)
        until_it_says(log, "7/40")
    assert "lxml" in log.getvalue()


def test_a_terminal_gets_one_moving_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_FRAMES", 0.01)
    terminal = Terminal()
    with Step("安装", "Installing", total=4, stream=terminal) as step:
        step.advance("lxml", by=2)
        until_it_says(terminal, "████████░░░░░░░░ 2/4")
    assert terminal.getvalue().count("\n") == 1


def test_a_step_that_raises_is_not_called_done() -> None:
    log = io.StringIO()
    with pytest.raises(ValueError, match="broken"), Step("安装", "Installing", stream=log):
        raise ValueError("broken")
    assert "未完成" in log.getvalue()


def test_chinese_takes_two_columns() -> None:
    assert width_of("安装 ok") == 7
    assert clipped("安装 ok", 4) == "安装"
    assert clipped("安装 ok", 3) == "安"


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("npm error code ENOTFOUND", "mirror"),
        ("ERROR: Could not find a version that satisfies x==1 (from versions: none)", "mirror"),
        ("ERROR: Could not find a version that satisfies x==9 (from versions: 1.0, 2.0)", "processor"),
        ("OSError: [Errno 28] No space left on device", "disk"),
        ("SSL: CERTIFICATE_VERIFY_FAILED", "PIP_CERT"),
    ],
)
def test_a_known_cause_comes_with_what_to_do(output: str, expected: str) -> None:
    advice = advice_for(output)
    assert len(advice) == 1
    assert expected in advice[0][1]


def test_a_failed_step_says_what_failed_and_that_the_next_start_goes_on() -> None:
    said = io.StringIO()
    report(SetupFailed("装不上。", "Not installed.", output="one\ntwo ENOTFOUND"), stream=said)
    for words in ("装不上。", "Not installed.", "| two ENOTFOUND", "mirror", "goes on from this step"):
        assert words in said.getvalue()


def test_a_refusal_does_not_promise_to_go_on() -> None:
    said = io.StringIO()
    report(Refused("不行。", "No."), stream=said)
    assert "goes on" not in said.getvalue()
