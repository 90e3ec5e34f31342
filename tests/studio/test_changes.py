"""A change is drawn by one person, published by another, and nothing running changes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import ChangeState, DraftState, OutboxEntry, ProcessDefinition, StudioDraft
from tests.demonstration import OFFICE_NOW
from tests.studio.people import actor, second_drawer
from workflows.deployments.checks import DeploymentRefused
from workflows.deployments.publishing import latest_definition
from workflows.engine.play.rehearsal import Do, Move
from workflows.people.posts import post_by_code
from workflows.people.substitution import Actor
from workflows.studio import changes, drafts, plays, scenarios
from workflows.studio.changes import BaseMoved, ChangeDecided, ChangeRefused, FourEyes, NoSuchChange

LATER = OFFICE_NOW + timedelta(hours=1)
DIAGRAM = "supervision.bpmn"


@pytest.fixture
def office(deployed_office: Session) -> Session:
    return deployed_office


@pytest.fixture
def drawn(office: Session) -> StudioDraft:
    """A draft of the supervision process with one step renamed."""
    draft = drafts.begin_draft(office, "supervision", actor(office, "procadmin"), OFFICE_NOW)
    edit(office, draft, 'name="拟办"', 'name="研究拟办"')
    return draft


def edit(session: Session, draft: StudioDraft, old: str, new: str) -> None:
    text = drafts.files_of(draft)[DIAGRAM].decode()
    assert old in text
    content = text.replace(old, new, 1).encode()
    drafts.save_file(session, draft.id, DIAGRAM, content, draft.revision, actor(session, "procadmin"), LATER)


def handed_in(session: Session, draft: StudioDraft) -> changes.ChangeRequest:
    return changes.hand_in(session, draft.id, "名称与文件一致", actor(session, "procadmin"), LATER)


def test_another_person_publishes_and_new_matters_take_the_new_version(
    office: Session, drawn: StudioDraft
) -> None:
    before = latest_definition(office, "supervision")
    change = handed_in(office, drawn)
    assert (change.state, drawn.state) == (ChangeState.OPEN, DraftState.HANDED_IN)
    changes.publish(office, change.id, "同意", actor(office, "sg"), LATER)
    after = latest_definition(office, "supervision")
    assert after.version == before.version + 1 and change.deployment_id == after.deployment_id
    assert (change.state, change.opinion, change.decided_at) == (ChangeState.PUBLISHED, "同意", LATER)


def test_whoever_drew_it_cannot_publish_it_even_in_a_post_that_may(
    office: Session, drawn: StudioDraft
) -> None:
    change = handed_in(office, drawn)
    drawer_as_head = Actor(actor(office, "procadmin").user, post_by_code(office, "dch"))
    with pytest.raises(FourEyes):
        changes.publish(office, change.id, "", drawer_as_head, LATER)
    for code in ("procadmin", "clerk1", "mayor"):
        with pytest.raises(NoSuchChange):
            changes.publish(office, change.id, "", actor(office, code), LATER)


def test_a_change_is_decided_once_and_the_second_hears_who_was_first(
    office: Session, drawn: StudioDraft
) -> None:
    change = handed_in(office, drawn)
    changes.publish(office, change.id, "", actor(office, "sg"), LATER)
    with pytest.raises(ChangeDecided, match="秘书长"):
        changes.return_change(office, change.id, "不妥", actor(office, "dch"), LATER)


def test_a_returned_change_says_why_and_its_draft_is_open_again(office: Session, drawn: StudioDraft) -> None:
    change = handed_in(office, drawn)
    with pytest.raises(ChangeRefused):
        changes.return_change(office, change.id, " ", actor(office, "sg"), LATER)
    changes.return_change(office, change.id, "请补条款", actor(office, "sg"), LATER)
    assert (change.state, drawn.state) == (ChangeState.RETURNED, DraftState.OPEN)
    again = handed_in(office, drawn)
    changes.withdraw_change(office, again.id, actor(office, "procadmin"), LATER)
    assert (again.state, drawn.state) == (ChangeState.WITHDRAWN, DraftState.OPEN)


def test_approvers_are_told_of_a_change_and_its_drawer_of_the_decision(
    office: Session, drawn: StudioDraft
) -> None:
    change = handed_in(office, drawn)
    changes.publish(office, change.id, "同意", actor(office, "sg"), LATER)
    told = office.scalars(select(OutboxEntry.payload).where(OutboxEntry.kind == "notice")).all()
    assert [one["kind"] for one in told].count("change_request") == 2
    assert [one["title"] for one in told if one["kind"] == "change_decided"] == ["流程变更已发布：督办"]


def test_a_change_without_a_reason_or_without_a_change_is_refused(
    office: Session, drawn: StudioDraft
) -> None:
    with pytest.raises(ChangeRefused) as refused:
        changes.hand_in(office, drawn.id, "  ", actor(office, "procadmin"), LATER)
    assert refused.value.field == "reason"
    edit(office, drawn, 'name="研究拟办"', 'name="拟办"')
    with pytest.raises(ChangeRefused, match="相同"):
        handed_in(office, drawn)


def test_a_diagram_that_cannot_run_is_not_handed_in(office: Session, drawn: StudioDraft) -> None:
    edit(office, drawn, 'formId="SV-02"', 'formId="no-such-form"')
    with pytest.raises(DeploymentRefused, match="no-such-form"):
        handed_in(office, drawn)
    assert drawn.state is DraftState.OPEN


def test_a_change_drawn_on_an_older_version_is_not_published_over_the_newer(
    office: Session, drawn: StudioDraft
) -> None:
    second = second_drawer(office)
    other = drafts.begin_draft(office, "supervision", second, OFFICE_NOW)
    text = drafts.files_of(other)[DIAGRAM].replace("来源登记".encode(), "登记来源".encode())
    drafts.save_file(office, other.id, DIAGRAM, text, other.revision, second, LATER)
    mine = handed_in(office, drawn)
    theirs = changes.hand_in(office, other.id, "另一处", second, LATER)
    changes.publish(office, theirs.id, "", actor(office, "sg"), LATER)
    with pytest.raises(BaseMoved):
        changes.publish(office, mine.id, "", actor(office, "sg"), LATER)
    versions = select(func.count()).where(ProcessDefinition.process_id == "supervision")
    assert office.scalar(versions) == 2


def test_a_scenario_that_no_longer_runs_as_expected_stops_the_change(office: Session) -> None:
    procadmin = actor(office, "procadmin")
    draft = drafts.begin_new(office, "visit", "走访", procadmin, OFFICE_NOW)
    scenario = scenarios.Scenario(
        "scenarios/a.json", "一次办完", "visit", OFFICE_NOW, {}, {"first-step": {}}, ("start",), "completed"
    )
    files = drafts.files_of(draft)
    outcome = scenarios.run_scenario(files, scenario)
    assert not outcome.as_expected and outcome.path == ("start", "first-step", "end")
    written = scenarios.write_scenario(scenario)
    saved = drafts.save_file(office, draft.id, scenario.path, written, draft.revision, procadmin, LATER)
    with pytest.raises(ChangeRefused, match="一次办完"):
        changes.hand_in(office, draft.id, "新流程", procadmin, LATER)
    right = scenarios.write_scenario(replace(scenario, expected=outcome.path))
    drafts.save_file(office, draft.id, scenario.path, right, saved.revision, procadmin, LATER)
    change = changes.hand_in(office, draft.id, "新流程", procadmin, LATER)
    changes.publish(office, change.id, "", actor(office, "dch"), LATER)
    assert latest_definition(office, "visit").name == "走访"


def test_a_scenario_made_move_by_move_runs_again_as_it_was_played(office: Session) -> None:
    procadmin = actor(office, "procadmin")
    draft = drafts.begin_new(office, "visit", "走访", procadmin, OFFICE_NOW)
    files = drafts.files_of(draft)
    played = plays.play_draft(office, files, "visit", [Move(Do.ANSWER, "first-step")], OFFICE_NOW, "走访")
    assert played.played.state == "completed"
    path, content = plays.scenario_of(
        "一次办完",
        "visit",
        OFFICE_NOW,
        plays.first_values("走访"),
        [Move(Do.ANSWER, "first-step")],
        played.played,
    )
    assert path == "scenarios/一次办完.json"
    kept = scenarios.read_scenario(path, content)
    assert scenarios.run_scenario(files, kept).as_expected
    changed = {**files, "visit.bpmn": files["visit.bpmn"].replace(b"first-step", b"other-step")}
    assert scenarios.failed_scenarios({**changed, path: content}) == ["一次办完"]
