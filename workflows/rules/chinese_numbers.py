"""Numbers and dates as Chinese documents write them: 十一, ２０２２, 二〇二二年二月七日."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "◯": 0, "两": 2}
_DIGITS |= {character: value for value, character in enumerate("0123456789")}
_DIGITS |= {character: value for value, character in enumerate("０１２３４５６７８９")}

_ONES = "零一二三四五六七八九"
_NUMERAL = "[0-9０-９零〇○◯ＯO一二三四五六七八九十]"
_DATE = re.compile(rf"({_NUMERAL}{{4}})年({_NUMERAL}{{1,3}})月({_NUMERAL}{{1,3}})日")


def chinese_number(text: str) -> int | None:
    """The number below 100 that 一, 十, 十一, 二十三, 21 or ２１ stand for; None for anything else."""
    if not text or any(character not in _DIGITS and character != "十" for character in text):
        return None
    if "十" not in text:
        return _by_digits(text) if len(text) <= 2 else None
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _by_digits(text: str) -> int:
    value = 0
    for character in text:
        value = value * 10 + _DIGITS[character]
    return value


def in_chinese(number: int) -> str:
    """1 → 一, 11 → 十一, 20 → 二十 (below 100)."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _ONES[ones]
    return ("" if tens == 1 else _ONES[tens]) + "十" + (_ONES[ones] if ones else "")


def date_in(text: str) -> tuple[date | None, bool]:
    """The first date written in a line without spaces, and whether there is one at all.

    A date that no calendar has (2月30日) gives (None, True).
    """
    found = _DATE.search(text)
    if found is None:
        return None, False
    year, month, day = _by_digits(found[1]), chinese_number(found[2]), chinese_number(found[3])
    try:
        return date(year, month or 0, day or 0), True
    except ValueError:
        return None, True
