"""The office's own functions in FEEL. Importing this module registers them.

All of them read the immutable snapshot handed in with the evaluation, never a table or the clock. Times are
date and time values in Shanghai time. Codes of units and posts share one namespace; a function that asks
for a unit's post gives a post's code back as it is, so that a party may be a unit or a leader. What does
not exist (an unknown rule, unit, post) is null, with a warning that names it.

The ladder. A rung is counted from the *current* end of one deadline of one party: in working days at the
same time of day, or, for 特急, in hours round the clock; time under review is not counted. Where the rungs
stand is a decision table of the deployment:
    decision id `escalation_ladder`, inputs `rung` ("ES-03") and `urgency` (the matter's), one hit;
    outputs `amount` (number, negative: before the end) and `unit` ("working_day" or "hour").
    No hit: this urgency's ladder has no such rung; the functions are null.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflows.feel import host_function
from workflows.office.entries import OfficeSnapshot, PostEntry, UnitEntry, unknown
from workflows.rules.calendars import SHANGHAI, last_day_before, local_day
from workflows.rules.ladders import rung_time
from workflows.rules.office_hours import shift_working_days
from workflows.words import DomainError, Sentence

LADDER_RULE = "SV-09"  #: the deadline a ladder belongs to unless another is named


class NotSuch(DomainError):
    """An argument is not of the kind a function needs."""


@host_function("deadline", params=("rule", "party?"))
def deadline(office: OfficeSnapshot, rule: str, party: str | None = None) -> datetime | None:
    """The current end of a running deadline: deadline("SV-09"), deadline("SV-06C", co_unit).

    A result under review keeps its deadline running. Null when there is none (yet, or any more). Of several
    the latest round's counts.
    """
    entry = office.running_deadline(_text(rule), party)
    return entry.due_at.astimezone(SHANGHAI) if entry else None


@host_function("rung_at", params=("rung", "rule?", "party?", "urgency?"))
def rung_at(
    office: OfficeSnapshot,
    rung: str,
    rule: str | None = None,
    party: str | None = None,
    urgency: str | None = None,
) -> datetime | None:
    """When a rung of the ladder stands: rung_at("ES-03"), rung_at("ES-03", "SV-06C", co_unit).

    Counted from the running deadline under `rule` (SV-09 by default) of `party`, for the instance's urgency
    unless one is given. Null when no such deadline runs or this urgency's ladder lacks the rung. A due rung
    gives a time that has passed: a timer on it fires at once.
    """
    entry = office.running_deadline(rule or LADDER_RULE, party)
    step = office.rung(_text(rung), urgency)
    if entry is None or step is None:
        return None
    at = rung_time(entry.due_at, step.working_days, step.hours, office.calendar, entry.review)
    return at.astimezone(SHANGHAI)


@host_function("ladder", params=("rung", "urgency?", "rule?", "party?"))
def ladder(
    office: OfficeSnapshot,
    rung: str,
    urgency: str | None = None,
    rule: str | None = None,
    party: str | None = None,
) -> Any:
    """The length from a deadline's current end to a rung, so that deadline("SV-09") + ladder("ES-03") is
    exactly rung_at("ES-03"): three working days later, holidays skipped. Negative for rungs before the end.

    For another rule or party name it here too: deadline("SV-06C", co) + ladder("ES-02", null, "SV-06C", co).
    """
    entry = office.running_deadline(rule or LADDER_RULE, party)
    at = rung_at(office, rung, rule, party, urgency)
    return at - entry.due_at if entry and at else None


@host_function("next_feedback", params=("days", "rule?", "party?"))
def next_feedback(
    office: OfficeSnapshot, days: Decimal, rule: str | None = None, party: str | None = None
) -> datetime | None:
    """When the next periodic feedback falls due: every so many working days, close of business.

    Counted from the anchor of the running deadline under `rule` (SV-09 by default), so that asking again
    gives the same answer until that time has passed. Null when no such deadline runs.
    """
    period = _whole(days)
    if period < 1:
        raise NotSuch(Sentence("反馈周期至少为1个工作日", "a feedback period is at least one working day"))
    entry = office.running_deadline(rule or LADDER_RULE, party)
    if entry is None:
        return None
    day, calendar = local_day(entry.anchor_at), office.calendar
    periods = max(calendar.working_days_between(day, office.today) // period, 1)
    at = calendar.close_of_business(calendar.add_working_days(day, periods * period))
    if at <= office.moment:
        at = calendar.close_of_business(calendar.add_working_days(day, (periods + 1) * period))
    return at.astimezone(SHANGHAI)


@host_function("working_days", params=("from", "amount"))
def working_days(office: OfficeSnapshot, start: date | datetime, amount: Decimal) -> date | datetime:
    """A date (and time) so many working days later, earlier when negative: working_days(today(), 3).

    The day itself is not counted; a time of day is kept.
    """
    count = _whole(amount)
    if isinstance(start, datetime):
        if start.tzinfo is None:
            start = start.replace(tzinfo=SHANGHAI)
        return shift_working_days(start, count, office.calendar).astimezone(SHANGHAI)
    if isinstance(start, date):
        return office.calendar.add_working_days(start, count)
    raise NotSuch(Sentence("working_days 需要日期", "working_days needs a date"))


@host_function("working_days_left", params=("until",))
def working_days_left(office: OfficeSnapshot, until: date | datetime) -> int:
    """Working days after today up to and including a day; negative when it has passed."""
    day = last_day_before(until) if isinstance(until, datetime) else until
    return office.calendar.working_days_between(office.today, day)


@host_function("is_working_day", params=("day",))
def is_working_day(office: OfficeSnapshot, day: date) -> bool:
    """Whether the office works on a day (holidays and make-up days counted)."""
    return office.calendar.is_working_day(local_day(day) if isinstance(day, datetime) else day)


@host_function("head_of", params=("unit",))
def head_of(office: OfficeSnapshot, unit: str) -> str | None:
    """The post in charge of a unit: head_of("yjj") = "yjj-head". A post's own code comes back as it is."""
    return unit if unit in office.office.posts else office.unit(_text(unit)).head


@host_function("liaison_of", params=("unit",))
def liaison_of(office: OfficeSnapshot, unit: str) -> str | None:
    """A unit's contact post, or its head where it has none."""
    return unit if unit in office.office.posts else office.unit(_text(unit)).liaison


@host_function("section_of", params=("unit",))
def section_of(office: OfficeSnapshot, unit: str) -> str | None:
    """The section of a unit that does the work, or its contact post where it has none."""
    return unit if unit in office.office.posts else office.unit(_text(unit)).section


@host_function("leader_of", params=("unit",))
def leader_of(office: OfficeSnapshot, unit: str) -> str | None:
    """The leader's post that oversees a unit today (分管领导); for a leader's own post, the post above."""
    return office.leader_of(_text(unit))


@host_function("superior_of", params=("post",))
def superior_of(office: OfficeSnapshot, post: str) -> str | None:
    """The post above a post; null for the mayor."""
    return office.post(_text(post)).superior


@host_function("substitute_of", params=("post",))
def substitute_of(office: OfficeSnapshot, post: str) -> str | None:
    """The B role of a post (AB角); null where it has none."""
    return office.post(_text(post)).substitute


@host_function("is_leader", params=("party",))
def is_leader(office: OfficeSnapshot, party: str) -> bool:
    """Whether a party is a post (a leader) rather than a unit."""
    return party in office.office.posts


@host_function("units", params=("kind?",))
def units(office: OfficeSnapshot, kind: str | None = None) -> list[dict[str, str]]:
    """Units a form offers for choice: value and label in both languages, in the office's order.

    Without a kind those that may be given work (party and outside bodies only take part); otherwise those of
    one kind: units("county").
    """
    kinds = ("office", "department", "county") if kind is None else (_text(kind),)
    return [_choice(unit) for unit in office.office.units.values() if unit.kind in kinds]


@host_function("leaders", params=())
def leaders(office: OfficeSnapshot) -> list[dict[str, str]]:
    """The leaders' posts a form offers for choice: value and label in both languages, in order."""
    return [_choice(post) for post in office.office.posts.values() if post.kind == "leader"]


@host_function("holders", params=("role", "second?", "third?", "fourth?", "fifth?"))
def holders(office: OfficeSnapshot, *roles: str | None) -> list[str]:
    """The posts whose duties are these parts of the duty list, in the office's order: holders("E", "V")."""
    wanted = {_text(role) for role in roles if role is not None}
    return [post.code for post in office.office.posts.values() if post.duty_role in wanted]


@host_function("duty_role", params=("post",))
def duty_role(office: OfficeSnapshot, post: str) -> str | None:
    """The part of the duty list a post's duties are: duty_role("mayor") = "M"; null where it has none."""
    return office.post(_text(post)).duty_role


@host_function("name_of", params=("code", "language?"))
def name_of(office: OfficeSnapshot, code: str, language: str | None = None) -> str:
    """The name of a unit or post in Chinese, with "en" in English; the code itself where nothing has it."""
    entry = office.office.units.get(_text(code)) or office.office.posts.get(code)
    if entry is None:
        return code
    return entry.name_en if language == "en" else entry.name


def _choice(entry: UnitEntry | PostEntry) -> dict[str, str]:
    return {"value": entry.code, "label": entry.name, "label_en": entry.name_en}


@host_function("setting", params=("key",))
def setting(office: OfficeSnapshot, key: str) -> Any:
    """A setting of the office: setting("standing_authorisation"). Null where it is empty or missing."""
    if key not in office.office.settings:
        raise unknown("设置项", "setting", key)
    value = office.office.settings[key]
    return None if value == "" else value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotSuch(Sentence("参数应为文字", "the argument must be a string"))
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, Decimal | int) or isinstance(value, bool) or value != int(value):
        raise NotSuch(Sentence("天数应为整数", "the number of days must be a whole number"))
    return int(value)
