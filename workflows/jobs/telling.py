"""Telling posts something from within a job: a line in each post's notice list, made once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from models import Post, PostKind, Unit, UnitKind
from workflows import outbox
from workflows.jobs.registry import JobCall
from workflows.words import Sentence

_TOLD_OF_A_UNIT = (PostKind.HEAD, PostKind.LIAISON)


def tell(
    call: JobCall, codes: Iterable[str | None], kind: str, title: Sentence, words: Sentence
) -> list[str]:
    """Put one notice into the list of every post named, or behind a unit named; the posts' codes.

    Codes that are empty or name nothing are left out: a notice is no reason for an act to fail. The notice leaves
    with the outbox, after the act is committed, and once however often the act is done again.
    """
    posts = posts_behind(call, codes)
    for post in posts:
        outbox.put(
            call.session,
            "notice",
            f"{call.instance.id}:{call.key}:{kind}:{post.code}",
            {
                "post_id": post.id,
                "instance_id": call.instance.id,
                "kind": kind,
                "title": title.zh[:200],
                "title_en": title.en[:200],
                "words": words.zh,
                "words_en": words.en,
            },
            call.now,
        )
    return [post.code for post in posts]


def posts_behind(call: JobCall, codes: Iterable[str | None]) -> list[Post]:
    """The posts of these codes; for a unit its head and its contact."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    posts = list(call.session.scalars(select(Post).where(Post.code.in_(wanted)).order_by(Post.id)))
    of_units = (
        select(Post)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Unit.code.in_(wanted), Post.kind.in_(_TOLD_OF_A_UNIT))
        .order_by(Post.id)
    )
    known = {post.id for post in posts}
    return posts + [post for post in call.session.scalars(of_units) if post.id not in known]


def all_units(call: JobCall) -> list[str]:
    """Every department and county: the readers of a city-wide circular."""
    kinds = (UnitKind.DEPARTMENT, UnitKind.COUNTY)
    return list(
        call.session.scalars(select(Unit.code).where(Unit.kind.in_(kinds)).order_by(Unit.position, Unit.id))
    )


def name_of(call: JobCall, code: str | None) -> Sentence:
    """The name of a unit or post; the code itself where nothing has it."""
    for table in (Unit, Post):
        row = call.session.scalar(select(table).where(table.code == code)) if code else None
        if row is not None:
            return Sentence(row.name, row.name_en)
    return Sentence(code or "", code or "")
