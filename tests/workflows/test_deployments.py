"""Publishing a folder: numbered versions, refusals with every finding, shipped processes deployed or
offered."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Deployment, ProcessDefinition
from tests.workflows.running import DIAGRAMS, Running
from workflows.deployments import publishing as deployments
from workflows.deployments import shipped_processes
from workflows.deployments.checks import DeploymentRefused
from workflows.deployments.definitions import definition_of
from workflows.deployments.shipped_processes import OfferAnswer
from workflows.shipped import SHIPPED

REVIEW = (DIAGRAMS / "review.bpmn").read_bytes()


def deploy(running: Running, files: dict[str, bytes], name: str = "review") -> int:
    return running.do(
        lambda session: deployments.deploy(session, name, files, None, running.now, "试").version
    )


def findings(running: Running, files: dict[str, bytes]) -> list[tuple[str, str | None]]:
    with pytest.raises(DeploymentRefused) as refused:
        deploy(running, files)
    assert running.ask(lambda session: session.scalars(select(Deployment)).all()) == []
    return [(finding.rule, finding.element) for _, finding in refused.value.findings]


def test_the_same_files_again_change_nothing_and_others_make_the_next_version(running: Running) -> None:
    assert deploy(running, {"review.bpmn": REVIEW}) == 1
    assert deploy(running, {"review.bpmn": REVIEW}) == 1
    assert deploy(running, {"review.bpmn": REVIEW + b"\n"}) == 2


def test_running_matters_stay_on_their_version_and_new_ones_take_the_latest(running: Running) -> None:
    deploy(running, {"review.bpmn": REVIEW})
    old = running.start("review", reviewers="supervision-office")
    deploy(running, {"review.bpmn": REVIEW.replace('name="审核"'.encode(), 'name="复核"'.encode())})
    new = running.start("review", reviewers="supervision-office")
    versions = running.ask(
        lambda session: [
            session.get_one(ProcessDefinition, running.instance(matter).definition_id).version
            for matter in (old, new)
        ]
    )
    assert versions == [1, 2]
    running.do_step(old, "DRAFT", "clerk1")
    assert len(running.open_tasks(old, "REVIEW")) == 1


def test_what_an_element_names_must_exist(running: Running) -> None:
    wrong = REVIEW.replace(b"test.number", b"test.nobody").replace(b'"SV-10"', b'"SV-99"')
    assert findings(running, {"review.bpmn": wrong}) == [("job", "NUMBER"), ("rule", "REVIEW")]


def test_a_broken_form_and_a_broken_table_are_refused_with_their_file(running: Running) -> None:
    broken = {"review.bpmn": REVIEW, "forms/a.json": b"{", "limits.dmn": b"<definitions"}
    assert [rule for rule, _ in findings(running, broken)] == ["file", "table"]


def test_a_diagram_that_breaks_the_standard_is_refused_at_its_element(running: Running) -> None:
    nowhere = REVIEW.replace(
        b"</bpmn:process>",
        b'<bpmn:boundaryEvent id="late" attachedToRef="REVIEW"><bpmn:timerEventDefinition id="late-timer">'
        b"<bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        b"</bpmn:process>",
    )
    found = findings(running, {"review.bpmn": nowhere})
    assert {element for _, element in found} == {"late"}
    assert len(found) == len(set(found))


def test_a_fault_inside_one_decision_of_a_table_file_is_refused_at_that_decision(running: Running) -> None:
    table = (
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" namespace="n">'
        b'<decision id="limit" name="limit">'
        b"<literalExpression><text>1 +</text></literalExpression></decision>"
        b"</definitions>"
    )
    [(rule, element)] = findings(running, {"review.bpmn": REVIEW, "limits.dmn": table})
    assert (rule, element) == ("table", "limit")


def test_hostile_xml_is_refused(running: Running) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb">]>' + REVIEW
    assert [rule for rule, _ in findings(running, {"review.bpmn": bomb})] == ["xml-doctype"]


def test_a_form_belongs_to_its_own_version(running: Running) -> None:
    form = {"components": [{"key": "text", "type": "textfield", "label": "内容"}]}
    deploy(running, {"review.bpmn": REVIEW, "forms/draft.json": json.dumps(form).encode()})

    def read(session: Session) -> object:
        definition = deployments.latest_definition(session, "review")
        return deployments.form(session, definition, "draft"), deployments.form(session, definition, "none")

    assert running.ask(read) == (form, None)


def test_threads_share_one_definition(running: Running) -> None:
    deploy(running, {"review.bpmn": REVIEW})
    definition_id = running.ask(lambda session: deployments.latest_definition(session, "review").id)

    def load(_: int) -> int:
        return running.ask(lambda session: id(definition_of(session, definition_id)))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(load, range(16)))) == 1


def test_shipped_processes_are_deployed_where_the_office_has_none_of_that_name_and_offered_otherwise(
    running: Running, tmp_path: Path
) -> None:
    folder = tmp_path / "review"
    folder.mkdir()
    (folder / "review.bpmn").write_bytes(REVIEW)
    ship = lambda: running.do(  # noqa: E731
        lambda session: shipped_processes.deploy_shipped(session, running.now, tmp_path)
    )
    assert ship() == ["review"]
    assert ship() == []
    (folder / "review.bpmn").write_bytes(REVIEW + b"\n")
    assert ship() == ship() == []

    def answer(session: Session) -> int:
        [offer] = shipped_processes.open_offers(session)
        by = running.actor(session, "procadmin")
        taken = shipped_processes.answer_offer(session, offer, OfferAnswer.TAKEN, by, running.now, tmp_path)
        assert taken is not None
        return taken.version

    assert running.do(answer) == 2
    assert running.ask(lambda session: shipped_processes.open_offers(session)) == []


def test_everything_shipped_deploys(running: Running) -> None:
    names = running.do(lambda session: shipped_processes.deploy_shipped(session, running.now))
    assert {folder.name for folder in SHIPPED.iterdir() if any(folder.glob("*.bpmn"))} == set(names)
