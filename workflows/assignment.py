"""To whom a task is offered: posts and units by the diagram's codes, the B role or the post above where
recusal leaves nobody, and whoever the secretariat gives it to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import (
    CandidateVia,
    EventKind,
    Post,
    Task,
    TaskCandidate,
    TaskExclusion,
    TaskState,
    Unit,
)
from models.prepared import Prepared
from workflows import journal, offered
from workflows.people.posts import substitute_of
from workflows.people.register import post_in, register_of, unit_in
from workflows.people.substitution import Actor
from workflows.permissions import NotYours, may_reassign, standing_of
from workflows.recusal import excluded_users
from workflows.rules.calendars import local_day
from workflows.running import incidents_kept
from workflows.words import DomainError, Sentence

NO_DUE_DATE = datetime(2999, 12, 31, tzinfo=UTC)
"""Sorts tasks without a due date behind all others: a candidate's `due_at` is never empty, so that the inbox
walks one index in both databases (they disagree about where nothing sorts)."""


class UnknownCandidates(DomainError):
    """The diagram offers a task to codes that name no post and no unit."""

    def __init__(self, codes: Sequence[str]) -> None:
        named = "、".join(codes)
        super().__init__(
            Sentence(f"没有代码为“{named}”的岗位或单位", f"no post or unit has the code “{', '.join(codes)}”")
        )


class ReassignRefused(DomainError):
    """The task cannot be given to this post or unit."""


_OFFERS = TaskCandidate.__table__
_INSERT = Prepared(insert(_OFFERS), [column.name for column in _OFFERS.c if not column.primary_key])
_CLOSE = Prepared(update(_OFFERS).where(_OFFERS.c.task_id == bindparam("task")).values(open=False))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post or a unit, and why the task is offered to it."""

    target: Post | Unit
    via: CandidateVia


def offer(session: Session, task: Task, codes: Iterable[str], now: datetime) -> None:
    """Offer a freshly opened task to the posts and units of these codes, leaving out whom recusal forbids.

    Raises UnknownCandidates when a code names nothing, or when there is no code at all.
    """
    day = local_day(now)
    targets = resolve(session, tuple(dict.fromkeys(codes)))
    excluded = excluded_users(session, task.instance, task.properties, now)
    for user_id, reason in excluded.items():
        session.add(TaskExclusion(task_id=task.id, user_id=user_id, reason=reason.zh))
    candidates = [Candidate(target, CandidateVia.NAMED) for target in targets]
    if excluded and not _anyone_left(session, targets, set(excluded), day):
        instead, task.recusal_note = _instead(session, targets, set(excluded), day)
        candidates += instead
    for candidate in candidates:
        _INSERT.insert(session, _columns(task, candidate))


def resolve(session: Session, codes: Sequence[str]) -> list[Post | Unit]:
    """The posts and units of these codes, in their order. Raises UnknownCandidates."""
    register = register_of(session)
    by_code = register.by_code
    unknown = [code for code in codes if code not in by_code]
    if unknown or not codes:
        raise UnknownCandidates(unknown)
    return [
        post_in(session, register, target.id) if isinstance(target, Post) else unit_in(session, target)
        for target in (by_code[code] for code in codes)
    ]


def _columns(task: Task, candidate: Candidate) -> dict[str, Any]:
    target = candidate.target
    return {
        "task_id": task.id,
        "post_id": target.id if isinstance(target, Post) else None,
        "unit_id": target.id if isinstance(target, Unit) else None,
        "via": candidate.via,
        "open": True,
        "due_at": task.due_at or NO_DUE_DATE,
    }


def posts_offered(targets: Iterable[Post | Unit]) -> list[Post]:
    """The single posts behind posts and units."""
    posts: dict[int, Post] = {}
    for target in targets:
        for post in [target] if isinstance(target, Post) else target.posts:
            posts[post.id] = post
    return list(posts.values())


def _anyone_left(session: Session, targets: Sequence[Post | Unit], excluded: set[int], day: date) -> bool:
    """Somebody may act; a post nobody holds counts as somebody, because its next holder will."""
    return any(_may_act(session, post, excluded, day) for post in posts_offered(targets))


def _may_act(session: Session, post: Post, excluded: set[int], day: date) -> bool:
    """Whether a post has a holder today (or its B role acting for him) who is not kept out."""
    register = register_of(session)
    holders = register.holders_on(post.id, day)
    if register.needs_cover(post.id, day):
        substitute = register.substitutes.get(post.id)
        if substitute is None:
            return not holders
        holders = register.holders_on(substitute, day)
    return not holders or any(holder not in excluded for holder in holders)


def _instead(
    session: Session, targets: Sequence[Post | Unit], excluded: set[int], day: date
) -> tuple[list[Candidate], str]:
    """The B role of a named post, else the nearest post above, that may act; and the note for the board."""
    named = posts_offered(targets)
    for post in named:
        substitute = substitute_of(session, post)
        if substitute is not None and _may_act(session, substitute, excluded, day):
            return [Candidate(substitute, CandidateVia.SUBSTITUTE)], _note(post, substitute, "B角")
    for post in named:
        above = post.superior
        while above is not None:
            if _may_act(session, above, excluded, day):
                return [Candidate(above, CandidateVia.SUPERIOR)], _note(post, above, "上一级岗位")
            above = above.superior
    return [], "应回避的人员之外无人可办，请督查室指定"


def _note(post: Post, instead: Post, as_what: str) -> str:
    return f"{post.name}按规定回避，转{as_what}{instead.name}办理"


def reassign(session: Session, task: Task, to: Post | Unit, by: Actor, reason: str, now: datetime) -> None:
    """The secretariat gives an open task to another post or unit, with a reason on record; the due date
    stays.

    Raises NotYours for anybody else, ReassignRefused without a reason, for a closed task, or where recusal
    leaves nobody there.
    """
    if not may_reassign(standing_of(session, by.user, now)):
        raise NotYours(Sentence("改派由督查室办理", "Tasks are reassigned by the supervision office"))
    if not reason.strip():
        raise ReassignRefused(Sentence("请写明改派理由", "Give the reason"), field="reason")
    if task.state is not TaskState.OPEN:
        raise ReassignRefused(Sentence("任务已经结束，不能改派", "The task is closed already"), field="to")
    excluded = {row.user_id for row in session.scalars(select(TaskExclusion).filter_by(task_id=task.id))}
    if not _anyone_left(session, [to], excluded, local_day(now)):
        raise ReassignRefused(
            Sentence(f"{to.name}的人员都应回避，不能改派给他们", f"Everyone of {to.name_en} is recused"),
            field="to",
        )
    before = [(row.post or row.unit).name for row in task.candidates if row.open]
    for row in list(task.candidates):
        task.candidates.remove(row)
    session.flush()
    session.add(TaskCandidate(**_columns(task, Candidate(to, CandidateVia.REASSIGNED))))
    offered.forget(session)
    task.assignee_id = None
    task.recusal_note = None
    incidents_kept.resolve_of_task(session, task, now)
    journal.record(
        session,
        task.instance,
        EventKind.REASSIGNED,
        now,
        by=by,
        element_id=task.element_id,
        name=task.name,
        task=task,
        data={"from": before, "to": to.name, "reason": reason.strip()},
    )
    session.flush()
    session.expire(task, ["candidates"])


def close_offers(session: Session, task: Task) -> None:
    """A closed task is offered no longer; its candidates stay, for the record."""
    _CLOSE.write(session, {"task": task.id})
    for row in task.__dict__.get("candidates", ()):
        set_committed_value(row, "open", False)


def move_due_date(session: Session, task: Task, due_at: datetime | None, amber_at: datetime | None) -> None:
    """An open task's due date moved: the copies that lists sort by move with it."""
    task.due_at, task.amber_at = due_at, amber_at
    session.execute(
        update(TaskCandidate).where(TaskCandidate.task_id == task.id).values(due_at=due_at or NO_DUE_DATE)
    )
