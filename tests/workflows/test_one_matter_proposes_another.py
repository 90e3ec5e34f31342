"""A process proposes a supervision item, registered like any other and linked; who may begin what."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import InstanceLink, LinkKind, ProcessDefinition, ProcessInstance
from tests.workflows.running import Running
from workflows.deployments.shipped_processes import deploy_shipped
from workflows.instances import startable


def test_a_proposal_opens_filled_in_at_its_registration_and_is_linked_to_who_proposed_it(
    running: Running,
) -> None:
    running.do(lambda session: deploy_shipped(session, running.now))
    running.deploy("proposing")
    proposer = running.start("proposing", by="yjj_head", late_item="矿山帮扶逾期未办", unit="mkj")
    query = select(ProcessInstance).join(ProcessInstance.definition)
    query = query.where(ProcessDefinition.process_id == "supervision")
    [proposed] = running.ask(lambda session: list(session.scalars(query)))
    assert proposed.title == "矿山帮扶逾期未办"
    assert len(running.open_tasks(proposed.id, "SV-01")) == 1
    variables = running.instance(proposed.id).variables
    assert (variables["category"], variables["kind"], variables["lead"]) == ("4", "annual", "mkj")
    [link] = running.ask(lambda session: list(session.scalars(select(InstanceLink))))
    assert (link.source_id, link.target_id, link.kind) == (proposer, proposed.id, LinkKind.FOLLOWS)


@pytest.mark.parametrize(
    ("username", "may"),
    [("clerk1", True), ("vm_law", True), ("yjj_sec", True), ("jxx_gov", True), ("gaj_head", False)],
)
def test_a_start_event_names_who_besides_the_office_and_the_leaders_may_begin(
    running: Running, username: str, may: bool
) -> None:
    running.deploy("proposing")
    offered = running.ask(lambda session: startable(session, running.user(session, username), running.now))
    assert [one.process_id for one in offered] == (["proposing"] if may else [])


def test_a_matter_knows_who_began_it(running: Running) -> None:
    running.deploy("proposing")
    matter = running.start("proposing", by="yjj_head", late_item="逾期", unit="mkj")
    [task] = running.open_tasks(matter, "WAIT")
    running.complete(task, "yjj_head")
    assert running.instance(matter).variables["begun_by"] == "yjj-head"
