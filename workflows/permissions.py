"""Who may see and do what: role × scope × party × confidentiality × recusal (domain page §4).

One rule set for lists and doors: `visible_matters` is the SQL condition both use. Administrators of processes
and of the system, and the auditor, see no case content (三员分立 〔议〕)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from models import (
    AccessRole,
    Confidentiality,
    InstanceParty,
    Post,
    ProcessInstance,
    Task,
    TaskCandidate,
    TaskExclusion,
    User,
)
from workflows.offered import Offers, offers_of, reason_against
from workflows.people.register import register_of
from workflows.people.substitution import Actor, acting_posts
from workflows.rules.calendars import local_day
from workflows.running.task_states import TaskAlreadyDone, TaskWithdrawn, check_open
from workflows.transactions import whole_of
from workflows.words import DomainError, Sentence

#: Parts of the duty list whose holders see the whole city: mayor, executive vice mayor, the leader in charge
#: of work safety, secretary-general. The vice mayors (V) see their portfolios.
CITY_WIDE = ("M", "E", "S", "G")
#: Of these, the ones who see every internal matter too; the others see internal ones they are concerned with.
SEES_INTERNAL = ("M", "G")
#: What a start event says that is never begun by hand.
CALLED = "called"
_STANDINGS = "standings"


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


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's posts today, and what follows from them; asked once a request."""

    user: User
    actors: tuple[Actor, ...]
    post_ids: frozenset[int]
    unit_ids: frozenset[int]  #: units of his own posts, not of those he stands in for
    codes: frozenset[str]  #: codes of these posts and units
    overseen: frozenset[str]  #: codes of the units in his portfolios
    city_wide: bool
    secretariat: bool
    sees_internal: bool

    def has_role(self, *roles: AccessRole) -> bool:
        """Whether one of his own posts has one of these roles."""
        return any(actor.on_behalf_of is None and actor.post.access_role in roles for actor in self.actors)


def standing_of(session: Session, user: User, now: datetime) -> Standing:
    """A person's standing on this day, worked out once in a transaction. A closed account has none."""
    register, within = register_of(session), whole_of(session)
    read_in, read_from, standings = session.info.get(_STANDINGS, (None, None, {}))
    if read_in is None or read_in is not within or read_from is not register:
        standings = {}
        session.info[_STANDINGS] = (within, register, standings)
    key = (user, user.active, local_day(now))
    if key not in standings:
        standings[key] = _standing(session, user, now)
    return standings[key]


def _standing(session: Session, user: User, now: datetime) -> Standing:
    actors = tuple(acting_posts(session, user, local_day(now))) if user.active else ()
    posts = [actor.acting_as for actor in actors]
    own_units = {actor.post.unit_id: actor.post.unit.code for actor in actors if _does_case_work(actor.post)}
    # Standing in for a post that is held by a unit's member brings the work of that unit as well.
    own_units |= {post.unit_id: post.unit.code for post in posts if _does_case_work(post)}
    post_ids = frozenset(post.id for post in posts)
    register = register_of(session)
    overseen = {unit.code for post_id in post_ids for unit in register.overseen_by(post_id, local_day(now))}
    duty = {post.duty_role for post in posts}
    secretariat = any(post.access_role is AccessRole.SECRETARIAT for post in posts)
    return Standing(
        user,
        actors,
        post_ids,
        frozenset(own_units),
        frozenset({post.code for post in posts} | set(own_units.values())),
        frozenset(overseen),
        city_wide=bool(duty & set(CITY_WIDE)),
        secretariat=secretariat,
        sees_internal=secretariat or bool(duty & set(SEES_INTERNAL)),
    )


def _does_case_work(post: Post) -> bool:
    """Leaders share a unit (the city) without sharing each other's matters; administrators have none."""
    return post.access_role in (AccessRole.SECRETARIAT, AccessRole.DEPARTMENT, AccessRole.COUNTY)


def visible_matters(standing: Standing) -> ColumnElement[bool]:
    """The SQL condition on `ProcessInstance` for what a person may see.

    Public matters: the secretariat and city-wide leaders see all, the others those of their portfolio, those
    they are a party to, and those they have or had a task in. Internal ones: parties, the secretariat and the
    leaders concerned. Classified stubs: the secretariat, the secretary-general and the mayor."""
    concerned = or_(_is_party(standing.codes | standing.overseen), _has_task(standing))
    label = ProcessInstance.confidentiality
    everything = standing.secretariat or standing.city_wide
    public = (
        label == Confidentiality.PUBLIC if everything else and_(label == Confidentiality.PUBLIC, concerned)
    )
    internal = label == Confidentiality.INTERNAL
    if not standing.sees_internal:
        internal = and_(internal, concerned)
    if not standing.sees_internal:
        return or_(public, internal)
    return or_(public, internal, label == Confidentiality.CLASSIFIED)


def _is_party(codes: Iterable[str]) -> ColumnElement[bool]:
    codes = sorted(codes)
    if not codes:
        return false()
    # A name of its own for the parties looked at here: the question may itself be about a party.
    party = aliased(InstanceParty)
    return (
        select(party.id)
        .where(party.instance_id == ProcessInstance.id, party.code.in_(codes))
        .correlate(ProcessInstance)
        .exists()
    )


def _has_task(standing: Standing) -> ColumnElement[bool]:
    # A name of its own for the tasks looked at here: the question may itself be about one task.
    own = aliased(Task)
    offered = (
        select(TaskCandidate.id)
        .join(own, own.id == TaskCandidate.task_id)
        .where(own.instance_id == ProcessInstance.id, offered_to(standing))
        .correlate(ProcessInstance)
        .exists()
    )
    did = (
        select(own.id)
        .where(own.instance_id == ProcessInstance.id, own.done_by_id == standing.user.id)
        .correlate(ProcessInstance)
        .exists()
    )
    return or_(offered, did)


def offered_to(standing: Standing) -> ColumnElement[bool]:
    """The SQL condition on `TaskCandidate` for what is offered to a person's posts and units, open or
    closed."""
    return or_(
        TaskCandidate.post_id.in_(sorted(standing.post_ids)),
        TaskCandidate.unit_id.in_(sorted(standing.unit_ids)),
    )


def not_recused(standing: Standing) -> ColumnElement[bool]:
    """The SQL condition on `TaskCandidate` that leaves out tasks the person is recused from."""
    return ~(
        select(TaskExclusion.id)
        .where(TaskExclusion.task_id == TaskCandidate.task_id, TaskExclusion.user_id == standing.user.id)
        .exists()
    )


def instance_for(session: Session, user: User, instance_id: int, now: datetime) -> ProcessInstance:
    """The matter, if the person may see it. Raises NotVisible."""
    condition = visible_matters(standing_of(session, user, now))
    instance = session.scalars(
        select(ProcessInstance).where(ProcessInstance.id == instance_id, condition)
    ).first()
    if instance is None:
        raise NotVisible
    return instance


def task_for(session: Session, user: User, task_id: int, now: datetime) -> TaskAccess:
    """The task, if the person may see its matter, and in which post he may do it. Raises NotVisible."""
    standing = standing_of(session, user, now)
    task = session.scalars(
        select(Task)
        .join(ProcessInstance, ProcessInstance.id == Task.instance_id)
        .where(Task.id == task_id, visible_matters(standing))
    ).first()
    if task is None:
        raise NotVisible
    try:
        check_open(task)
        return TaskAccess(task, _actor(session, standing, task), None)
    except (NotYours, TaskAlreadyDone, TaskWithdrawn) as refused:
        return TaskAccess(task, None, refused.sentence)


def actor_for_task(session: Session, user: User, task: Task, now: datetime) -> Actor:
    """In which post the person does this task, or would have done it: `tasks.complete` says whether it is
    still open, and who was first. Raises NotYours or Recused."""
    return _actor(session, standing_of(session, user, now), task)


def check_actor(session: Session, by: Actor, task: Task, now: datetime) -> None:
    """Whether this person may do the task in this post and name. Raises NotYours or Recused."""
    standing = standing_of(session, by.user, now)
    _refuse_recused(session, standing.user, task)
    offers = offers_of(session, task)
    if not any(_same(actor, by) and _is_offered(actor, offers) for actor in standing.actors):
        raise _not_yours(task)


def _actor(session: Session, standing: Standing, task: Task) -> Actor:
    _refuse_recused(session, standing.user, task)
    offers = offers_of(session, task)
    actor = next((actor for actor in standing.actors if _is_offered(actor, offers)), None)
    if actor is None:
        raise _not_yours(task)
    return actor


def _same(one: Actor, other: Actor) -> bool:
    return one.post.id == other.post.id and one.acting_as.id == other.acting_as.id


def _is_offered(actor: Actor, offers: Offers) -> bool:
    post = actor.acting_as
    return any(
        post_id == post.id or (unit_id == post.unit_id and unit_id is not None) for post_id, unit_id in offers
    )


def _refuse_recused(session: Session, user: User, task: Task) -> None:
    reason = reason_against(session, user, task)
    if reason is not None:
        raise Recused(Sentence(reason, "You are recused from this step (回避)"))


def _not_yours(task: Task) -> NotYours:
    holders = "、".join((row.post or row.unit).name for row in task.candidates) or "未指定"
    holders_en = ", ".join((row.post or row.unit).name_en for row in task.candidates) or "nobody yet"
    return NotYours(Sentence(f"这项任务由{holders}办理", f"This task is for {holders_en}"))


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
