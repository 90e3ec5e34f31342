"""Makes the archive: one moment of the database first, then the attachments, so that none is missing."""

from __future__ import annotations

import io
import os
import re
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from commands.bootstrap.failure import Refused
from commands.bootstrap.progress import Step
from commands.serving.configuration import OfficePlace

from . import manifest, postgresql_dump, sqlite_copy
from .manifest import Manifest, Member, member_of

SQLITE_MEMBER = "database.sqlite3"
POSTGRESQL_MEMBER = "database.dump"
FILES = "files"  #: the attachments' folder, in the data folder and in the archive
DIGEST = re.compile(r"[0-9a-f]{64}")


def make(place: OfficePlace, target: Path, now: datetime) -> Manifest:
    """Write the office into a new archive and say what lies in it. The office may go on working.

    Attachments are written before the row that knows them is committed and never change, so copying them
    after the database finds every one of them. Raises Refused.
    """
    if target.exists():
        raise Refused(f"{target} 已存在，不覆盖。", f"{target} exists and is not overwritten.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        with Step("备份数据库", "Copying the database"):
            database = _copy_database(place, Path(folder))
        contents, about = _table_of_contents(place, database, now)
        unfinished = Path(folder) / "archive"
        _write(unfinished, about, contents)
        os.replace(unfinished, target)
    return about


def _copy_database(place: OfficePlace, folder: Path) -> Path:
    if place.sqlite_file is not None:
        sqlite_copy.copy(place.sqlite_file, folder / SQLITE_MEMBER)
        return folder / SQLITE_MEMBER
    postgresql_dump.dump(place.database_url, folder / POSTGRESQL_MEMBER)
    return folder / POSTGRESQL_MEMBER


def _table_of_contents(place: OfficePlace, database: Path, now: datetime) -> tuple[dict[str, Path], Manifest]:
    contents = {database.name: database}
    members = {database.name: member_of(database)}
    for file in _attachments(place.data / FILES):
        member = _sound_attachment(file)
        if member is not None:
            name = f"{FILES}/{file.name}"
            contents[name], members[name] = file, member
    if place.sqlite_file is not None:
        kind, schema = "sqlite", sqlite_copy.schema_of(database)
        known = sqlite_copy.digests_of_attachments(database)
    else:
        kind, schema = "postgresql", postgresql_dump.schema_of(place.database_url)
        known = postgresql_dump.digests_of_attachments(place.database_url)
    lost = [digest for digest in known if f"{FILES}/{digest}" not in members]
    return contents, Manifest(now.isoformat(), kind, schema, members, lost)


def _attachments(folder: Path) -> list[Path]:
    """The folder's finished attachments; what is still being written has another name."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and DIGEST.fullmatch(file.name))


def _sound_attachment(file: Path) -> Member | None:
    """None where the bytes are not what their name says, or were swept as an orphan just now."""
    try:
        member = member_of(file)
    except FileNotFoundError:
        return None
    return member if member.sha256 == file.name else None


def _write(archive: Path, about: Manifest, contents: dict[str, Path]) -> None:
    # Password hashes and evidence: nobody but the owner reads the archive.
    handle = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(handle, "wb") as file,
        tarfile.open(fileobj=file, mode="w:gz") as tar,
        Step("写入归档", "Writing the archive", total=len(contents)) as step,
    ):
        listed = about.to_bytes()
        first = tarfile.TarInfo(manifest.NAME)
        first.size = len(listed)
        tar.addfile(first, io.BytesIO(listed))
        for name, source in contents.items():
            tar.add(source, arcname=name, recursive=False)
            step.advance(name)
