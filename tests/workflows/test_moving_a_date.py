"""Extensions, rulings and pauses: who may move a date, how often, how far, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Deadline,
    DeadlineExtension,
    ExtensionKind,
    LadderRung,
    Post,
    ProcessInstance,
    Task,
    TaskCandidate,
)
from tests.workflows.running import Running
from workflows.deadlines import extensions, pauses
from workflows.deadlines import rows as deadlines
from workflows.deadlines.extensions import ExtensionRefused

# Ten working days from Monday 23 November 2026 end on Monday 7 December, 17:00 in Shanghai.
DUE = datetime(2026, 12, 7, 9, tzinfo=UTC)


@pytest.fixture
def matter(running: Running) -> int:
    running.deploy("urging")
    return running.start("urging", lead="yjj")


def with_deadline(running: Running, matter: int, work: Callable[[Session, Deadline], None]) -> None:
    def act(session: Session) -> None:
        work(session, session.scalars(select(Deadline).filter_by(instance_id=matter)).one())

    running.do(act)


def ask(running: Running, matter: int, until: date) -> None:
    with_deadline(
        running,
        matter,
        lambda session, deadline: extensions.check_request(session, deadline, until, running.now),
    )


def grant(running: Running, matter: int, until: date, who: str = "sg") -> None:
    def work(session: Session, deadline: Deadline) -> None:
        extensions.grant(session, deadline, until, "等检测报告", running.actor(session, who), running.now)

    with_deadline(running, matter, work)


def rule(running: Running, matter: int, until: date, who: str) -> None:
    def work(session: Session, deadline: Deadline) -> None:
        extensions.rule(session, deadline, until, "限期办结", running.actor(session, who), running.now)

    with_deadline(running, matter, work)


def deadline_of(running: Running, matter: int) -> Deadline:
    return running.ask(lambda session: session.scalars(select(Deadline).filter_by(instance_id=matter)).one())


def test_an_extension_in_time_is_granted_and_the_original_date_is_kept(running: Running, matter: int) -> None:
    ask(running, matter, date(2026, 12, 11))
    grant(running, matter, date(2026, 12, 11))
    deadline = deadline_of(running, matter)
    assert deadline.due_at == datetime(2026, 12, 11, 9, tzinfo=UTC)
    assert deadline.original_due_at == DUE
    copies = running.ask(
        lambda session: (
            session.scalars(select(Task.due_at).filter_by(instance_id=matter)).one(),
            session.scalars(select(TaskCandidate.due_at)).one(),
        )
    )
    assert copies == (deadline.due_at, deadline.due_at)


@pytest.mark.parametrize(
    ("at", "until", "word"),
    [
        (datetime(2026, 12, 3, 1, tzinfo=UTC), date(2026, 12, 11), "至少3个工作日"),
        (datetime(2026, 12, 8, 1, tzinfo=UTC), date(2026, 12, 11), "已超过时限"),
        (datetime(2026, 11, 25, 1, tzinfo=UTC), date(2026, 12, 7), "晚于现行时限"),
        (datetime(2026, 11, 25, 1, tzinfo=UTC), date(2026, 12, 22), "不能超过原定期限"),
    ],
)
def test_what_the_rules_do_not_allow_is_refused_in_words_at_the_field(
    running: Running, matter: int, at: datetime, until: date, word: str
) -> None:
    running.now = at
    with pytest.raises(ExtensionRefused, match=word) as refused:
        ask(running, matter, until)
    assert refused.value.field == "new_due"
    assert deadline_of(running, matter).due_at == DUE


def test_the_longest_extension_is_the_original_length_once_more(running: Running, matter: int) -> None:
    ask(running, matter, date(2026, 12, 21))


def test_a_date_is_moved_twice_at_most(running: Running, matter: int) -> None:
    grant(running, matter, date(2026, 12, 9))
    grant(running, matter, date(2026, 12, 11))
    with pytest.raises(ExtensionRefused, match="已延期2次"):
        grant(running, matter, date(2026, 12, 14))


def test_only_the_post_that_set_the_date_or_its_substitute_in_its_name_grants(
    running: Running, matter: int
) -> None:
    with pytest.raises(ExtensionRefused, match="秘书长"):
        grant(running, matter, date(2026, 12, 9), who="evm")

    def mayor_set_it(session: Session, deadline: Deadline) -> None:
        deadline.set_by_post_id = session.scalars(select(Post.id).filter_by(code="mayor")).one()

    with_deadline(running, matter, mayor_set_it)
    with pytest.raises(ExtensionRefused, match="市长"):
        grant(running, matter, date(2026, 12, 9), who="sg")
    grant(running, matter, date(2026, 12, 9), who="mayor")


def test_once_late_a_leader_rules_and_the_ruling_counts_as_an_extension(
    running: Running, matter: int
) -> None:
    with pytest.raises(ExtensionRefused, match="尚未到期"):
        rule(running, matter, date(2026, 12, 11), "scm")
    running.now = DUE + timedelta(days=3)
    running.sweep()
    with pytest.raises(ExtensionRefused, match="市领导"):
        rule(running, matter, date(2026, 12, 16), "clerk1")
    rule(running, matter, date(2026, 12, 16), "scm")
    assert deadline_of(running, matter).due_at == datetime(2026, 12, 16, 9, tzinfo=UTC)
    rungs = running.ask(lambda session: session.scalars(select(LadderRung)).all())
    assert [rung.withdrawn_at is not None for rung in rungs] == [True]
    times = running.ask(lambda session: extensions.times_extended(session, deadline_of(running, matter)))
    assert times == 1


def test_a_date_the_mayor_set_is_ruled_by_nobody_else(running: Running, matter: int) -> None:
    def mayor_set_it(session: Session, deadline: Deadline) -> None:
        deadline.set_by_post_id = session.scalars(select(Post.id).filter_by(code="mayor")).one()

    with_deadline(running, matter, mayor_set_it)
    running.now = DUE + timedelta(days=3)
    with pytest.raises(ExtensionRefused, match="市长确定的时限"):
        rule(running, matter, date(2026, 12, 16), "scm")


def test_a_refusal_is_on_record_and_the_date_stays(running: Running, matter: int) -> None:
    def refuse(session: Session, deadline: Deadline) -> None:
        sg = running.actor(session, "sg")
        extensions.refuse(session, deadline, date(2026, 12, 11), "理由不充分", sg, running.now)

    with_deadline(running, matter, refuse)
    assert deadline_of(running, matter).due_at == DUE
    kinds = running.ask(lambda session: session.scalars(select(DeadlineExtension.kind)).all())
    assert kinds == [ExtensionKind.REFUSED]


def test_a_pause_is_not_counted_and_two_that_overlap_count_once(running: Running, matter: int) -> None:
    def stop(session: Session, deadline: Deadline) -> None:
        by = running.actor(session, "clerk1")
        pauses.pause(session, deadline, "技术鉴定", "条例第二十七条", by, running.now)

    def go_on(session: Session, deadline: Deadline) -> None:
        pauses.end_pause(session, deadline.pauses[0], running.actor(session, "clerk1"), running.now)

    running.now = datetime(2026, 11, 25, 1, tzinfo=UTC)
    with_deadline(running, matter, stop)
    with pytest.raises(pauses.PauseRefused):
        with_deadline(running, matter, stop)
    running.now = datetime(2026, 11, 30, 1, tzinfo=UTC)
    with_deadline(running, matter, go_on)
    # Three working days stood still (26, 27 and 30 November): 7 December becomes 10 December.
    assert deadline_of(running, matter).due_at == datetime(2026, 12, 10, 9, tzinfo=UTC)


def test_a_date_set_by_a_leader_replaces_the_rule_and_says_who_set_it(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")

    def open_it(session: Session) -> tuple[datetime, str, int | None]:
        instance = session.get_one(ProcessInstance, matter)
        mayor = session.scalars(select(Post).filter_by(code="mayor")).one()
        row = deadlines.open_deadline(
            session, instance, "SV-09", running.now, party="yjj", due_on=date(2026, 12, 31), set_by_post=mayor
        )
        return row.due_at, row.unit.value, row.set_by_post_id

    due_at, unit, setter = running.do(open_it)
    assert (due_at, unit) == (datetime(2026, 12, 31, 9, tzinfo=UTC), "date")
    assert setter is not None
