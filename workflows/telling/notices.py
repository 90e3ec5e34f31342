"""Notices (催办单, 通报, reminders): a line in the list of each post that is to know, made after the
commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import EventKind, Notice, Post, PostKind, ProcessInstance, Unit, User
from workflows import journal
from workflows.assignment import resolve
from workflows.people.posts import head_post, liaison_post
from workflows.permissions import NotVisible, standing_of
from workflows.telling import outbox
from workflows.words import Sentence

PAGE = 30


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What a notice says."""

    title: Sentence
    words: Sentence


def tell(
    session: Session,
    instance: ProcessInstance,
    codes: Iterable[str],
    kind: str,
    said: NoticeWords,
    now: datetime,
    *,
    once: str,
) -> list[Post]:
    """Tell posts and units (a unit: its head and its contact) something about a matter; the posts that are
    told.

    `once` is the occasion's own name within the matter (`ES-03:2026-12-01`): telling again changes nothing.
    The notices appear when the act is committed. Raises UnknownCandidates for codes that name nothing."""
    posts = told_posts(session, resolve(session, tuple(dict.fromkeys(codes))))
    for post in posts:
        payload = _line(post, instance, kind, said)
        outbox.put(session, "notice", f"notice:{instance.id}:{kind}:{once}:{post.code}", payload, now)
    journal.record(
        session,
        instance,
        EventKind.NOTICE,
        now,
        element_id=kind,
        name=said.title.zh,
        data={
            "to": [post.name for post in posts],
            "to_en": [post.name_en for post in posts],
            "en": said.title.en,
        },
    )
    return posts


def announce(
    session: Session, posts: Iterable[Post], kind: str, said: NoticeWords, now: datetime, *, once: str
) -> None:
    """Tell posts something that belongs to no matter; `once` is the occasion's own name."""
    for post in posts:
        outbox.put(session, "notice", f"notice:{kind}:{once}:{post.code}", _line(post, None, kind, said), now)


def _line(post: Post, instance: ProcessInstance | None, kind: str, said: NoticeWords) -> dict[str, object]:
    """What the outbox needs to write a post's notice."""
    return {
        "post_id": post.id,
        "instance_id": instance.id if instance is not None else None,
        "kind": kind,
        "title": said.title.zh[:200],
        "title_en": said.title.en[:200],
        "words": said.words.zh,
        "words_en": said.words.en,
    }


def told_posts(session: Session, targets: Iterable[Post | Unit]) -> list[Post]:
    """Who is told: a post itself; of a unit the head and the contact."""
    posts: dict[int, Post] = {}
    for target in targets:
        told = (
            [target]
            if isinstance(target, Post)
            else [head_post(session, target), liaison_post(session, target)]
        )
        posts |= {post.id: post for post in told if post is not None}
    return list(posts.values())


def every_unit(session: Session) -> list[str]:
    """The codes of all units that have a head or a contact: to whom a circular goes."""
    reachable = select(Post.unit_id).where(Post.kind.in_((PostKind.HEAD, PostKind.LIAISON)))
    return list(
        session.scalars(select(Unit.code).where(Unit.id.in_(reachable)).order_by(Unit.position, Unit.id))
    )


def for_user(
    session: Session,
    user: User,
    now: datetime,
    *,
    unread_only: bool = False,
    before: int | None = None,
    size: int = PAGE,
) -> list[Notice]:
    """The notices of the posts in which a person acts today, newest first; `before` is the last id shown."""
    query = select(Notice).where(Notice.post_id.in_(standing_of(session, user, now).post_ids))
    if unread_only:
        query = query.where(Notice.read_at.is_(None))
    if before is not None:
        query = query.where(Notice.id < before)
    return list(session.scalars(query.order_by(Notice.id.desc()).limit(size)))


def unread(session: Session, user: User, now: datetime, cap: int = 99) -> int:
    """How many notices he has not read; counting stops at `cap`."""
    mine = select(Notice.id).where(
        Notice.post_id.in_(standing_of(session, user, now).post_ids), Notice.read_at.is_(None)
    )
    return session.scalar(select(func.count()).select_from(mine.limit(cap).subquery())) or 0


def mark_read(session: Session, notice_id: int, user: User, now: datetime) -> Notice:
    """He has read it. Raises NotVisible for another post's notice."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.post_id not in standing_of(session, user, now).post_ids:
        raise NotVisible
    if notice.read_at is None:
        notice.read_at, notice.read_by_id = now, user.id
    return notice
