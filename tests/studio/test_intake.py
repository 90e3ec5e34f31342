"""Files from outside are taken to the byte or refused with a sentence that says which and why."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from sqlalchemy.orm import Session

from tests.demonstration import OFFICE_NOW
from tests.studio.people import actor, second_drawer
from workflows.shipped import SHIPPED
from workflows.studio import drafts, intake
from workflows.studio.drafts import DraftRefused, NotYourDraft

PLAIN = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">'
    b'<process id="visit" isExecutable="true"/></definitions>'
)
BOMB = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>'


def packed_as(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return archive.getvalue()


def test_a_shipped_folder_goes_out_as_a_zip_and_comes_back_to_the_byte() -> None:
    folder = SHIPPED / "supervision"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".bpmn", ".dmn", ".json")
    }
    out = intake.as_zip(files)
    assert intake.as_zip(dict(reversed(files.items()))) == out
    assert intake.read_upload("supervision.zip", out) == files


def test_an_archive_may_hold_the_folder_itself_and_what_other_systems_put_beside_it() -> None:
    form = json.dumps({"type": "default", "components": []}).encode()
    archive = packed_as(
        {
            "走访/visit.bpmn": PLAIN,
            "走访/forms/a.json": form,
            "__MACOSX/走访/._visit.bpmn": b"\x00",
            "走访/.DS_Store": b"x",
        }
    )
    assert intake.read_upload("走访.zip", archive) == {"visit.bpmn": PLAIN, "forms/a.json": form}


def test_a_form_and_a_scenario_find_their_place_by_what_they_are() -> None:
    assert list(intake.read_upload("a.json", b'{"components": []}')) == ["forms/a.json"]
    scenario = b'{"process": "visit", "expected": []}'
    assert list(intake.read_upload("b.json", scenario)) == ["scenarios/b.json"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bomb.bpmn", BOMB, "DOCTYPE"),
        ("bomb.dmn", BOMB, "DOCTYPE"),
        ("half.bpmn", b"<definitions>", "不是格式正确的 XML"),
        ("page.html", b"<script>alert(1)</script>", "不能用"),
        ("list.json", b"[1, 2]", "不是表单"),
        ("deep.json", b"[" * 200_000, "不是有效的 JSON"),
        ("a.zip", b"PK no archive", "压缩包读不了"),
    ],
)
def test_what_could_do_harm_is_refused_in_words(name: str, content: bytes, says: str) -> None:
    assert_refused(name, content, says)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({}, "没有可用的文件"),
        ({"../../etc/visit.bpmn": PLAIN}, "文件夹外面"),
        ({"/visit.bpmn": PLAIN}, "文件夹外面"),
        ({"C:/visit.bpmn": PLAIN, "b.bpmn": PLAIN}, "文件夹外面"),
        ({"visit.bpmn": PLAIN, "run.exe": b"MZ"}, "run.exe"),
        ({f"{n}.bpmn": PLAIN for n in range(400)}, "超过300个"),
        ({"visit.bpmn": BOMB}, "DOCTYPE"),
    ],
)
def test_an_archive_that_could_do_harm_is_refused_in_words(members: dict[str, bytes], says: str) -> None:
    assert_refused("a.zip", packed_as(members), says)


def test_what_is_too_large_is_refused_packed_or_unpacked() -> None:
    too_large = b" " * (intake.LARGEST_UPLOAD + 1)
    assert_refused("big.bpmn", too_large, "超过 50 MB")
    assert_refused("a.zip", packed_as({"visit.bpmn": too_large}), "解压后太大")


def assert_refused(name: str, content: bytes, says: str) -> None:
    with pytest.raises(DraftRefused) as refused:
        intake.read_upload(name, content)
    assert says in refused.value.sentence.zh and refused.value.field == "file"


def test_files_take_the_place_of_those_of_their_name_and_only_in_ones_own_draft(office: Session) -> None:
    drawer = actor(office, "procadmin")
    draft = drafts.begin_new(office, "visit", "走访", drawer, OFFICE_NOW)
    revision, kept = draft.revision, drafts.files_of(draft)["forms/first-step.json"]
    intake.take_in(office, draft.id, {"visit.bpmn": PLAIN}, drawer, OFFICE_NOW)
    assert drafts.files_of(draft) == {"visit.bpmn": PLAIN, "forms/first-step.json": kept}
    assert draft.revision == revision + 1, "another tab's save becomes a copy"
    with pytest.raises(DraftRefused, match="同一个流程“visit”"):
        intake.take_in(office, draft.id, {"again.bpmn": PLAIN}, drawer, OFFICE_NOW)
    with pytest.raises(NotYourDraft):
        intake.take_in(office, draft.id, {"visit.bpmn": PLAIN}, second_drawer(office), OFFICE_NOW)
