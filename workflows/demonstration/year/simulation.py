"""Twelve months on a moved clock: what the calendar starts, what timers fire, what people do, in the order of
time. No row is written by hand; each act is a transaction of its own."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import MessageSubscription, PostKind, ProcessInstance, Task, TaskCandidate, TaskState, User
from workflows import instances, messages
from workflows.acts import ActRefused, run_act
from workflows.demonstration.year.desk import Desk, NobodyCan, NotFilledIn
from workflows.demonstration.year.plan import Case, Custom, Habit, Plan, Press
from workflows.demonstration.year.said import expressed
from workflows.office.calendar_years import load_calendar
from workflows.permissions import standing_of
from workflows.rules.calendars import SHANGHAI, local_day
from workflows.rules.office_hours import next_office_moment
from workflows.running import periodic
from workflows.running.stored import given_back
from workflows.running.sweep import next_due, sweep
from workflows.running.task_states import TaskAlreadyDone, TaskWithdrawn
from workflows.words import Sentence

SessionFactory = Callable[[], Session]
KEY = "demonstration:"
DAY = timedelta(days=1)
_MINUTES = 37  #: between two things of one morning that nobody set a time for
_PRESSES_AT = "10:15"


@dataclass(order=True, slots=True)
class _Appointed:
    """Something that is to happen at a moment."""

    at: datetime
    order: int
    what: Callable[[datetime], None] = field(compare=False)


class Simulation:
    """One office on its way to the day of the demonstration, from its first day or, after a break, from the
    moment it had come to: everything it must know stands in the office's rows."""

    def __init__(
        self, sessions: SessionFactory, plan: Plan, directory: Path, begins: datetime, anchor: datetime
    ) -> None:
        self.sessions = sessions
        self.plan = plan
        self.begins = begins
        self.anchor = anchor
        self.clock = begins
        self.ahead: list[_Appointed] = []
        self.cases: dict[int, Case] = {}
        self.seen_task = 0
        self.seen_instance = 0
        self.done = 0
        self.failures: list[Sentence] = []
        self._order = count()
        with sessions() as session:
            self.calendar = load_calendar(session)
        self.desk = Desk(plan, self.calendar, directory, anchor)

    def run(self, tell: Callable[[datetime], None] = lambda clock: None) -> None:
        """Everything until the day of the demonstration; `tell` hears what time it is on the moved clock."""
        for case in self.plan.cases:
            self._appoint_case(case)
        self._look_around()
        self._appoint(self.begins, self._morning)
        while (then := self._next()) <= self.anchor:
            self.clock = max(self.clock, then)
            sweep(self.sessions, self.clock)
            self._look_around()
            while self.ahead and self.ahead[0].at <= self.clock:
                heapq.heappop(self.ahead).what(self.clock)
                self._look_around()
            tell(self.clock)
        self.clock = self.anchor

    # -- the clock

    def _next(self) -> datetime:
        with self.sessions() as session:
            due = next_due(session)
        moments = [self.ahead[0].at] if self.ahead else []
        return min([*moments, *([due] if due is not None else [])], default=self.anchor + DAY)

    def _appoint(self, at: datetime, what: Callable[[datetime], None]) -> None:
        heapq.heappush(self.ahead, _Appointed(at, next(self._order), what))

    def _moment(self, days_before: int, clock: str) -> datetime:
        day = local_day(self.anchor) + timedelta(days=days_before)
        return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)

    def _morning(self, now: datetime) -> None:
        """The calendar's own starts, every working day at the opening."""
        periodic.start_due(self.sessions, now)
        tomorrow = self.calendar.opening(self.calendar.next_working_day(local_day(now) + DAY))
        self._appoint(tomorrow, self._morning)

    # -- the plan's cases

    def _appoint_case(self, case: Case) -> None:
        """It begins when the plan says, unless it has begun; its buttons are pressed when the plan says."""
        then = self._moment(case.day, case.hour)
        with self.sessions() as session:
            begun = session.scalar(
                select(ProcessInstance.id).where(ProcessInstance.start_key == f"{KEY}{case.key}")
            )
        if begun is not None:
            self.cases[begun] = case
        elif then < self.begins:
            return
        else:
            self._appoint(then, lambda now: self._begin(case, now))
        for press in case.presses:
            at = self._moment(press.day, _PRESSES_AT)
            if at >= self.begins:
                self._appoint(at, lambda now, press=press: self._press_in_case(case, press, now))

    def _begin(self, case: Case, now: datetime) -> None:
        def work(session: Session) -> int:
            user = session.scalars(select(User).where(User.username == case.by)).one()
            actor = standing_of(session, user, now).actors[0]
            key = f"{KEY}{case.key}"
            return instances.start(session, case.process, {}, actor, now, start_key=key, demo=True).id

        self.cases[run_act(self.sessions, work)] = case

    def _press_in_case(self, case: Case, press: Press, now: datetime) -> None:
        matters = [id_ for id_, of in self.cases.items() if of is case]
        if not self._press(matters, press.message, press.by, now):
            self.failures.append(
                Sentence(
                    f"{case.key}：{press.by} 没有“{press.message}”可按",
                    f"{case.key}: there is no {press.message} for {press.by} to press",
                )
            )

    def _press(self, matters: list[int], message: str, by: str, now: datetime) -> bool:
        """Press a button where one of the matters has it for this person; whether one had."""
        return run_act(self.sessions, lambda session: _pressed(session, matters, message, by, now))

    # -- what people do

    def _look_around(self) -> None:
        """New matters belong to the demonstration and to the case they come from; tasks are appointed."""
        with self.sessions() as session:
            fresh = session.scalars(
                select(ProcessInstance)
                .where(ProcessInstance.id > self.seen_instance)
                .order_by(ProcessInstance.id)
            ).all()
            for instance in fresh:
                self.seen_instance = instance.id
                if instance.id not in self.cases and (case := self._case_of(instance)) is not None:
                    self.cases[instance.id] = case
                self._appoint_customs(session, instance)
            waiting = session.scalars(
                select(Task).where(Task.id > self.seen_task, Task.state == TaskState.OPEN).order_by(Task.id)
            ).all()
            for task in waiting:
                self.seen_task = task.id
                self._appoint_task(session, task)
            unmarked = [instance.id for instance in fresh if not instance.demo]
        if unmarked:
            run_act(self.sessions, lambda session: _mark(session, unmarked))

    def _appoint_customs(self, session: Session, instance: ProcessInstance) -> None:
        for custom in self.plan.customs:
            if custom.process == instance.definition.process_id:
                setting = self.desk.setting(session, instance, self.clock)
                by, day = expressed(custom.by, setting), expressed(custom.on, setting)
                at = next_office_moment(
                    datetime.combine(day, time.fromisoformat(_PRESSES_AT), SHANGHAI), self.calendar
                )
                self._appoint(at, self._pressing(instance.id, custom, by))

    def _pressing(self, instance_id: int, custom: Custom, by: str) -> Callable[[datetime], None]:
        return lambda now: self._press([instance_id], custom.message, by, now) and None

    def _case_of(self, instance: ProcessInstance) -> Case | None:
        """The case of the matter that called or proposed this one."""
        variables = given_back(instance.variables)
        proposer = variables.get("proposed_by") or variables.get("report_key")
        if instance.parent_id in self.cases:
            return self.cases[instance.parent_id]
        return self.cases.get(int(proposer)) if isinstance(proposer, str) and proposer.isdecimal() else None

    def _appoint_task(self, session: Session, task: Task) -> None:
        habit = self.plan.habit(task.element_id, self.cases.get(task.instance_id))
        setting = self.desk.setting(session, task.instance, task.opened_at, task)
        if expressed(habit.never, setting) or self._is_left_to_the_visitor(session, task):
            return
        late = expressed(habit.late, setting)
        at = self._so_late(task.due_at, int(late)) if late and task.due_at else self._when(task)
        task_id = task.id
        self._appoint(at, lambda now: self._do(task_id, habit, now))

    def _is_left_to_the_visitor(self, session: Session, task: Task) -> bool:
        """Of the last days' tasks, those before a leader that are not overdue when the visitor comes."""
        if task.opened_at < self.anchor - self.plan.left_to_the_visitor:
            return False
        if task.due_at is not None and task.due_at <= self.anchor:
            return False
        offered = session.scalars(select(TaskCandidate).where(TaskCandidate.task_id == task.id)).all()
        posts = [one.post for one in offered]
        return bool(posts) and all(post is not None and post.kind is PostKind.LEADER for post in posts)

    def _so_late(self, due_at: datetime, working_days: int) -> datetime:
        day = self.calendar.add_working_days(local_day(due_at), working_days)
        return self.calendar.opening(day) + timedelta(minutes=_MINUTES)

    def _when(self, task: Task) -> datetime:
        """In office hours: somewhere between the opening and the end."""
        chance = (zlib.crc32(f"{task.instance_id}:{task.element_id}:{task.id}".encode()) % 1000) / 1000
        opened = task.opened_at
        if task.due_at is None or task.due_at <= opened:
            return next_office_moment(opened + timedelta(minutes=_MINUTES + 90 * chance), self.calendar)
        length = task.due_at - opened
        if length < timedelta(hours=12):
            return opened + length * (0.2 + 0.4 * chance)
        wanted = next_office_moment(opened + length * (0.15 + 0.6 * chance), self.calendar)
        return min(wanted, task.due_at - timedelta(minutes=30))

    def _do(self, task_id: int, habit: Habit, now: datetime) -> None:
        try:
            run_act(self.sessions, lambda session: self.desk.complete(session, task_id, habit, now))
        except (TaskAlreadyDone, TaskWithdrawn):
            return  # the process went on without it
        except (NobodyCan, NotFilledIn, ActRefused) as fault:
            self.failures.append(fault.sentence)
            return
        self.done += 1


def _pressed(session: Session, matters: list[int], message: str, by: str, now: datetime) -> bool:
    user = session.scalars(select(User).where(User.username == by)).one()
    waiting = session.scalars(
        select(MessageSubscription).where(
            MessageSubscription.message == message, MessageSubscription.instance_id.in_(matters)
        )
    ).all()
    for subscription in waiting:
        instance = session.get_one(ProcessInstance, subscription.instance_id)
        for action in messages.actions_for(session, instance, user, now):
            if action.subscription_id == subscription.id:
                messages.trigger_action(session, instance, subscription.id, action.actor, now)
                return True
    return False


def _mark(session: Session, ids: list[int]) -> None:
    """演示: what the calendar and other matters began belongs to the demonstration as well."""
    session.execute(update(ProcessInstance).where(ProcessInstance.id.in_(ids)).values(demo=True))
