"""Who may see and do what: role × scope × party × confidentiality × recusal (domain page §4).

One rule set for lists and doors: the SQL condition both use is made in `visibility`. Administrators of
processes and of the system, and the auditor, see no case content (三员分立 〔议〕)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager

from models import AccessRole, ProcessInstance, Task, User
from workflows.offered import Offers, is_offered, offers_of, reason_against
from workflows.people.register import register_of
from workflows.people.substitution import Actor
from workflows.running.task_states import TaskAlreadyDone, TaskWithdrawn, check_open
from workflows.standing import Standing, standing_of
from workflows.visibility import REACHES, Reach, visible_to
from workflows.words import DomainError, Sentence

#: What a start event says that is never begun by hand.
CALLED = "called"


class NotVisible(DomainError):
    """The person may not see it, or it does not exist; he is not told which."""

    def __init__(self) -> None:
        super().__init__(Sentence("没有找到，或者不对您开放", "It does not exist, or it is not open to you"))


class NotYours(DomainError):
    """The person may see it but not do it."""


class Recused(NotYours):
    """回避: he did what this step reviews, or it is his own matter."""


@dataclass(frozen=True, slots=True)
class TaskAccess:
    """A task reached through the door. `actor` is None where the person may only read; `why_not` says why."""

    task: Task
    actor: Actor | None
    why_not: Sentence | None


def instance_for(session: Session, user: User, instance_id: int, now: datetime) -> ProcessInstance:
    """The matter, if the person may see it. Raises NotVisible."""
    door = _door_of_matters(Reach.of(standing_of(session, user, now)))
    instance = session.scalars(door, {"instance": instance_id}).first()
    if instance is None:
        raise NotVisible
    return instance


def task_for(session: Session, user: User, task_id: int, now: datetime) -> TaskAccess:
    """The task, if the person may see its matter, and in which post he may do it. Raises NotVisible."""
    standing = standing_of(session, user, now)
    task = session.scalars(_door_of_tasks(Reach.of(standing)), {"task": task_id}).first()
    if task is None:
        raise NotVisible
    try:
        check_open(task)
        return TaskAccess(task, _actor(session, standing, task), None)
    except (NotYours, TaskAlreadyDone, TaskWithdrawn) as refused:
        return TaskAccess(task, None, refused.sentence)


@lru_cache(maxsize=REACHES)
def _door_of_matters(reach: Reach) -> Select[tuple[ProcessInstance]]:
    return select(ProcessInstance).where(ProcessInstance.id == bindparam("instance"), visible_to(reach))


@lru_cache(maxsize=REACHES)
def _door_of_tasks(reach: Reach) -> Select[tuple[Task]]:
    """The task with its matter and what the matter knows: whoever comes to a task reads these too."""
    return (
        select(Task)
        .join(Task.instance)
        .where(Task.id == bindparam("task"), visible_to(reach))
        .options(contains_eager(Task.instance).undefer(ProcessInstance.variables))
    )


def may_do(session: Session, user: User, task: Task, now: datetime) -> bool:
    """Whether the person could go on with this open task at once: it is offered to him, nothing speaks
    against it, and he may see its matter."""
    standing = standing_of(session, user, now)
    if _actor_offered(standing, offers_of(session, task)) is None:
        return False
    try:
        return task_for(session, user, task.id, now).actor is not None
    except NotVisible:
        return False


def actor_for_task(session: Session, user: User, task: Task, now: datetime) -> Actor:
    """In which post the person does this task, or would have done it: `tasks.complete` says whether it is
    still open, and who was first. Raises NotYours or Recused."""
    return _actor(session, standing_of(session, user, now), task)


def check_actor(session: Session, by: Actor, task: Task, now: datetime) -> None:
    """Whether this person may do the task in this post and name. Raises NotYours or Recused."""
    standing = standing_of(session, by.user, now)
    _refuse_recused(session, standing.user, task)
    offers = offers_of(session, task)
    if not any(_same(actor, by) and is_offered(actor, offers) for actor in standing.actors):
        raise _not_yours(session, offers)


def _actor(session: Session, standing: Standing, task: Task) -> Actor:
    _refuse_recused(session, standing.user, task)
    offers = offers_of(session, task)
    actor = _actor_offered(standing, offers)
    if actor is None:
        raise _not_yours(session, offers)
    return actor


def _actor_offered(standing: Standing, offers: Offers) -> Actor | None:
    return next((actor for actor in standing.actors if is_offered(actor, offers)), None)


def _same(one: Actor, other: Actor) -> bool:
    return one.post.id == other.post.id and one.acting_as.id == other.acting_as.id


def _refuse_recused(session: Session, user: User, task: Task) -> None:
    reason = reason_against(session, user, task)
    if reason is not None:
        raise Recused(Sentence(reason, "You are recused from this step (回避)"))


def _not_yours(session: Session, offers: Offers) -> NotYours:
    register = register_of(session)
    holders = [
        register.posts[post_id] if post_id is not None else register.units[unit_id]
        for post_id, unit_id in offers
    ]
    names = "、".join(holder.name for holder in holders) or "未指定"
    names_en = ", ".join(holder.name_en for holder in holders) or "nobody yet"
    return NotYours(Sentence(f"这项任务由{names}办理", f"This task is for {names_en}"))


def may_start(standing: Standing, starters: str = "") -> bool:
    """Begin a matter: the secretariat and the leaders of the city, and whom its start event names besides.

    `starters` lists kinds of posts (`department`, `county`) and codes of posts and units, between spaces;
    `called` alone: nobody begins it by hand, another process calls it.
    """
    if starters.strip() == CALLED:
        return False
    if standing.secretariat or standing.has_role(AccessRole.LEADER):
        return True
    named = set(starters.split())
    roles = {actor.acting_as.access_role.value for actor in standing.actors}
    return bool(named & (roles | standing.codes))


def may_see_board(standing: Standing) -> bool:
    """The board is for the secretariat and the leaders; each sees his own scope on it."""
    return standing.secretariat or standing.has_role(AccessRole.LEADER)


def may_reassign(standing: Standing) -> bool:
    """Give a task to another post, with a reason: the secretariat."""
    return standing.secretariat


def may_mend(standing: Standing) -> bool:
    """Correct variables, retry and cancel after an incident: process administrators and the secretariat."""
    return standing.secretariat or standing.has_role(AccessRole.PROCESS_ADMIN)


def may_deploy(standing: Standing) -> bool:
    """Publish processes and answer shipped changes."""
    return standing.has_role(AccessRole.PROCESS_ADMIN)


def may_move(standing: Standing) -> bool:
    """Move running matters to another version of their process: whose matters they are, the secretariat."""
    return standing.secretariat


def may_administer(standing: Standing) -> bool:
    """Accounts, appointments, calendars, settings."""
    return standing.has_role(AccessRole.SYSTEM_ADMIN)


def may_audit(standing: Standing) -> bool:
    """Read who read what, and the security record."""
    return standing.has_role(AccessRole.AUDITOR)
