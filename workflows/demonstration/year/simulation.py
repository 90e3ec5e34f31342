"""Twelve months on a moved clock: what the calendar starts, what timers fire, what people do, in the order of
time. No row is written by hand; each act is a transaction of its own."""

from __future__ import annotations

import heapq
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import MessageSubscription, ProcessInstance, Task, TaskState, User
from workflows import documents, instances, messages, tasks
from workflows.acts import ActRefused, run_act
from workflows.demonstration.year.plan import Case, Habit, Plan, Press
from workflows.demonstration.year.staff import who_does
from workflows.demonstration.year.typist import typed, wants_files
from workflows.deployments import publishing as deployments
from workflows.office.calendar_years import load_calendar
from workflows.office.snapshots import office_snapshot
from workflows.permissions import standing_of
from workflows.rules.calendars import SHANGHAI, local_day
from workflows.rules.forms import FormSetting, UploadedFile, read_form
from workflows.rules.office_hours import next_office_moment
from workflows.running import periodic
from workflows.running.stored import given_back
from workflows.running.sweep import next_due, sweep
from workflows.running.task_states import TaskAlreadyDone, TaskWithdrawn, check_open
from workflows.words import DomainError, Sentence

SessionFactory = Callable[[], Session]
KEY = "demonstration:"
DAY = timedelta(days=1)
_MINUTES = 37  #: between two things of one morning that nobody set a time for


class NobodyCan(DomainError):
    """A step that the plan leaves to the process's own people, and none of them may do it."""


class NotFilledIn(DomainError):
    """A form the plan's answers and the typist's guesses do not satisfy."""


@dataclass(order=True, slots=True)
class _Appointed:
    """Something that is to happen at a moment."""

    at: datetime
    order: int
    what: Callable[[datetime], None] = field(compare=False)


class Simulation:
    """One office on its way from the first day of the plan to the day of the demonstration."""

    def __init__(
        self, sessions: SessionFactory, plan: Plan, directory: Path, begins: datetime, anchor: datetime
    ) -> None:
        self.sessions = sessions
        self.plan = plan
        self.directory = directory
        self.begins = begins
        self.anchor = anchor
        self.clock = begins
        self.ahead: list[_Appointed] = []
        self.cases: dict[int, Case] = {}
        self.seen_task = 0
        self.seen_instance = 0
        self.done = 0
        self.failures: list[Sentence] = []
        with sessions() as session:
            self.calendar = load_calendar(session)

    def run(self, tell: Callable[[float], None] = lambda share: None) -> None:
        """Everything until the day of the demonstration; `tell` hears what share of the time has passed."""
        for case in self.plan.cases:
            then = self._moment(case.day, case.hour)
            if then >= self.begins:
                self._appoint(then, lambda now, case=case: self._begin(case, now))
        self._appoint(self.begins, self._morning)
        while (then := self._next()) <= self.anchor:
            self.clock = max(self.clock, then)
            self._what_is_due()
            while self.ahead and self.ahead[0].at <= self.clock:
                heapq.heappop(self.ahead).what(self.clock)
                self._look_around()
            tell((self.clock - self.begins) / (self.anchor - self.begins))
        self.clock = self.anchor

    # -- the clock

    def _next(self) -> datetime:
        with self.sessions() as session:
            due = next_due(session)
        moments = [self.ahead[0].at] if self.ahead else []
        return min([*moments, *([due] if due is not None else [])], default=self.anchor + DAY)

    def _appoint(self, at: datetime, what: Callable[[datetime], None]) -> None:
        heapq.heappush(self.ahead, _Appointed(at, len(self.ahead) + self.done, what))

    def _moment(self, days_before: int, clock: str) -> datetime:
        day = local_day(self.anchor) + timedelta(days=days_before)
        return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)

    def _morning(self, now: datetime) -> None:
        """The calendar's own starts, every working day at the opening."""
        periodic.start_due(self.sessions, now)
        tomorrow = self.calendar.opening(self.calendar.next_working_day(local_day(now) + DAY))
        self._appoint(tomorrow, self._morning)

    def _what_is_due(self) -> None:
        sweep(self.sessions, self.clock)
        self._look_around()

    # -- what people do

    def _begin(self, case: Case, now: datetime) -> None:
        def work(session: Session) -> int:
            user = session.scalars(select(User).where(User.username == case.by)).one()
            actor = standing_of(session, user, now).actors[0]
            key = f"{KEY}{case.key}"
            return instances.start(session, case.process, {}, actor, now, start_key=key, demo=True).id

        self.cases[run_act(self.sessions, work)] = case
        for press in case.presses:
            self._appoint(
                self._moment(press.day, "10:15"), lambda at, press=press: self._press(case, press, at)
            )

    def _press(self, case: Case, press: Press, now: datetime) -> None:
        def work(session: Session) -> None:
            user = session.scalars(select(User).where(User.username == press.by)).one()
            subscriptions = session.scalars(
                select(MessageSubscription)
                .join(ProcessInstance, ProcessInstance.id == MessageSubscription.instance_id)
                .where(
                    MessageSubscription.message == press.message,
                    ProcessInstance.id.in_([one for one, of in self.cases.items() if of is case]),
                )
            ).all()
            for subscription in subscriptions:
                instance = session.get_one(ProcessInstance, subscription.instance_id)
                for action in messages.actions_for(session, instance, user, now):
                    if action.subscription_id == subscription.id:
                        messages.trigger_action(session, instance, action.subscription_id, action.actor, now)
                        return

        run_act(self.sessions, work)

    def _look_around(self) -> None:
        """New matters belong to the demonstration and to the case they come from; tasks are appointed."""
        with self.sessions() as session:
            fresh = session.scalars(
                select(ProcessInstance)
                .where(ProcessInstance.id > self.seen_instance)
                .order_by(ProcessInstance.id)
            ).all()
            for instance in fresh:
                self.seen_instance = max(self.seen_instance, instance.id)
                if instance.id not in self.cases and (case := self._case_of(instance)) is not None:
                    self.cases[instance.id] = case
            waiting = session.scalars(
                select(Task).where(Task.id > self.seen_task, Task.state == TaskState.OPEN).order_by(Task.id)
            ).all()
            for task in waiting:
                self.seen_task = max(self.seen_task, task.id)
                self._appoint_task(task)
        unmarked = [instance.id for instance in fresh if not instance.demo]
        if unmarked:
            run_act(self.sessions, lambda session: _mark(session, unmarked))

    def _case_of(self, instance: ProcessInstance) -> Case | None:
        """The case of the matter that called or proposed this one."""
        variables = given_back(instance.variables)
        proposer = variables.get("proposed_by") or variables.get("report_key")
        if instance.parent_id in self.cases:
            return self.cases[instance.parent_id]
        return self.cases.get(int(proposer)) if isinstance(proposer, str) and proposer.isdecimal() else None

    def _appoint_task(self, task: Task) -> None:
        habit = self.plan.habit(task.element_id, self.cases.get(task.instance_id))
        if habit.never:
            return
        at = self._when(task)
        self._appoint(at, lambda now, task_id=task.id, habit=habit: self._do(task_id, habit, now))

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
            run_act(self.sessions, lambda session: self._complete(session, task_id, habit, now))
        except (TaskAlreadyDone, TaskWithdrawn):
            return  # the process went on without it
        except (NobodyCan, NotFilledIn, ActRefused) as fault:
            self.failures.append(fault.sentence)
            return
        self.done += 1

    def _complete(self, session: Session, task_id: int, habit: Habit, now: datetime) -> None:
        task = session.get_one(Task, task_id)
        check_open(task)
        actor = who_does(session, task, now)
        if actor is None:
            raise NobodyCan(Sentence(f"没有人能办 {task.element_id}", f"nobody may do {task.element_id}"))
        schema = deployments.form(session, task.instance.definition, task.form_id)
        form = read_form(schema or {"components": []})
        visible = {**given_back(task.instance.variables), **given_back(task.variables)}
        setting = FormSetting(visible, local_day(now), office_snapshot(session, task.instance, now))
        scripted = dict(self._scripted(habit, now))
        answered = typed(form, setting, scripted, self.plan.texts)
        wanted = wants_files(form, setting, answered)
        if wanted:
            files = {name: (self._attached(session, task, name, actor, now),) for name in wanted}
            setting = FormSetting(visible, local_day(now), setting.host, files)
            scripted |= {name: [str(file.id) for file in kept] for name, kept in files.items()}
            answered = typed(form, setting, scripted, self.plan.texts)
        if not answered.is_complete:
            said = "；".join(f"{name}：{fault.zh}" for name, fault in answered.errors.items())
            raise NotFilledIn(Sentence(f"{task.element_id} 填不好：{said}", f"{task.element_id}: {said}"))
        tasks.complete(session, task, actor, answered.values, now)

    def _attached(self, session: Session, task: Task, field_: str, actor, now: datetime) -> UploadedFile:
        words = f"{task.instance.title}\n\n{task.name}\n\n（演示材料，无印章）"
        kept = documents.attach(
            session,
            task.instance,
            task,
            field_,
            f"{task.name}（演示）.txt",
            io.BytesIO(words.encode()),
            actor,
            now,
            self.directory,
        )
        return UploadedFile(kept.id, kept.name)

    def _scripted(self, habit: Habit, now: datetime) -> Iterator[tuple[str, object]]:
        """The plan's answers with days and times counted from now."""
        for name, value in habit.answers.items():
            yield name, self._dated(value, now)

    def _dated(self, value: object, now: datetime) -> object:
        if isinstance(value, list):
            return [self._dated(one, now) for one in value]
        if isinstance(value, dict):
            if set(value) <= {"days", "working_days", "at", "minutes"} and value:
                return self._day(value, now)
            return {name: self._dated(one, now) for name, one in value.items()}
        return value

    def _day(self, said: dict[str, object], now: datetime) -> object:
        """{"days": -2}, {"working_days": 5}, {"days": 0, "at": "08:30"}, {"minutes": -40}."""
        if "minutes" in said:
            return now + timedelta(minutes=said["minutes"])
        day = local_day(now) + timedelta(days=said.get("days", 0))
        if "working_days" in said:
            day = self.calendar.add_working_days(day, said["working_days"])
        if "at" in said:
            return datetime.combine(day, time.fromisoformat(said["at"]), SHANGHAI)
        return day


def _mark(session: Session, ids: list[int]) -> None:
    """演示: what the calendar and other matters began belongs to the demonstration as well."""
    session.execute(update(ProcessInstance).where(ProcessInstance.id.in_(ids)).values(demo=True))
