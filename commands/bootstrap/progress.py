"""Says what is being done, and how far it is: one moving line on a terminal, a few plain lines in a log."""

from __future__ import annotations

import shutil
import sys
import threading
import time
import unicodedata
from typing import TextIO

SECONDS_BETWEEN_LOG_LINES = 10.0
SECONDS_BETWEEN_FRAMES = 0.2
BAR_WIDTH = 16


def speak_unicode() -> None:
    """Never fail on a console that cannot show Chinese: what it cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def width_of(text: str) -> int:
    """Columns the text takes on a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def clipped(text: str, columns: int) -> str:
    """The text's beginning that fits into so many columns."""
    taken = 0
    for position, character in enumerate(text):
        taken += width_of(character)
        if taken > columns:
            return text[:position]
    return text


class Step:
    """One long step: ``with Step("安装", "Installing", total=39) as step: step.advance("lxml")``.

    A ticking thread keeps the seconds moving, so that a slow download is not taken for a dead program.
    """

    def __init__(self, zh: str, en: str, *, total: int | None = None, stream: TextIO | None = None) -> None:
        self.title = f"{zh} · {en}"
        self.total = total
        self.done = 0
        self.detail = ""
        self.stream = stream or sys.stderr
        self.on_terminal = self.stream.isatty()
        self._started = self._last_line_at = time.monotonic()
        self._stopped = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Step:
        if not self.on_terminal:
            self._write(f"▸ {self.title} …\n")
        self._ticker.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._stopped.set()
        self._ticker.join()
        mark, words = ("✓", "完成 · done") if kind is None else ("✗", "未完成 · not finished")
        start_of_line = "\r\033[K" if self.on_terminal else ""
        self._write(f"{start_of_line}{mark} {self.title}：{words}（{self.seconds:.0f} s）\n")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def advance(self, detail: str = "", by: int = 1) -> None:
        """One more of ``total`` is done, or about to be: ``detail`` names it."""
        self.done += by
        self.detail = detail

    def note(self, detail: str) -> None:
        """Say what is happening without counting it."""
        self.detail = detail

    def _tick(self) -> None:
        while not self._stopped.wait(SECONDS_BETWEEN_FRAMES):
            if self.on_terminal:
                self._draw_frame()
            elif time.monotonic() - self._last_line_at >= SECONDS_BETWEEN_LOG_LINES:
                self._last_line_at = time.monotonic()
                self._write(f"    {self._how_far()}\n")

    def _draw_frame(self) -> None:
        columns = shutil.get_terminal_size().columns - 1
        self._write("\r\033[K" + clipped(f"▸ {self.title}  {self._how_far()}", columns))

    def _how_far(self) -> str:
        parts = [self._bar(), f"{self.seconds:.0f} s", self.detail]
        return "  ".join(part for part in parts if part)

    def _bar(self) -> str:
        if not self.total:
            return f"{self.done}" if self.done else ""
        done = min(self.done, self.total)
        if not self.on_terminal:
            return f"{done}/{self.total}"
        filled = BAR_WIDTH * done // self.total
        return f"{'█' * filled}{'░' * (BAR_WIDTH - filled)} {done}/{self.total}"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
