"""The lists cost the same however much there is, and their SQL says the same as the rules in Python."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models import Deadline, DeadlinePause, DeadlineState, PartyRelation, ProcessInstance
from tests.statements import statements_of
from tests.workflows.running import Running
from workflows import matters
from workflows.permissions import standing_of
from workflows.queries import waiting
from workflows.queries.board import BoardFilters, board
from workflows.queries.inbox import InboxFilters, InboxPage, my_tasks
from workflows.queries.matter import TrailLine, matter_page, trail
from workflows.rules.lights import Light


def look(running: Running, session: Session) -> InboxPage:
    return my_tasks(session, running.user(session, "clerk1"), running.now)


def test_a_longer_inbox_asks_no_more_questions(running: Running) -> None:
    running.deploy("review")
    running.ask(lambda session: look(running, session))  # reads what is kept afterwards
    counts = []
    for more in (2, 12):
        for number in range(more):
            running.start("review", reviewers="supervision-office", title=f"第{number}件")
        with statements_of(running.engine) as sent:
            running.ask(lambda session: look(running, session))
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_inbox_is_a_walk_along_its_index(running: Running) -> None:
    with running.sessions() as session:
        standing = standing_of(session, running.user(session, "clerk1"), running.now)
        offered = waiting.Offered.to(standing)
        values = offered.values(standing, running.now)
        for one in waiting._offers(offered.size):
            query = waiting.walk_in_order(one, InboxFilters(), goes_on=False).limit(31).params(**values)
            compiled = query.compile(running.engine, compile_kwargs={"literal_binds": True})
            plan = " / ".join(row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")))
            assert "INDEX ix_task_candidate_" in plan
            assert "ORDER BY" not in plan, "nothing is sorted that the index has in order"


def test_a_longer_record_asks_no_more_questions(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    counts = []
    for _ in range(3):
        running.do_step(matter, "DRAFT", "clerk1")
        running.do_step(matter, "REVIEW", "clerk2", decision="return")
        with statements_of(running.engine) as sent:
            running.ask(lambda session: len(read_whole(running, session, matter)))
        counts.append(len(sent))
    assert counts[1] == counts[2]  # the first look also reads what is kept afterwards


def read_whole(running: Running, session: Session, matter: int) -> tuple[TrailLine, ...]:
    page = matter_page(session, running.user(session, "dch"), matter, running.now)
    return trail(session, page.instance)


hours = st.integers(-100, 100)


@pytest.fixture
def matter(running: Running) -> int:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj")

    def make_lead(session: Session) -> None:
        matters.set_party(session, session.get_one(ProcessInstance, matter), PartyRelation.LEAD, ["yjj"])

    running.do(make_lead)
    return matter


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due=hours, amber=st.integers(0, 80), reviewed=st.none() | hours, paused=st.none() | st.integers(0, 50))
def test_the_boards_filter_and_its_lines_agree_on_every_light(
    running: Running, matter: int, due: int, amber: int, reviewed: int | None, paused: int | None
) -> None:
    def arrange(session: Session) -> None:
        deadline = session.scalars(select(Deadline).filter_by(instance_id=matter)).one()
        deadline.anchor_at = running.now - timedelta(days=60)
        deadline.due_at = running.now + timedelta(hours=due)
        deadline.amber_at = deadline.due_at - timedelta(hours=amber)
        deadline.state = DeadlineState.RUNNING if reviewed is None else DeadlineState.UNDER_REVIEW
        deadline.review_since = None if reviewed is None else running.now - timedelta(hours=abs(reviewed))
        for pause in list(deadline.pauses):
            session.delete(pause)
        if paused is not None:
            since = running.now - timedelta(hours=paused)
            session.add(
                DeadlinePause(deadline_id=deadline.id, from_at=since, reason="鉴定", basis="第二十七条")
            )

    running.do(arrange)

    def lights_by_filter(session: Session) -> list[str]:
        clerk = running.user(session, "clerk1")
        found = []
        for light in Light:
            lines = board(session, clerk, running.now, BoardFilters(light=light.value)).lines
            found += [light.value for line in lines if line.instance_id == matter and line.due.light == light]
            assert all(line.due.light == light for line in lines)
        return found

    assert len(running.ask(lights_by_filter)) == 1
