"""Attachments: kept by content, reached through the matter, refused in words."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attachment, ProcessInstance, Task
from tests.workflows.running import Running
from workflows import documents, matters
from workflows.permissions import NotVisible, NotYours

PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture
def matter(running: Running) -> int:
    running.deploy("review")
    return running.start("review", reviewers="supervision-office", title="隐患整改")


def attach(
    running: Running, matter: int, name: str, content: bytes, folder: Path, who: str = "clerk1"
) -> int:
    def work(session: Session) -> int:
        task = session.scalars(select(Task).filter_by(instance_id=matter)).one()
        stream = io.BytesIO(content)
        by = running.actor(session, who)
        row = documents.attach(session, task.instance, task, "files", name, stream, by, running.now, folder)
        return row.id

    return running.do(work)


def test_a_file_lies_under_its_digest_and_is_opened_through_its_matter(
    running: Running, matter: int, tmp_path: Path
) -> None:
    kept = attach(running, matter, "C:\\扫描\\批示.pdf", PDF, tmp_path)

    def look(session: Session, who: str) -> tuple[str, str, bytes]:
        row, path = documents.open_file(session, running.user(session, who), kept, running.now, tmp_path)
        return row.name, row.media_type, path.read_bytes()

    assert running.ask(lambda session: look(session, "clerk2")) == ("批示.pdf", "application/pdf", PDF)
    with pytest.raises(NotVisible):
        running.ask(lambda session: look(session, "yjj_head"))


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("批示.pdf", b"", "空"),
        ("批示.pdf", b"MZ\x90\x00" + b"\x00" * 50, "可收"),
        ("说明.html", b"<html><script>alert(1)</script>", "可收"),
        ("说明.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "可收"),
        ("程序.jar", b"PK\x03\x04" + b"\x00" * 50, "可收"),
    ],
)
def test_what_the_office_does_not_take_is_refused_in_words_and_leaves_nothing(
    running: Running, matter: int, tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    with pytest.raises(documents.FileRefused, match=word):
        attach(running, matter, name, content, tmp_path)
    assert [file for file in (tmp_path / "files").iterdir()] == []
    assert running.ask(lambda session: session.scalars(select(Attachment)).all()) == []


def test_the_content_decides_what_a_file_is_not_its_name(
    running: Running, matter: int, tmp_path: Path
) -> None:
    kept = attach(running, matter, "照片.txt", b"\xff\xd8\xff\xe0" + b"\x00" * 50, tmp_path)
    assert running.ask(lambda session: session.get_one(Attachment, kept).media_type) == "image/jpeg"


def test_only_the_uploader_takes_a_file_back_and_only_before_the_task_is_done(
    running: Running, matter: int, tmp_path: Path
) -> None:
    kept = attach(running, matter, "批示.pdf", PDF, tmp_path)

    def withdraw(who: str) -> None:
        running.do(
            lambda session: documents.withdraw(
                session, session.get_one(Attachment, kept), running.actor(session, who), running.now
            )
        )

    with pytest.raises(NotYours):
        withdraw("clerk2")
    running.do_step(matter, "DRAFT", "clerk1")
    with pytest.raises(NotYours):
        withdraw("clerk1")


def test_orphans_are_swept_after_a_day_and_files_in_use_stay(
    running: Running, matter: int, tmp_path: Path
) -> None:
    attach(running, matter, "批示.pdf", PDF, tmp_path)
    orphan = tmp_path / "files" / ("0" * 64)
    orphan.write_bytes(b"left over")
    sweep = lambda: running.do(lambda session: documents.sweep_orphans(session, tmp_path, running.now))  # noqa: E731
    long_ago = running.now.timestamp() - 90_000
    just_now = running.now.timestamp()
    os.utime(orphan, (just_now, just_now))
    assert sweep() == 0
    for file in (tmp_path / "files").iterdir():
        os.utime(file, (long_ago, long_ago))
    assert sweep() == 1
    assert len(list((tmp_path / "files").iterdir())) == 1


def test_of_a_classified_matter_no_file_no_text_and_no_answer_is_kept(
    running: Running, matter: int, tmp_path: Path
) -> None:
    attach(running, matter, "批示.pdf", PDF, tmp_path)
    running.do(
        lambda session: matters.make_stub(session, session.get_one(ProcessInstance, matter), running.now)
    )
    instance = running.instance(matter)
    assert (instance.title, instance.variables) == (matters.STUB_TITLE, {})
    assert running.ask(lambda session: session.scalars(select(Attachment)).all()) == []
    with pytest.raises(documents.FileRefused, match="涉密"):
        attach(running, matter, "批示.pdf", PDF, tmp_path)
