"""Statements handed to the driver directly say, read and refuse what SQLAlchemy's own would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, inspect, select
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from models import DeadlineRule, HistoryEvent, Notice, NumberSequence, Post, Task, TimeUnit
from models.known_rows import row_of, shape_of
from models.prepared import Prepared
from workflows.people.posts import post_by_code
from workflows.running import written

SHANGHAI = timezone(timedelta(hours=8))
MORNING = datetime(2026, 12, 1, 9, 30, 0, 250, tzinfo=SHANGHAI)


def told(session: Session, **values: object) -> Notice:
    post = post_by_code(session, "yjj-head")
    given = {"post_id": post.id, "kind": "ES-02", "title": "催办", "words": "请办理", "made_at": MORNING}
    return written.new(session, Notice, **given | values)


@pytest.mark.both_databases
def test_a_row_is_written_and_read_as_the_session_would(office: Session) -> None:
    notice = told(office)
    assert (notice.words_en, notice.read_at) == ("", None)
    assert written.change(office, notice, {"kind": "ES-02"}, read_at=MORNING)
    assert not written.change(office, notice, {"kind": "ES-03"}, words="不写")
    office.commit()
    again = office.get_one(Notice, notice.id)
    assert again is notice
    assert (again.made_at, again.read_at, again.words) == (MORNING, MORNING, "请办理")


@pytest.mark.both_databases
def test_a_row_read_by_its_id_is_the_sessions_own(office: Session) -> None:
    id_ = told(office).id
    office.commit()
    office.expunge_all()
    notice = row_of(office, Notice, id_)
    assert row_of(office, Notice, id_) is notice is office.get(Notice, id_)
    assert inspect(notice).persistent and notice.made_at == MORNING.astimezone(UTC)
    notice.title = "改过"
    office.commit()
    assert office.scalar(select(Notice.title).filter_by(id=id_)) == "改过"
    told_once_more = notice.words
    office.rollback()
    assert told_once_more == notice.words
    with pytest.raises(NoResultFound):
        row_of(office, Notice, id_ + 1000)


@pytest.mark.both_databases
def test_values_come_back_as_the_columns_say(office: Session) -> None:
    rules = Prepared(select(*shape_of(DeadlineRule).columns).where(DeadlineRule.unit == bindparam("unit")))
    asked = rules.rows(office, unit=TimeUnit.WORKING_DAY)
    usual = office.execute(
        select(*shape_of(DeadlineRule).columns).where(DeadlineRule.unit == TimeUnit.WORKING_DAY)
    ).all()
    assert sorted(map(repr, asked)) == sorted(repr(list(row)) for row in usual)


@pytest.mark.both_databases
def test_what_the_database_refuses_is_raised_as_usual(office: Session) -> None:
    twice = Prepared(insert(NumberSequence.__table__), ["series", "year", "last"])
    row = {"series": "双政督", "year": 2031, "last": 1}
    twice.write(office, row)
    with pytest.raises(IntegrityError):
        twice.write(office, row)


def test_nobody_looks_for_defaults_in_a_prepared_insert(office: Session) -> None:
    forgetful = Prepared(insert(HistoryEvent.__table__), ["instance_id", "at", "kind"])
    with pytest.raises(ValueError, match="defaults"):
        forgetful.insert(office, {"instance_id": 1, "at": MORNING, "kind": "started"})


def test_what_is_written_in_an_undone_savepoint_is_gone(office: Session) -> None:
    with pytest.raises(ZeroDivisionError), office.begin_nested():
        id_ = told(office).id
        raise ZeroDivisionError
    assert office.get(Notice, id_) is None
    assert office.get(Post, post_by_code(office, "yjj-head").id) is not None
    assert office.scalars(select(Task)).first() is None
