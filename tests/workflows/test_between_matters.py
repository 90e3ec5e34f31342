"""Messages, signals and called processes: delivered exactly once, across instances, in one transaction
each."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Deadline,
    DeadlineState,
    Incident,
    InstanceState,
    Message,
    MessageSubscription,
    ProcessDefinition,
    ProcessInstance,
    Task,
)
from tests.workflows.running import Running
from workflows import messages
from workflows.instances import cancel
from workflows.messages import ActionGone, actions_for, trigger_action
from workflows.permissions import NotYours


def instances_of(running: Running, process_id: str) -> list[int]:
    query = select(ProcessInstance.id).join(ProcessInstance.definition)
    query = query.where(ProcessDefinition.process_id == process_id).order_by(ProcessInstance.id)
    return running.ask(lambda session: list(session.scalars(query)))


def send(running: Running, name: str, key: str | None, message_id: str, **variables: object) -> None:
    running.do(
        lambda session: messages.send(session, name, key, variables, None, running.now, message_id=message_id)
    )


@pytest.mark.both_databases
def test_a_process_asks_another_begins_and_its_answer_goes_back(running: Running) -> None:
    running.deploy("between")
    asker = running.start("asker", question_key="Q-1")
    [answerer] = instances_of(running, "answerer")
    assert len(running.open_tasks(answerer, "ANSWER")) == 1
    send(running, "answer", "Q-1", "m-1", answer="可以")
    assert running.instance(asker).variables["answer"] == "可以"


@pytest.mark.both_databases
def test_a_message_start_with_the_same_key_begins_once(running: Running) -> None:
    running.deploy("between")
    running.start("asker", question_key="Q-1")
    running.start("asker", question_key="Q-1")
    running.start("asker", question_key="Q-2")
    assert len(instances_of(running, "answerer")) == 2


def test_the_same_message_sent_twice_is_delivered_once(running: Running) -> None:
    running.deploy("between")
    first, second = running.start("asker", question_key="Q-1"), running.start("asker", question_key="Q-1")
    for _ in range(2):
        send(running, "answer", "Q-1", "m-1", answer="可以")
    answered = [matter for matter in (first, second) if "answer" in running.instance(matter).variables]
    assert answered == [first]
    assert (
        running.ask(lambda session: session.scalar(select(func.count()).where(Message.message_id == "m-1")))
        == 1
    )


def test_a_message_is_kept_until_somebody_waits_but_not_for_ever(running: Running) -> None:
    running.deploy("between")
    send(running, "answer", "Q-1", "early", answer="早到")
    early = running.start("asker", question_key="Q-1")
    assert running.instance(early).variables["answer"] == "早到"
    send(running, "answer", "Q-2", "stale", answer="过期")
    running.pass_time(days=8)
    late = running.start("asker", question_key="Q-2")
    assert "answer" not in running.instance(late).variables


@pytest.mark.both_databases
def test_a_signal_reaches_all_who_wait_for_it_and_nobody_twice(running: Running) -> None:
    running.deploy("between")
    askers = [running.start("asker", question_key=f"Q-{number}") for number in range(3)]
    for number in range(2):
        send(running, "answer", f"Q-{number}", f"m-{number}")
    running.do(lambda session: messages.broadcast(session, "all-clear", {}, None, running.now))
    states = [running.instance(matter).state for matter in askers]
    assert states == [InstanceState.COMPLETED, InstanceState.COMPLETED, InstanceState.RUNNING]


@pytest.mark.both_databases
def test_a_call_begins_a_matter_of_its_own_and_takes_back_only_what_is_mapped(running: Running) -> None:
    running.deploy("between")
    caller = running.start("caller", topic="分项一")
    [called] = instances_of(running, "called")
    child = running.instance(called)
    assert (child.title, child.parent_id) == ("分项一", caller)
    running.do_step(called, "PART", "yjj_head", result="办妥", secret="不外传")
    parent = running.instance(caller)
    assert parent.state is InstanceState.COMPLETED
    assert parent.variables["result"] == "办妥"
    assert "secret" not in parent.variables


def test_cancelling_the_caller_cancels_what_it_called(running: Running) -> None:
    running.deploy("between")
    caller = running.start("caller", topic="分项一")
    [called] = instances_of(running, "called")

    def stop(session: Session) -> None:
        instance = session.get_one(ProcessInstance, caller)
        cancel(session, instance, running.actor(session, "clerk1"), "重复", running.now)

    running.do(stop)
    assert running.instance(called).state is InstanceState.CANCELLED
    assert running.open_tasks(called) == []
    assert running.instance(called).parent_id == caller, "the record keeps where it came from"


def test_a_call_that_is_interrupted_ends_what_it_called_and_the_caller_goes_on(running: Running) -> None:
    running.deploy("between")
    caller = running.start("caller", topic="分项一")
    [called] = instances_of(running, "called")
    send(running, "recall", str(caller), "m-recall")
    assert running.instance(called).state is InstanceState.CANCELLED
    running.do_step(caller, "OTHERWISE", "clerk1")
    assert running.instance(caller).state is InstanceState.COMPLETED


def test_a_call_that_cannot_begin_is_an_incident_where_it_stands(running: Running) -> None:
    running.deploy("between")
    matter = running.start("lost", called_process="no-such-process")
    incident = running.ask(
        lambda session: session.scalars(select(Incident).filter_by(instance_id=matter)).one()
    )
    assert incident.element_id == "LOST"
    assert running.instance(matter).state is InstanceState.RUNNING


def test_an_ended_matter_waits_for_nothing(running: Running) -> None:
    running.deploy("between")
    matter = running.start("asker", question_key="Q-1")

    def stop(session: Session) -> None:
        instance = session.get_one(ProcessInstance, matter)
        cancel(session, instance, running.actor(session, "clerk1"), "重复", running.now)

    running.do(stop)
    assert running.ask(lambda session: session.scalars(select(MessageSubscription)).all()) == []


def buttons(running: Running, matter: int, who: str) -> list[tuple[int, str]]:
    def look(session: Session) -> list[tuple[int, str]]:
        instance = session.get_one(ProcessInstance, matter)
        found = actions_for(session, instance, running.user(session, who), running.now)
        return [(action.subscription_id, str(action.words)) for action in found]

    return running.ask(look)


def press(running: Running, matter: int, button: int, who: str) -> str | None:
    def work(session: Session) -> str | None:
        instance = session.get_one(ProcessInstance, matter)
        task = trigger_action(session, instance, button, running.actor(session, who), running.now)
        return task.element_id if task is not None else None

    return running.do(work)


def test_a_button_is_for_those_the_diagram_names_and_opens_their_task(running: Running) -> None:
    running.deploy("countersign")
    matter = running.start("countersign", units=["yjj", "fgw"])
    [(button, words)] = buttons(running, matter, "yjj_head")
    assert words == "申请延期"
    assert buttons(running, matter, "czj_head") == []
    assert press(running, matter, button, "yjj_head") == "ASK"
    assert [words for _, words in buttons(running, matter, "fgw_head")] == ["申请延期"], "it stays armed"
    with pytest.raises(NotYours):
        press(running, matter, button, "czj_head")


def test_a_button_pressed_too_late_is_answered_in_words(running: Running) -> None:
    running.deploy("countersign")
    matter = running.start("countersign", units=["yjj"])
    [(button, _)] = buttons(running, matter, "yjj_head")
    running.do_step(matter, "OPINION", "yjj_head", opinion="同意")
    running.do_step(matter, "CLOSE", "clerk1")
    with pytest.raises(ActionGone):
        press(running, matter, button, "yjj_head")


def test_each_co_organiser_has_a_deadline_and_a_light_of_its_own(running: Running) -> None:
    running.deploy("countersign")
    matter = running.start("countersign", units=["yjj", "fgw"])
    running.pass_time(days=1)
    [first, _] = running.open_tasks(matter, "OPINION")
    running.complete(first, "yjj_head", opinion="同意")
    states = running.ask(
        lambda session: {
            row.party: row.state for row in session.scalars(select(Deadline).filter_by(instance_id=matter))
        }
    )
    assert states == {"yjj": DeadlineState.DONE, "fgw": DeadlineState.RUNNING}
    assert running.ask(lambda session: session.get_one(Task, first).deadline_id) is not None


def test_an_escalation_goes_out_of_a_called_process_to_whom_called_it(running: Running) -> None:
    running.deploy("escalating")
    overseer = running.start("overseer")
    [worker] = instances_of(running, "worker")
    assert len(running.open_tasks(overseer, "LOOK")) == 1, "told while the work goes on"
    running.do_step(worker, "DO", "yjj_head")
    assert len(running.open_tasks(overseer, "LOOK")) == 2, "and by its end event"
    assert running.instance(worker).state is InstanceState.COMPLETED
