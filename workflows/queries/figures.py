"""The board's figures: matters by light, by unit, by leader, week by week, and those that need the clerk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from models import (
    Deadline,
    DeadlinePause,
    DeadlineState,
    Incident,
    InstanceParty,
    PartyRelation,
    ProcessInstance,
    Task,
    TaskCandidate,
    TaskState,
    User,
    UtcDateTime,
)
from workflows.queries.holding import holders_by_code
from workflows.queries.matter_lights import LIVE_MATTER, light_column, with_main_deadline
from workflows.queries.shown import Holder
from workflows.queries.waiting import COUNT_CAP, Counter
from workflows.rules.calendars import SHANGHAI, local_day
from workflows.rules.lights import Light
from workflows.standing import standing_of
from workflows.visibility import visible_matters
from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class Lights:
    """Matters by light; blue ones are the closed."""

    green: Counter
    amber: Counter
    red: Counter
    blue: Counter
    grey: Counter


@dataclass(frozen=True, slots=True)
class LightsOf:
    """A unit's or leader's live matters by light."""

    holder: Holder
    green: int
    amber: int
    red: int
    grey: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the trend: opened, closed, closed late."""

    monday: date
    opened: int
    closed: int
    closed_late: int


@dataclass(frozen=True, slots=True)
class NeedsMe:
    """A matter that needs the clerk: why, in words."""

    instance_id: int
    title: str
    number: str | None
    why: Sentence


def lights(session: Session, user: User, now: datetime) -> Lights:
    """Counters over the matters this person may see."""
    visible = visible_matters(standing_of(session, user, now))
    live = with_main_deadline(select(light_column(now).label("light")).select_from(ProcessInstance))
    live = live.where(visible, ProcessInstance.matter_state.in_(LIVE_MATTER)).subquery()
    found = dict(session.execute(select(live.c.light, func.count()).group_by(live.c.light)).all())
    closed = select(ProcessInstance.id).where(visible, ProcessInstance.matter_state.not_in(LIVE_MATTER))
    blue = session.scalar(select(func.count()).select_from(closed.limit(COUNT_CAP + 1).subquery())) or 0
    counted = {light: _counter(found.get(light.value, 0)) for light in Light}
    return Lights(
        counted[Light.GREEN], counted[Light.AMBER], counted[Light.RED], _counter(blue), counted[Light.GREY]
    )


def _counter(number: int) -> Counter:
    return Counter(min(number, COUNT_CAP), number > COUNT_CAP)


def by_unit(session: Session, user: User, now: datetime) -> tuple[LightsOf, ...]:
    """Live matters by the lead and co-organising units, each by the unit's own most urgent deadline; worst
    first."""
    own = (
        select(Deadline.party.label("code"), Deadline.instance_id, func.max(_urgency(now)).label("urgency"))
        .join(ProcessInstance, ProcessInstance.id == Deadline.instance_id)
        .where(
            Deadline.party != "",
            Deadline.done_at.is_(None),
            ProcessInstance.matter_state.in_(LIVE_MATTER),
            visible_matters(standing_of(session, user, now)),
        )
        .group_by(Deadline.party, Deadline.instance_id)
        .subquery()
    )
    rows = session.execute(
        select(own.c.code, own.c.urgency, func.count()).group_by(own.c.code, own.c.urgency)
    )
    return _by_holder(session, [(code, _LIGHTS[urgency], count) for code, urgency, count in rows], now)


_LIGHTS = {3: Light.RED, 2: Light.AMBER, 1: Light.GREEN, 0: Light.GREY}


def _urgency(now: datetime) -> ColumnElement[int]:
    """3 red, 2 amber, 1 green, 0 paused: the greatest one of a unit's deadlines in a matter is shown."""
    paused = (
        select(DeadlinePause.id)
        .where(
            DeadlinePause.deadline_id == Deadline.id,
            DeadlinePause.from_at <= now,
            or_(DeadlinePause.to_at.is_(None), DeadlinePause.to_at > now),
        )
        .exists()
    )
    at = func.coalesce(Deadline.review_since, literal(now, UtcDateTime()))
    return case((paused, 0), (at > Deadline.due_at, 3), (at >= Deadline.amber_at, 2), else_=1)


def by_leader(session: Session, user: User, now: datetime) -> tuple[LightsOf, ...]:
    """Live matters by the leader concerned, worst first."""
    live = with_main_deadline(
        select(InstanceParty.code, light_column(now).label("light"))
        .select_from(ProcessInstance)
        .join(InstanceParty, InstanceParty.instance_id == ProcessInstance.id)
    ).where(
        InstanceParty.relation == PartyRelation.LEADER,
        ProcessInstance.matter_state.in_(LIVE_MATTER),
        visible_matters(standing_of(session, user, now)),
    )
    found = live.subquery()
    rows = session.execute(
        select(found.c.code, found.c.light, func.count()).group_by(found.c.code, found.c.light)
    )
    return _by_holder(session, [(code, Light(light), count) for code, light, count in rows], now)


def _by_holder(session: Session, rows: list[tuple[str, Light, int]], now: datetime) -> tuple[LightsOf, ...]:
    counts: dict[str, dict[Light, int]] = defaultdict(lambda: defaultdict(int))
    for code, light, count in rows:
        counts[code][light] += count
    holders = holders_by_code(session, counts, local_day(now))
    shown = [
        LightsOf(holders[code], of[Light.GREEN], of[Light.AMBER], of[Light.RED], of[Light.GREY])
        for code, of in counts.items()
        if code in holders
    ]
    return tuple(sorted(shown, key=lambda row: (-row.red, -row.amber, -row.green, row.holder.code)))


def weeks(session: Session, user: User, now: datetime, count: int = 12) -> tuple[Week, ...]:
    """The trend of the last weeks, oldest first, this week included. Late: the lead's result came after its
    date."""
    this_monday = local_day(now) - timedelta(days=local_day(now).weekday())
    first = this_monday - timedelta(weeks=count - 1)
    since = datetime.combine(first, time(), SHANGHAI)
    rows = session.execute(
        select(ProcessInstance.started_at, ProcessInstance.closed_at, _was_late()).where(
            visible_matters(standing_of(session, user, now)),
            or_(ProcessInstance.started_at >= since, ProcessInstance.closed_at >= since),
        )
    )
    opened: dict[date, int] = defaultdict(int)
    closed: dict[date, int] = defaultdict(int)
    late: dict[date, int] = defaultdict(int)
    for started_at, closed_at, was_late in rows:
        opened[_monday(started_at)] += 1
        if closed_at is not None:
            closed[_monday(closed_at)] += 1
            late[_monday(closed_at)] += bool(was_late)
    mondays = [first + timedelta(weeks=week) for week in range(count)]
    return tuple(Week(monday, opened[monday], closed[monday], late[monday]) for monday in mondays)


def _monday(at: datetime) -> date:
    day = local_day(at)
    return day - timedelta(days=day.weekday())


def _was_late() -> ColumnElement[bool]:
    lead = select(InstanceParty.code).where(
        InstanceParty.instance_id == ProcessInstance.id, InstanceParty.relation == PartyRelation.LEAD
    )
    return (
        select(Deadline.id)
        .where(
            Deadline.instance_id == ProcessInstance.id,
            Deadline.state == DeadlineState.DONE,
            Deadline.party.in_(lead),
            Deadline.done_at > Deadline.due_at,
        )
        .exists()
    )


def needs_me(session: Session, user: User, now: datetime, size: int = 20) -> tuple[NeedsMe, ...]:
    """Matters that stand still unless the clerk does something: incidents first, then tasks nobody may do."""
    visible = visible_matters(standing_of(session, user, now))
    shown: dict[int, NeedsMe] = {}
    broken = (
        select(ProcessInstance, Incident)
        .join(Incident, Incident.instance_id == ProcessInstance.id)
        .where(visible, Incident.resolved_at.is_(None))
        .order_by(Incident.id)
        .limit(size)
    )
    for instance, incident in session.execute(broken):
        why = Sentence(f"异常：{incident.message}", f"Incident: {incident.message_en}")
        shown.setdefault(instance.id, NeedsMe(instance.id, instance.title, instance.number, why))
    offered = select(TaskCandidate.id).where(TaskCandidate.task_id == Task.id).exists()
    only_recused = and_(Task.recusal_note.is_not(None), Task.recusal_note.contains("无人可办"))
    nobody = (
        select(ProcessInstance, Task)
        .join(Task, Task.instance_id == ProcessInstance.id)
        .where(visible, Task.state == TaskState.OPEN, or_(~offered, only_recused))
        .order_by(Task.id)
        .limit(size)
    )
    for instance, task in session.execute(nobody):
        why = Sentence(
            f"“{task.name}”没有人可办，请指定承办人", f"Nobody may do “{task.name}”: name somebody"
        )
        shown.setdefault(instance.id, NeedsMe(instance.id, instance.title, instance.number, why))
    return tuple(shown.values())[:size]
