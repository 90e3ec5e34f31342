"""Ring 2: what a folder names must exist in the office it is published in."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from commands.check import checked_path
from tests.bpmn.shipped_files import FOLDERS
from tests.workflows.running import DIAGRAMS, Running
from workflows.deployments import publishing
from workflows.deployments.checks import DeploymentRefused, check_folder
from workflows.deployments.lint.surroundings import surroundings_of
from workflows.deployments.shipped_processes import folder_files, shipped_process_ids
from workflows.jobs import registry
from workflows.shipped import SHIPPED


def found(
    running: Running, files: dict[str, bytes], name: str = "supervision"
) -> list[tuple[str, str | None]]:
    """The rules and elements of ring 2's findings."""

    def work(session: Session) -> list[tuple[str, str | None]]:
        checked = check_folder(files, surroundings_of(session, name, shipped_process_ids()))
        return [(finding.rule, finding.element) for _, finding in checked.findings]

    return running.ask(work)


def folder(replaced: bytes = b"", by: bytes = b"", name: str = "special_campaign") -> dict[str, bytes]:
    files = folder_files(SHIPPED / name)
    diagram = f"{name}.bpmn"
    if replaced:
        assert replaced in files[diagram]
        files[diagram] = files[diagram].replace(replaced, by, 1)
    return files


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_is_to_be_said_of_what_the_release_ships(name: str, running: Running) -> None:
    assert found(running, folder(name=name), name) == []


def test_every_job_says_which_variables_it_answers() -> None:
    """Else nothing could be said of the names in its folder's diagram. A decision's step names its own."""
    ours = {type_ for type_ in registry.known_types() if not type_.startswith("test.")} - {"decision"}
    assert [type_ for type_ in ours if registry.given_by(type_) is None] == []


@pytest.mark.parametrize(
    ("replaced", "by", "rule", "element"),
    [
        (b'formId="SC-02"', b'formId="SC-02x"', "form", "SC-02"),
        (b'decisionId="campaign_clauses"', b'decisionId="campaign_clause"', "decision", "SC-01-clauses"),
        (b'type="campaign.count"', b'type="campaign.counts"', "job", "SC-11-count"),
        (b'name="due_rule" value="SC-02"', b'name="due_rule" value="SC-99"', "rule", "SC-02"),
        (b'value="G-02 E-05 V-05"', b'value="G-02 E-55 V-05"', "clause", "SC-02"),
        (
            b'name="starters" value="department county"',
            b'name="starters" value="nobody"',
            "candidate",
            "start",
        ),
    ],
)
def test_a_name_that_does_not_exist_is_found_at_its_element(
    running: Running, replaced: bytes, by: bytes, rule: str, element: str
) -> None:
    findings = found(running, folder(replaced, by))
    assert rule in [one for one, _ in findings], findings
    place = dict(findings)[rule]
    assert place == element, findings


def test_a_name_that_nothing_sets_is_warned_of(running: Running) -> None:
    files = folder(b'value="=lead"', b'value="=laed"')
    assert [(rule, element) for rule, element in found(running, files)] == [("name-not-set", "SC-03")]


def test_literal_arguments_of_office_functions_exist(running: Running) -> None:
    wrong = folder(b'=if begun_by = null then "yjj" else begun_by', b'=head_of("yyj")')
    assert found(running, wrong) == [("candidate", "SC-01")]
    wrong = folder(b'=if begun_by = null then "yjj" else begun_by', b'=setting("no.such")')
    assert found(running, wrong) == [("setting", "SC-01")]


def test_forms_are_read_as_they_will_be_shown(running: Running) -> None:
    files = folder()
    form = json.loads(files["forms/SC-02.json"])
    form["components"].append({"type": "iframe", "label": "x"})
    files["forms/SC-02.json"] = json.dumps(form).encode()
    form = json.loads(files["forms/SC-03.json"])
    form["components"].append({"type": "textfield", "key": "units", "label": "单位"})
    form["components"].append(
        {"type": "textfield", "key": "z", "label": "z", "conditional": {"hide": "=a ="}}
    )
    files["forms/SC-03.json"] = json.dumps(form, ensure_ascii=False).encode()
    rules = [rule for rule, _ in found(running, files)]
    assert {"form-unreadable", "form-field-name", "form-expression"} <= set(rules)


def test_a_called_process_must_be_there_or_come_with_it(running: Running) -> None:
    calling = (
        (DIAGRAMS / "review.bpmn")
        .read_bytes()
        .replace(
            b"</bpmn:process>",
            b'<bpmn:callActivity id="CALLED" name="call"><bpmn:extensionElements>'
            b'<zeebe:calledElement processId="nowhere" /></bpmn:extensionElements>'
            b"</bpmn:callActivity></bpmn:process>",
        )
    )
    assert ("called-process", "CALLED") in found(running, {"review.bpmn": calling}, "review")

    def coming(session: Session) -> list[str]:
        around = surroundings_of(session, "review", ["nowhere"])
        return [finding.rule for _, finding in check_folder({"review.bpmn": calling}, around).findings]

    assert "called-process" not in running.ask(coming)


def test_a_version_that_takes_a_clause_its_last_step_is_refused_naming_it(running: Running) -> None:
    bound = (DIAGRAMS / "review.bpmn").read_bytes()
    with_clause = bound.replace(b'value="G-01 G-03"', b'value="G-01 G-03 M-07"')
    assert with_clause != bound

    def publish(files: dict[str, bytes], name: str = "review") -> None:
        running.do(lambda session: publishing.deploy(session, name, files, None, running.now).id)

    publish({"review.bpmn": with_clause})
    with pytest.raises(DeploymentRefused) as refused:
        publish({"review.bpmn": bound})
    [(_, finding)] = refused.value.findings
    assert finding.rule == "clause-unbound"
    assert "M-07" in finding.message.zh
    other = with_clause.replace(b'id="review"', b'id="review_two"')
    publish({"other.bpmn": other}, "other")
    publish({"review.bpmn": bound})


def test_the_shell_checks_a_process_folder_as_a_whole(tmp_path: Path) -> None:
    copy = tmp_path / "special_campaign"
    shutil.copytree(SHIPPED / "special_campaign", copy)
    (copy / "forms" / "SC-02.json").unlink()
    [(path, findings, exit_)] = checked_path(tmp_path)
    assert (path, exit_) == (copy, 1)
    assert [(file.name, finding.rule, finding.element) for file, finding in findings] == [
        ("special_campaign.bpmn", "form", "SC-02")
    ]
