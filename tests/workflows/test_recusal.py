"""回避: who may not review, and to whom the task goes instead."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CandidateVia, PartyRelation, Post, ProcessInstance, Task, TaskCandidate, Unit
from tests.workflows.running import Running
from workflows import matters
from workflows.assignment import ReassignRefused, reassign
from workflows.people.posts import post_by_code, unit_by_code
from workflows.permissions import NotYours, Recused


def candidates(running: Running, matter: int, element_id: str) -> list[tuple[str, CandidateVia]]:
    def look(session: Session) -> list[tuple[str, CandidateVia]]:
        rows = session.scalars(
            select(TaskCandidate)
            .join(Task, Task.id == TaskCandidate.task_id)
            .where(Task.instance_id == matter, Task.element_id == element_id, TaskCandidate.open)
            .order_by(TaskCandidate.id)
        )
        return [((row.post or row.unit).code, row.via) for row in rows]

    return running.ask(look)


def note(running: Running, matter: int) -> str | None:
    return running.ask(
        lambda session: session.scalars(
            select(Task.recusal_note).filter_by(instance_id=matter, element_id="REVIEW")
        ).one()
    )


def test_where_the_only_reviewer_drafted_the_task_goes_to_his_substitute(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="clerk1")
    running.do_step(matter, "DRAFT", "clerk1")
    assert candidates(running, matter, "REVIEW") == [
        ("clerk1", CandidateVia.NAMED),
        ("clerk2", CandidateVia.SUBSTITUTE),
    ]
    assert note(running, matter) == "督查室科员（一）按规定回避，转B角督查室科员（二）办理"
    running.do_step(matter, "REVIEW", "clerk2", decision="approve")


def test_where_there_is_no_substitute_it_goes_to_the_post_above(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="dch")
    running.do_step(matter, "DRAFT", "dch")
    assert candidates(running, matter, "REVIEW")[1:] == [("sg", CandidateVia.SUPERIOR)]
    assert "上一级岗位" in (note(running, matter) or "")


def test_a_unit_does_not_review_its_own_matter(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="yjj-head")

    def make_lead(session: Session) -> None:
        matters.set_party(session, session.get_one(ProcessInstance, matter), PartyRelation.LEAD, ["yjj"])

    running.do(make_lead)
    running.do_step(matter, "DRAFT", "clerk1")
    with pytest.raises(Recused, match="本单位"):
        running.do_step(matter, "REVIEW", "yjj_head", decision="approve")
    assert candidates(running, matter, "REVIEW")[1:] == [("scm", CandidateVia.SUPERIOR)]


def test_a_new_round_forgets_nobody_who_had_a_hand_in_it(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    running.do_step(matter, "DRAFT", "clerk1")
    running.do_step(matter, "REVIEW", "clerk2", decision="return")
    running.do_step(matter, "DRAFT", "clerk2")
    for drafter in ("clerk1", "clerk2"):
        with pytest.raises(Recused):
            running.do_step(matter, "REVIEW", drafter, decision="approve")
    running.do_step(matter, "REVIEW", "dch", decision="approve")


def give(running: Running, task_id: int, code: str, reason: str) -> None:
    def work(session: Session) -> None:
        task = session.get_one(Task, task_id)
        to: Post | Unit = (
            post_by_code(session, code) if "-" in code or code == "clerk1" else unit_by_code(session, code)
        )
        reassign(session, task, to, running.actor(session, "dch"), reason, running.now)

    running.do(work)


def test_the_secretariat_gives_a_task_to_another_with_a_reason_on_record(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    [task_id] = running.open_tasks(matter)
    with pytest.raises(ReassignRefused, match="理由") as refused:
        give(running, task_id, "yjj", " ")
    assert refused.value.field == "reason"
    give(running, task_id, "yjj", "职责在应急局")
    with pytest.raises(NotYours):
        running.complete(task_id, "clerk1")
    running.complete(task_id, "yjj_liaison")


def test_a_task_is_not_given_to_one_who_is_recused(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")
    running.do_step(matter, "DRAFT", "clerk1")
    [task_id] = running.open_tasks(matter)
    with pytest.raises(ReassignRefused, match="回避"):
        give(running, task_id, "clerk1", "试试")
