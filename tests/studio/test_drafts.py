"""Drafts are kept as typed; two people on one process never write over each other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import StudioDraft
from tests.demonstration import OFFICE_NOW
from tests.studio.people import actor, second_drawer
from workflows.deployments.checks import compile_folder
from workflows.studio import drafts
from workflows.studio.drafts import DraftClosed, DraftRefused, NoSuchDraft, NotYourDraft

LATER = OFFICE_NOW + timedelta(minutes=5)
BROKEN = b"<bpmn:definitions half typed"


@pytest.fixture
def deployed(deployed_office: Session) -> Session:
    return deployed_office


def test_a_draft_begins_with_the_newest_version_and_is_found_again(deployed: Session) -> None:
    procadmin = actor(deployed, "procadmin")
    draft = drafts.begin_draft(deployed, "supervision", procadmin, OFFICE_NOW)
    assert draft.title == "督办" and drafts.files_of(draft) == drafts.files_of(draft.base)
    assert drafts.begin_draft(deployed, "supervision", procadmin, LATER).id == draft.id
    with pytest.raises(NoSuchDraft):
        drafts.begin_draft(deployed, "no_such_process", procadmin, OFFICE_NOW)


def test_what_is_typed_is_kept_even_where_it_is_no_diagram_yet(deployed: Session) -> None:
    procadmin = actor(deployed, "procadmin")
    draft = drafts.begin_draft(deployed, "supervision", procadmin, OFFICE_NOW)
    saved = drafts.save_file(deployed, draft.id, "supervision.bpmn", BROKEN, draft.revision, procadmin, LATER)
    deployed.expire_all()
    kept = deployed.get_one(StudioDraft, saved.draft_id)
    assert (drafts.files_of(kept)["supervision.bpmn"], kept.saved_at, saved.is_copy) == (BROKEN, LATER, False)


def test_a_stale_save_becomes_a_copy_and_nothing_is_written_over(deployed: Session) -> None:
    procadmin = actor(deployed, "procadmin")
    draft = drafts.begin_draft(deployed, "supervision", procadmin, OFFICE_NOW)
    seen = draft.revision
    first = drafts.save_file(deployed, draft.id, "supervision.bpmn", b"<first/>", seen, procadmin, LATER)
    second = drafts.save_file(deployed, draft.id, "supervision.bpmn", b"<second/>", seen, procadmin, LATER)
    assert second.is_copy and second.draft_id != first.draft_id
    assert drafts.files_of(deployed.get_one(StudioDraft, first.draft_id))["supervision.bpmn"] == b"<first/>"
    assert drafts.files_of(deployed.get_one(StudioDraft, second.draft_id))["supervision.bpmn"] == b"<second/>"


def test_whoever_loses_a_draft_keeps_what_he_types_in_a_copy_of_his_own(deployed: Session) -> None:
    first, second = actor(deployed, "procadmin"), second_drawer(deployed)
    draft = drafts.begin_draft(deployed, "supervision", first, OFFICE_NOW)
    seen = draft.revision
    with pytest.raises(NotYourDraft, match="流程管理员"):
        drafts.own_draft(deployed, draft.id, second)
    drafts.take_over(deployed, draft.id, second, LATER)
    assert drafts.own_draft(deployed, draft.id, second).id == draft.id
    saved = drafts.save_file(deployed, draft.id, "supervision.bpmn", b"<mine/>", seen, first, LATER)
    copy = deployed.get_one(StudioDraft, saved.draft_id)
    assert saved.is_copy and copy.owner_id == first.user.id and copy.copied_from_id == draft.id


def test_a_draft_put_away_is_closed_and_its_files_stay(deployed: Session) -> None:
    procadmin = actor(deployed, "procadmin")
    draft = drafts.begin_draft(deployed, "supervision", procadmin, OFFICE_NOW)
    drafts.discard(deployed, draft.id, procadmin, LATER)
    with pytest.raises(DraftClosed):
        drafts.own_draft(deployed, draft.id, procadmin)
    assert (
        drafts.files_of(draft)
        and drafts.begin_draft(deployed, "supervision", procadmin, LATER).id != draft.id
    )


@pytest.mark.parametrize(
    "path", ["../x.bpmn", "a.exe", "forms/a.bpmn", "/etc/a.dmn", "forms/../a.json", "x.json", "a\0.bpmn"]
)
def test_a_file_with_another_kind_of_name_is_refused_by_field(deployed: Session, path: str) -> None:
    procadmin = actor(deployed, "procadmin")
    draft = drafts.begin_draft(deployed, "supervision", procadmin, OFFICE_NOW)
    with pytest.raises(DraftRefused) as refused:
        drafts.save_file(deployed, draft.id, path, b"x", draft.revision, procadmin, LATER)
    assert refused.value.field == "path"


def test_a_file_of_fifty_megabytes_is_refused(deployed: Session) -> None:
    procadmin = actor(deployed, "procadmin")
    draft = drafts.begin_draft(deployed, "supervision", procadmin, OFFICE_NOW)
    with pytest.raises(DraftRefused, match="MB"):
        drafts.save_file(
            deployed, draft.id, "supervision.bpmn", b" " * 50_000_000, draft.revision, procadmin, LATER
        )


def test_a_new_process_has_a_code_of_its_own_and_a_diagram_that_runs(deployed: Session) -> None:
    procadmin = actor(deployed, "procadmin")
    draft = drafts.begin_new(deployed, "visit", "走访 <b>", procadmin, OFFICE_NOW)
    (compiled,) = compile_folder(deployed, draft.name, drafts.files_of(draft))
    assert (compiled.process_id, compiled.name) == ("visit", "走访 <b>")
    for code, title in (("Visit", "x"), ("visit", "again"), ("supervision", "x"), ("fine", " ")):
        with pytest.raises(DraftRefused):
            drafts.begin_new(deployed, code, title, procadmin, OFFICE_NOW)


def test_only_who_draws_processes_sees_drafts(deployed: Session) -> None:
    draft = drafts.begin_draft(deployed, "supervision", actor(deployed, "procadmin"), OFFICE_NOW)
    for code in ("clerk1", "mayor", "sysadmin", "dch"):
        with pytest.raises(NoSuchDraft):
            drafts.draft_for(deployed, draft.id, actor(deployed, code))
