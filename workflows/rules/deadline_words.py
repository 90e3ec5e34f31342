"""Deadlines as people read them: how much is left, where a date comes from, when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from workflows.rules.calendars import SHANGHAI, WorkingCalendar, last_day_before, local_day
from workflows.rules.limits import LimitUnit
from workflows.words import Sentence

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_UNITS = {
    LimitUnit.HOUR: ("小时", "hour"),
    LimitUnit.OFFICE_HOUR: ("个办公小时", "office hour"),
    LimitUnit.CALENDAR_DAY: ("日", "day"),
    LimitUnit.WORKING_DAY: ("个工作日", "working day"),
    LimitUnit.MONTH: ("个月", "month"),
}
#: limits in months and set dates are pushed by days
_MEASURED = {LimitUnit.MONTH: LimitUnit.CALENDAR_DAY, LimitUnit.DATE: LimitUnit.CALENDAR_DAY}
_BASES_EN = {"技术鉴定": "technical appraisal"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def counted(amount: int, noun: str) -> str:
    """`1 working day`, `2 working days`."""
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def remaining_words(
    due_at: datetime, now: datetime, calendar: WorkingCalendar, unit: str = LimitUnit.WORKING_DAY
) -> Sentence:
    """「还剩3个工作日」 or 「已逾期2天」; on the last day in hours, in the last hour in minutes.

    Limits counted in calendar days or months speak of days, all others of working days.
    """
    if now > due_at:
        return _overdue(due_at, now)
    last, today = last_day_before(due_at), local_day(now)
    if last <= today or LimitUnit(unit) is LimitUnit.HOUR and due_at - now < timedelta(days=1):
        zh, en = _hours_or_minutes(due_at - now)
        return Sentence(f"还剩{zh}", f"{en} left")
    days = calendar.working_days_between(today, last)
    if LimitUnit(unit) in (LimitUnit.CALENDAR_DAY, LimitUnit.MONTH) or days == 0:
        left = (last - today).days
        return Sentence(f"还剩{left}天", f"{counted(left, 'day')} left")
    return Sentence(f"还剩{days}个工作日", f"{counted(days, 'working day')} left")


def _overdue(due_at: datetime, now: datetime) -> Sentence:
    days = (local_day(now) - last_day_before(due_at)).days
    if days:
        return Sentence(f"已逾期{days}天", f"{counted(days, 'day')} overdue")
    zh, en = _hours_or_minutes(now - due_at)
    return Sentence(f"已逾期{zh}", f"{en} overdue")


def _hours_or_minutes(length: timedelta) -> tuple[str, str]:
    hours = length // _HOUR
    if hours:
        return f"{hours}小时", counted(hours, "hour")
    minutes = max(length // _MINUTE, 1)
    return f"{minutes}分钟", counted(minutes, "minute")


def due_words(due_at: datetime) -> Sentence:
    """「2026年9月26日 24:00」: midnight is said as the end of the day it ends."""
    local = due_at.astimezone(SHANGHAI)
    day = last_day_before(due_at)
    clock = "24:00" if day != local.date() else f"{local:%H:%M}"
    return Sentence(
        f"{day.year}年{day.month}月{day.day}日 {clock}",
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}, {clock}",
    )


def rule_words(
    anchor: Sentence,
    unit: str,
    amount: int | None,
    basis: Sentence,
    mark: str = "",
    setter: Sentence | None = None,
) -> Sentence:
    """「自签收之日起1个工作日内（内部规定〔议〕）」: the rule a date comes from, with its basis and mark.

    Hours run from the moment (起), days from the day (之日起). A date somebody set names who set it.
    """
    label = f"〔{mark}〕" if mark else ""
    limit = LimitUnit(unit)
    if limit is LimitUnit.DATE or amount is None:
        by = setter or Sentence("交办时", "at dispatch")
        return Sentence(f"{by.zh}确定的日期（{basis.zh}{label}）", f"date set {_by(by)} ({basis.en}{label})")
    if amount == 0:
        return Sentence(
            f"{anchor.zh}当日内（{basis.zh}{label}）", f"on the day of {anchor.en} ({basis.en}{label})"
        )
    zh_unit, en_unit = _UNITS[limit]
    since = "起" if limit in (LimitUnit.HOUR, LimitUnit.OFFICE_HOUR) else "之日起"
    return Sentence(
        f"自{anchor.zh}{since}{amount}{zh_unit}内（{basis.zh}{label}）",
        f"within {counted(amount, en_unit)} of {anchor.en} ({basis.en}{label})",
    )


def with_time_taken(rule: Sentence, bases: Sequence[str], amount: int, unit: str) -> Sentence:
    """「…，扣除技术鉴定6日」: the rule a date comes from, with the time that did not count and why."""
    names = list(dict.fromkeys(bases))
    if not names or amount <= 0:
        return rule
    zh_unit, en_unit = _UNITS[_MEASURED.get(LimitUnit(unit), LimitUnit(unit))]
    english = " and ".join(_BASES_EN.get(name, name) for name in names)
    return Sentence(
        f"{rule.zh}，扣除{'、'.join(names)}{amount}{zh_unit}",
        f"{rule.en}, less {counted(amount, en_unit)} of {english}",
    )


def _by(setter: Sentence) -> str:
    return setter.en if setter.en.startswith("at ") else f"by {setter.en}"
