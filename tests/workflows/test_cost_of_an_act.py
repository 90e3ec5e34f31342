"""An act costs the same on a matter's first day and its last, and asks the office's people nothing twice."""

from __future__ import annotations

from sqlalchemy import select

from models import User
from tests.statements import statements_of
from tests.workflows.running import Running
from workflows.people.appointments import end_appointment
from workflows.people.posts import post_by_code
from workflows.permissions import standing_of
from workflows.rules.calendars import local_day

MOST_STATEMENTS = 44  #: counted by the database: of a step that numbers the matter and recuses its drafter


def drafted(running: Running, matter: int) -> list[str]:
    [task] = running.open_tasks(matter, "DRAFT")
    with statements_of(running.engine) as told:
        running.complete(task, "clerk1")
    return told


def test_a_completion_needs_few_statements_and_no_more_at_the_twelfth_rework(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    first = drafted(running, matter)
    for _ in range(12):
        running.do_step(matter, "REVIEW", "clerk2", decision="return")
        last = drafted(running, matter)
    assert len(last) <= len(first)
    assert len(last) <= MOST_STATEMENTS, "\n".join(last)


def test_the_people_are_read_once_until_one_of_them_changes(running: Running) -> None:
    def codes() -> set[str]:
        return running.ask(
            lambda session: set(standing_of(session, running.user(session, "yjj_head"), running.now).codes)
        )

    assert codes() == {"yjj-head", "yjj"}
    with statements_of(running.engine) as told:
        codes()
    assert not [statement for statement in told if "appointment" in statement or "FROM post" in statement]

    def leaves(session) -> None:
        person = session.scalars(select(User).filter_by(username="yjj_head")).one()
        [appointment] = person.appointments
        end_appointment(session, appointment, local_day(running.now).replace(day=1), None, running.now)

    running.do(leaves)
    assert codes() == set()


def test_a_row_of_the_register_changed_in_one_session_is_not_changed_for_others(running: Running) -> None:
    with running.sessions() as session:
        post = post_by_code(session, "yjj-head")
        post.name = "改了名的岗位"
        assert post_by_code(session, "yjj-head").name == "改了名的岗位"
        session.rollback()
    assert running.ask(lambda session: post_by_code(session, "yjj-head").name) != "改了名的岗位"


def test_a_renamed_post_is_known_by_its_new_name_at_once(running: Running) -> None:
    def rename(session) -> str:
        post_by_code(session, "yjj-head").name = "新名称"
        session.flush()
        return post_by_code(session, "yjj-head").name

    assert running.do(rename) == "新名称"
    assert running.ask(lambda session: post_by_code(session, "yjj-head").name) == "新名称"
