"""Attachments: a row each, reached only through its matter; the bytes lie under their digest in the data
directory.

A file is written and synced before the act commits, so that a row never points at nothing; a file whose act
was rolled back is an orphan, swept later."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Attachment,
    Confidentiality,
    EventKind,
    ProcessInstance,
    Task,
    TaskState,
    User,
)
from workflows import journal
from workflows.office.settings import get_setting
from workflows.permissions import NotVisible, NotYours, instance_for
from workflows.rules.media_types import accepted_type
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

FILES = "files"  #: the folder in the data directory
MOST_MEGABYTES = "attachments.most_megabytes"  #: the setting that says how large a file may be
_MEGABYTE = 1024 * 1024
_CHUNK = 1 << 20
_SNIFFED = 8192
_ORPHAN_AFTER = timedelta(hours=24)
"""How old an unreferenced file must be to be an orphan: an act that writes one may still be under way."""
_LONGEST_NAME = 200


class FileRefused(DomainError):
    """A file the office does not take: too large, empty, or of a kind that could do harm."""


def attach(
    session: Session,
    instance: ProcessInstance,
    task: Task | None,
    field: str,
    name: str,
    stream: IO[bytes],
    by: Actor,
    now: datetime,
    directory: str | Path,
) -> Attachment:
    """Keep a file with a matter (and the form field of the task it answers).

    Raises FileRefused with the field: empty, larger than the office's setting, of a type not taken, or for a
    classified matter, of which no file is kept."""
    if instance.confidentiality is Confidentiality.CLASSIFIED:
        raise FileRefused(
            Sentence("涉密事项不得上传附件", "No files are kept with classified matters"), field=field
        )
    most_bytes = int(get_setting(session, MOST_MEGABYTES)) * _MEGABYTE
    digest, size, media_type = _store(Path(directory), _plain_name(name), stream, field, most_bytes)
    row = Attachment(
        instance_id=instance.id,
        task_id=task.id if task is not None else None,
        field=field[:100],
        name=_plain_name(name),
        size=size,
        media_type=media_type,
        digest=digest,
        uploaded_by_id=by.user.id,
        uploaded_at=now,
    )
    session.add(row)
    session.flush()
    journal.record(
        session,
        instance,
        EventKind.FILE,
        now,
        by=by,
        element_id=task.element_id if task is not None else None,
        name=row.name,
        task=task,
        data={"what": "added", "size": size, "digest": digest},
    )
    return row


def _plain_name(name: str) -> str:
    """The file's own name without folders and control characters, shortened before its ending."""
    plain = "".join(char for char in name.replace("\\", "/").rsplit("/", 1)[-1] if char.isprintable()).strip()
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST_NAME and dot:
        plain = f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return plain[:_LONGEST_NAME] or "附件"


def _store(
    directory: Path, name: str, stream: IO[bytes], field: str, most_bytes: int
) -> tuple[str, int, str]:
    """Write the bytes under their digest; the digest, the size and the type by content."""
    folder = directory / FILES
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{secrets.token_hex(16)}"
    try:
        digest, size, head = _copy(stream, unfinished, field, most_bytes)
        media_type = accepted_type(name, head)
        if media_type is None:
            raise FileRefused(
                Sentence(
                    f"“{name}”不是可收的文件：请上传图片、PDF、OFD、Word、Excel、PPT、文本或压缩包",
                    f"“{name}” cannot be taken: upload images, PDF, OFD, Office files, text or archives",
                ),
                field=field,
            )
        os.replace(unfinished, folder / digest)
        _sync_folder(folder)
    finally:
        unfinished.unlink(missing_ok=True)
    return digest, size, media_type


def _copy(stream: IO[bytes], target: Path, field: str, most_bytes: int) -> tuple[str, int, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    with target.open("xb") as file:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most_bytes:
                limit = most_bytes // _MEGABYTE
                raise FileRefused(
                    Sentence(f"文件超过{limit} MB，请压缩或分开上传", f"The file is larger than {limit} MB"),
                    field=field,
                )
            digest.update(chunk)
            head = head or chunk[:_SNIFFED]
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise FileRefused(Sentence("文件是空的", "The file is empty"), field=field)
    return digest.hexdigest(), size, head


def _sync_folder(folder: Path) -> None:
    """Make the new name as durable as the bytes; where folders cannot be synced (Windows) the rename
    suffices."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_file(
    session: Session, user: User, attachment_id: int, now: datetime, directory: str | Path
) -> tuple[Attachment, Path]:
    """An attachment's row and where its bytes lie, through the permission on its matter. Raises NotVisible.

    A read of an internal matter's file is on record, as every read of such a matter is.
    """
    row = session.get(Attachment, attachment_id)
    if row is None or row.withdrawn_at is not None:
        raise NotVisible
    instance = instance_for(session, user, row.instance_id, now)
    path = Path(directory) / FILES / row.digest
    if not path.is_file():
        raise NotVisible
    if instance.confidentiality is not Confidentiality.PUBLIC:
        journal.record_read(session, instance, user, now)
    return row, path


def withdraw(session: Session, row: Attachment, by: Actor, now: datetime) -> None:
    """Take back a file of one's own while its task is open; the record keeps that it was there.

    Raises NotYours for another person's file, or once the task is closed.
    """
    task = session.get(Task, row.task_id) if row.task_id is not None else None
    if row.uploaded_by_id != by.user.id or (task is not None and task.state is not TaskState.OPEN):
        raise NotYours(
            Sentence("只能在办结前撤下自己上传的附件", "Only one's own file, before the task is done")
        )
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        journal.record(
            session,
            row.instance,
            EventKind.FILE,
            now,
            by=by,
            name=row.name,
            task=task,
            data={"what": "withdrawn"},
        )


def of_field(session: Session, task: Task, field: str) -> list[Attachment]:
    """The files that answer one field of a task's form."""
    return list(
        session.scalars(
            select(Attachment)
            .where(
                Attachment.task_id == task.id, Attachment.field == field, Attachment.withdrawn_at.is_(None)
            )
            .order_by(Attachment.id)
        )
    )


def sweep_orphans(session: Session, directory: str | Path, now: datetime) -> int:
    """Remove files no row points at any more or ever did, a day old at least; how many."""
    folder = Path(directory) / FILES
    if not folder.is_dir():
        return 0
    before = (now - _ORPHAN_AFTER).timestamp()
    old = [file for file in folder.iterdir() if file.is_file() and file.stat().st_mtime < before]
    known = set(
        session.scalars(select(Attachment.digest).where(Attachment.digest.in_([file.name for file in old])))
    )
    # Looked at again: the same bytes may have been sent up anew while the rows were read.
    orphans = [file for file in old if file.name not in known and file.stat().st_mtime < before]
    for file in orphans:
        file.unlink(missing_ok=True)
    return len(orphans)
