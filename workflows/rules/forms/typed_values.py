"""From what was typed to what it means: text, numbers, yes or no, dates. What means nothing is told in
words."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from workflows.words import Sentence

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
LONGEST_NUMBER = 40  #: characters
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[::时](\d{1,2})(?:分|:\d{2}(?:\.\d+)?)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")


class NotTyped(Exception):
    """What was typed cannot be read as what is asked for. Caught inside this room; the page shows the
    sentence."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Sentence(zh, en)


def number(text: str, decimals: int | None = None) -> Decimal:
    """A decimal number; full-width digits and thousands separators are understood, exponents are not."""
    plain = _plain(text).replace(",", "").replace(" ", "")
    if len(plain) > LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
        raise NotTyped("请填写数字，例如 12 或 3.5", "Enter a number, such as 12 or 3.5")
    try:
        value = Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern above leaves nothing Decimal refuses
        raise NotTyped("请填写数字，例如 12 或 3.5", "Enter a number, such as 12 or 3.5") from None
    if decimals is not None and -int(value.normalize().as_tuple().exponent) > decimals:
        if decimals == 0:
            raise NotTyped("请填写整数", "Enter a whole number")
        raise NotTyped(f"最多{decimals}位小数", f"At most {decimals} decimals")
    return value


def day(text: str) -> date:
    """A day: 2026-11-23, 2026/11/23, 2026.11.23 or 2026年11月23日."""
    found = _DATE.fullmatch(_plain(text))
    if not found:
        raise NotTyped("请填写日期，例如 2026年11月23日", "Enter a date, such as 2026-11-23")
    year, month, of_month = (int(part) for part in found.groups())
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise NotTyped(
            f"年份应在{EARLIEST_YEAR}年至{LATEST_YEAR}年之间",
            f"The year must be from {EARLIEST_YEAR} to {LATEST_YEAR}",
        )
    try:
        return date(year, month, of_month)
    except ValueError:
        raise NotTyped("没有这一天，请核对日期", "There is no such day") from None


def time_of_day(text: str) -> time:
    """A time on the 24-hour clock: 16:30 or 16时30分."""
    found = _TIME.fullmatch(_plain(text))
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise NotTyped("请填写时间，例如 16:30", "Enter a time, such as 16:30")
    return time(int(found[1]), int(found[2]))


def moment(text: str) -> datetime:
    """A day and a time in the office's zone, aware."""
    parts = re.split(r"[T\s]+", _plain(text), maxsplit=1)
    if len(parts) != 2:
        raise NotTyped(
            "请填写日期和时间，例如 2026年11月23日 16:30", "Enter a date and a time, such as 2026-11-23 16:30"
        )
    return datetime.combine(day(parts[0]), time_of_day(parts[1]), OFFICE_ZONE)


def yes(text: str) -> bool:
    """Whether a box was ticked; browsers send nothing for one that was not."""
    return text.strip().casefold() in {"true", "on", "1", "yes"}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
