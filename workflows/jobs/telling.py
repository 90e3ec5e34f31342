"""Telling the posts behind a matter something from within a job."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from models import Post, Unit
from workflows.jobs.registry import JobCall
from workflows.telling import notices
from workflows.words import Sentence


def tell(call: JobCall, codes: Iterable[str | None], kind: str, title: Sentence, words: Sentence) -> None:
    """One notice to every post named, and to the head and contact of every unit named.

    Codes that are empty are left out: a post nobody has made is no reason for an act to fail. The occasion is
    the job itself, so that an act done again tells nobody twice.
    """
    named = [code for code in codes if code]
    if named:
        said = notices.NoticeWords(title, words)
        notices.tell(call.session, call.instance, named, kind, said, call.now, once=call.key)


def name_of(call: JobCall, code: str | None) -> Sentence:
    """The name of a unit or post; the code itself where nothing has it."""
    for table in (Unit, Post):
        row = call.session.scalar(select(table).where(table.code == code)) if code else None
        if row is not None:
            return Sentence(row.name, row.name_en)
    return Sentence(code or "", code or "")
