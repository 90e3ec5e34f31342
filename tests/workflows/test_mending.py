"""What goes wrong stands still, says so, and is mended on record."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import (
    EventKind,
    HistoryEvent,
    Incident,
    InstanceState,
    Message,
    NumberSequence,
    ProcessInstance,
    Task,
)
from tests.workflows.running import Running
from workflows import engine, incidents, instances
from workflows.acts import ActRefused, Overtaken, run_act
from workflows.engine.step import Context, Result
from workflows.instances import ReasonMissing
from workflows.journal import RecordIsAppendOnly
from workflows.numbering import document_number
from workflows.permissions import NotYours
from workflows.running import acting
from workflows.words import Sentence


def open_incident(running: Running, matter: int) -> Incident:
    return running.ask(
        lambda session: session.scalars(
            select(Incident).filter_by(instance_id=matter, resolved_at=None)
        ).one()
    )


def mend(running: Running, matter: int, who: str = "procadmin", **variables: object) -> None:
    def work(session: Session) -> None:
        instance, by = session.get_one(ProcessInstance, matter), running.actor(session, who)
        incidents.correct(session, instance, variables, "更正", by, running.now)
        [row] = session.scalars(select(Incident).filter_by(instance_id=matter, resolved_at=None))
        incidents.retry(session, row, by, running.now)

    running.do(work)


def test_a_handlers_bug_is_an_incident_and_the_act_is_kept(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", fail="bug")
    running.do_step(matter, "DRAFT", "clerk1")
    incident = open_incident(running, matter)
    assert (incident.element_id, incident.kind) == ("NUMBER", "job")
    assert "ZeroDivisionError" in incident.message
    task = running.ask(lambda session: session.scalars(select(Task).filter_by(instance_id=matter)).one())
    assert task.done_by_id is not None
    mend(running, matter, fail="")
    assert len(running.open_tasks(matter, "REVIEW")) == 1
    assert (
        running.ask(lambda session: session.scalars(select(Incident).filter_by(resolved_at=None)).all()) == []
    )


def test_what_a_failing_handler_sent_is_not_sent(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", fail="bug after sending")
    running.do_step(matter, "DRAFT", "clerk1")
    assert "ZeroDivisionError" in open_incident(running, matter).message
    assert running.ask(lambda session: session.scalars(select(Message)).all()) == []


def test_what_fails_again_is_an_incident_again(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", fail="bug")
    running.do_step(matter, "DRAFT", "clerk1")
    mend(running, matter, fail="bug")
    assert "ZeroDivisionError" in open_incident(running, matter).message


def test_a_rule_that_forbids_the_act_keeps_nothing_of_it_and_names_the_field(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", fail="refusal")
    with pytest.raises(ActRefused, match="标题") as refused:
        running.do_step(matter, "DRAFT", "clerk1", text="白写")
    assert refused.value.field == "title"
    assert len(running.open_tasks(matter, "DRAFT")) == 1
    kinds = running.ask(lambda session: session.scalars(select(HistoryEvent.kind)).all())
    assert EventKind.TASK_DONE not in kinds


def test_an_expression_that_finds_nobody_is_an_incident_with_what_it_saw(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="no-such-post")
    running.do_step(matter, "DRAFT", "clerk1")
    incident = open_incident(running, matter)
    assert incident.kind == "assignment" and "no-such-post" in incident.message


def test_only_those_who_may_mend_see_and_mend_incidents(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", fail="bug")
    running.do_step(matter, "DRAFT", "clerk1")
    with pytest.raises(NotYours):
        mend(running, matter, who="yjj_head", fail="")
    with pytest.raises(NotYours):
        running.ask(
            lambda session: incidents.open_incidents(session, running.user(session, "yjj_head"), running.now)
        )


def test_a_matter_is_cancelled_only_with_a_reason(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")

    def cancel(reason: str) -> None:
        running.do(
            lambda session: instances.cancel(
                session,
                session.get_one(ProcessInstance, matter),
                running.actor(session, "dch"),
                reason,
                running.now,
            )
        )

    with pytest.raises(ReasonMissing):
        cancel("  ")
    cancel("重复立项")
    assert running.instance(matter).state is InstanceState.CANCELLED
    assert running.open_tasks(matter) == []


@pytest.mark.both_databases
def test_nobody_changes_or_deletes_the_record_not_even_past_the_program(running: Running) -> None:
    running.deploy("review")
    running.start("review", reviewers="supervision-office")
    with running.sessions() as session:
        line = session.scalars(select(HistoryEvent)).first()
        assert line is not None
        line.name = "改过的"
        with pytest.raises(RecordIsAppendOnly):
            session.flush()
    with running.sessions() as session:
        session.delete(session.scalars(select(HistoryEvent)).first())
        with pytest.raises(RecordIsAppendOnly):
            session.flush()
    for statement in ("UPDATE history_event SET name = 'x'", "DELETE FROM history_event"):
        with running.sessions() as session, pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(statement))


@pytest.mark.both_databases
def test_a_number_of_an_act_that_was_rolled_back_is_given_again(running: Running) -> None:
    def number(fail: bool) -> str:
        def work(session: Session) -> str:
            given = document_number(session, "双政督", 2026)
            if fail:
                raise ActRefused(Sentence("不行", "no"))
            return given

        return running.do(work)

    assert number(fail=False) == "双政督〔2026〕1号"
    with pytest.raises(ActRefused):
        number(fail=True)
    assert number(fail=False) == "双政督〔2026〕2号"
    assert running.ask(lambda session: session.get_one(NumberSequence, ("双政督", 2026)).last) == 2


def test_an_overtaken_act_is_done_again_on_fresh_rows_and_gives_up_in_the_end(running: Running) -> None:
    tries: list[int] = []

    def overtaken_twice(session: Session) -> int:
        tries.append(id(session))
        if len(tries) < 3:
            raise Overtaken
        return len(tries)

    assert run_act(running.sessions, overtaken_twice) == 3

    def always(session: Session) -> Mapping[str, int]:
        raise Overtaken

    with pytest.raises(Overtaken):
        run_act(running.sessions, always)


def test_an_act_that_was_overtaken_all_the_same_is_not_saved(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office")

    def wake_while_another_saves(session: Session) -> None:
        instance = session.get_one(ProcessInstance, matter)

        def move(known: engine.Definition, state: bytes, context: Context) -> Result:
            raised = update(ProcessInstance).where(ProcessInstance.id == matter)
            session.execute(
                raised.values(revision=ProcessInstance.revision + 1).execution_options(
                    synchronize_session=False
                )
            )
            return engine.wake(known, state, context)

        acting.act(session, instance, move, None, running.now)

    revision = running.instance(matter).revision
    with pytest.raises(Overtaken):
        run_act(running.sessions, wake_while_another_saves, tries=2)
    assert running.instance(matter).revision == revision


def test_a_handler_may_not_act_on_the_matter_that_called_it(running: Running) -> None:
    running.deploy("review")
    matter = running.start("review", reviewers="supervision-office", fail="act within act")
    running.do_step(matter, "DRAFT", "clerk1")
    assert "ActWithinAct" in open_incident(running, matter).message
