"""A duty of every leader each quarter: started once for each holder, whatever happens meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ProcessInstance
from tests.workflows.running import DIAGRAMS, Running
from workflows.deployments import publishing as deployments
from workflows.people.appointments import end_appointment, hand_over
from workflows.people.posts import post_by_code
from workflows.running.stored import given_back

HOLDERS = ["evm", "vm_agri", "vm_city", "vm_ind", "vm_law", "vm_social"]
QUARTER_BEGINS = datetime(2027, 1, 4, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai; the first three days are off
MID_QUARTER = datetime(2027, 2, 16, 6, 0, tzinfo=UTC)


def begun(running: Running) -> list[str]:
    return running.ask(
        lambda session: sorted(key for key in session.scalars(select(ProcessInstance.start_key)) if key)
    )


def variables(running: Running, key: str) -> dict:
    def question(session: Session) -> dict:
        [instance] = session.scalars(select(ProcessInstance).filter_by(start_key=key))
        return given_back(instance.variables) | {"id": str(instance.id)}

    return running.ask(question)


def changes_hands(running: Running, post: str, successor: str, day: date) -> None:
    running.do(
        lambda session: (
            hand_over(
                session, post_by_code(session, post), running.user(session, successor), day, None, running.now
            ).id
        )
    )


@pytest.mark.both_databases
def test_it_begins_once_for_each_holder_also_after_days_and_quarters_of_standing_still(
    running: Running,
) -> None:
    running.deploy("each_holder")
    assert running.sweep().started == 0
    running.now = QUARTER_BEGINS
    assert running.sweep().started == 6
    assert running.sweep().started == 0
    assert begun(running) == [f"2027-Q1:{post}" for post in HOLDERS]
    running.now = datetime(2027, 8, 3, 2, tzinfo=UTC)
    assert running.sweep().started == 12
    told = variables(running, "2027-Q2:vm_city")
    assert (told["holder"], told["turn_from"], told["turn_to"]) == (
        "vm_city",
        date(2027, 4, 1),
        date(2027, 6, 30),
    )
    assert (told["reported"], told["takes_over"]) == ("2027-Q1", None)


@pytest.mark.both_databases
def test_two_workers_at_the_same_moment_begin_it_once(running: Running) -> None:
    running.deploy("each_holder")
    running.now = QUARTER_BEGINS
    barrier = Barrier(2)

    def work(_number: int) -> int:
        barrier.wait(timeout=30)
        return running.sweep().started

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, range(2))) == 6
    assert len(begun(running)) == 6


def test_who_comes_to_a_post_in_the_quarter_has_a_part_of_his_own(running: Running) -> None:
    running.deploy("each_holder")
    running.now = QUARTER_BEGINS
    running.sweep()
    changes_hands(running, "vm_city", "dsg", date(2027, 2, 16))
    running.now = datetime(2027, 2, 16, 0, 29, tzinfo=UTC)
    assert running.sweep().started == 0
    running.now = MID_QUARTER
    assert running.sweep().started == 1
    assert running.sweep().started == 0
    told = variables(running, "2027-Q1:vm_city:2027-02-16")
    assert (told["part_from"], told["part_to"]) == (date(2027, 2, 16), date(2027, 3, 31))
    assert told["takes_over"] == variables(running, "2027-Q1:vm_city")["id"]


def test_after_a_change_slept_through_both_have_their_part(running: Running) -> None:
    running.deploy("each_holder")
    changes_hands(running, "vm_city", "dsg", date(2027, 2, 16))
    running.now = datetime(2027, 3, 1, 2, tzinfo=UTC)
    assert running.sweep().started == 7
    before, after = (variables(running, f"2027-Q1:vm_city{end}") for end in ("", ":2027-02-16"))
    assert (before["part_to"], after["takes_over"]) == (date(2027, 2, 15), before["id"])


def test_a_change_before_the_work_begins_and_a_second_spell_of_the_same_person_make_no_part(
    running: Running,
) -> None:
    running.deploy("each_holder")
    changes_hands(running, "vm_city", "dsg", date(2027, 1, 2))

    def away_and_back(session: Session) -> None:
        post = post_by_code(session, "vm_agri")
        [appointment] = post.appointments
        end_appointment(session, appointment, date(2027, 2, 1), None, running.now)
        hand_over(session, post, appointment.user, date(2027, 2, 20), None, running.now)

    running.do(away_and_back)
    running.now = datetime(2027, 3, 1, 2, tzinfo=UTC)
    assert running.sweep().started == 6


def test_a_start_that_cannot_say_for_whom_is_told_and_does_not_stop_the_others(running: Running) -> None:
    running.deploy("each_holder", "between")
    text = (DIAGRAMS / "each_holder.bpmn").read_text("utf-8").replace("each_holder", "nobody")
    files = {"nobody.bpmn": text.replace("=holders(&#34;E&#34;, &#34;V&#34;)", "=unknown_list").encode()}
    running.do(lambda session: deployments.deploy(session, "nobody", files, None, running.now).id)
    running.now = QUARTER_BEGINS
    swept = running.sweep()
    assert (swept.started, swept.broken) == (8, 1)
