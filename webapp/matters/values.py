"""A value of a process as a person writes it: dates in words, yes and no, units by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from ..dates import day, moment

LONGEST_LIST = 50
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def value_in_words(
    value: Any, options: Mapping[str, str] | None = None, labels: Mapping[str, str] | None = None
) -> str:
    """One value for the reader; lists are joined with 、.

    `options` are the words of a choice by its code, `labels` those of a structure's parts by their names.
    """
    if value is None or value == "" or value == []:
        return _("（未填写）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if options and str(value) in options:
        return options[str(value)]
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Mapping):
        named = ((labels or {}).get(name, name) for name in value)
        parts = (value_in_words(part, options, labels) for part in value.values())
        return "；".join(f"{name}：{part}" for name, part in zip(named, parts, strict=True))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _("、").join(value_in_words(part, options, labels) for part in value[:LONGEST_LIST])
    return _date_in_words(str(value))


def _date_in_words(text: str) -> str:
    """Forms keep dates as text in the standard's order; people never see that order."""
    if not _ISO_DAY.fullmatch(text):
        return text
    try:
        return day(date.fromisoformat(text))
    except ValueError:  # somebody typed a day no month has; his words stay his words
        return text
