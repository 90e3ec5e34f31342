"""Appointments: a person comes to a post, leaves it, hands it over. The work stays with the post."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models import Appointment, Post, SecurityEvent, Task, TaskCandidate, TaskState, User
from workflows.rules.calendars import local_day
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


class AppointmentRefused(DomainError):
    """An appointment cannot be made or ended like this."""


def appoint(
    session: Session,
    user: User,
    post: Post,
    from_date: date,
    by: Actor | None,
    now: datetime,
    to_date: date | None = None,
) -> Appointment:
    """A person holds a post from a day on, until further notice or until a day, both included.

    Raises AppointmentRefused when it ends before it begins or he holds the post already in that time.
    """
    if to_date is not None and to_date < from_date:
        raise AppointmentRefused(
            Sentence("任职结束日期早于开始日期。", "The appointment ends before it begins."), field="to_date"
        )
    if _held_already(session, user, post, from_date, to_date):
        raise AppointmentRefused(
            Sentence(
                f"{user.display_name}在此期间已任{post.name}。",
                f"{user.display_name} already holds the post {post.name_en} in that time.",
            )
        )
    appointment = Appointment(user=user, post=post, from_date=from_date, to_date=to_date)
    session.add(appointment)
    _record(session, "appointed", user, f"{post.code} {from_date} – {to_date or ''}", by, now)
    session.flush()
    return appointment


def _held_already(session: Session, user: User, post: Post, first: date, last: date | None) -> bool:
    query = select(Appointment.id).where(
        Appointment.user_id == user.id,
        Appointment.post_id == post.id,
        or_(Appointment.to_date.is_(None), Appointment.to_date >= first),
    )
    if last is not None:
        query = query.where(Appointment.from_date <= last)
    return session.scalar(query.limit(1)) is not None


def end_appointment(
    session: Session, appointment: Appointment, last_day: date, by: Actor | None, now: datetime
) -> None:
    """A person leaves a post after a day. Open tasks stay with the post; what he had taken up is free again.

    Raises AppointmentRefused when the last day is before the first.
    """
    if last_day < appointment.from_date:
        raise AppointmentRefused(
            Sentence("任职结束日期早于开始日期。", "The appointment ends before it begins."), field="to_date"
        )
    appointment.to_date = last_day
    _record(session, "appointment ended", appointment.user, f"{appointment.post.code} {last_day}", by, now)
    session.flush()
    if last_day < local_day(now):
        _free_taken_tasks(session, appointment)


def hand_over(
    session: Session, post: Post, successor: User, first_day: date, by: Actor | None, now: datetime
) -> Appointment:
    """The successor holds the post from a day on; everybody else's appointment to it ends the day before.

    Somebody who would only have come later, or comes the same day, is not appointed any more.
    Raises AppointmentRefused when the successor already holds it.
    """
    last_day = first_day - timedelta(days=1)
    query = select(Appointment).where(
        Appointment.post_id == post.id,
        Appointment.user_id != successor.id,
        or_(Appointment.to_date.is_(None), Appointment.to_date >= first_day),
    )
    for appointment in session.scalars(query):
        if appointment.from_date > last_day:
            _record(session, "appointment withdrawn", appointment.user, post.code, by, now)
            session.delete(appointment)
            _free_taken_tasks(session, appointment)
        else:
            end_appointment(session, appointment, last_day, by, now)
    return appoint(session, successor, post, first_day, by, now)


def _free_taken_tasks(session: Session, appointment: Appointment) -> None:
    """Open tasks the person took up through this post wait for its next holder."""
    through_post = select(TaskCandidate.task_id).where(
        TaskCandidate.open,
        or_(TaskCandidate.post_id == appointment.post_id, TaskCandidate.unit_id == appointment.post.unit_id),
    )
    session.execute(
        update(Task)
        .where(
            Task.assignee_id == appointment.user_id, Task.state == TaskState.OPEN, Task.id.in_(through_post)
        )
        .values(assignee_id=None)
    )


def _record(session: Session, kind: str, user: User, words: str, by: Actor | None, now: datetime) -> None:
    author = f"{words} (by {by.user.username})" if by else words
    session.add(SecurityEvent(at=now, kind=kind, username=user.username, words=author))
