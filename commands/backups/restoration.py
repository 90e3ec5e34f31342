"""Brings an archive back into an empty place: everything is checked before anything is put there."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError

from commands.bootstrap.failure import Refused
from commands.bootstrap.progress import Step
from commands.serving.configuration import OfficePlace
from commands.serving.office import MIGRATIONS

from . import manifest, postgresql_dump, sqlite_copy
from .archive import DIGEST, FILES, POSTGRESQL_MEMBER, SQLITE_MEMBER
from .manifest import Manifest, member_of


def restore(archive: Path, place: OfficePlace) -> Manifest:
    """Put the archive's office at a place that holds none. Raises Refused, and then nothing was put there."""
    if not archive.is_file():
        raise Refused(f"没有这个文件：{archive}", f"There is no such file: {archive}")
    _require_empty(place)
    place.data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.data.parent, prefix=".restore-") as folder:
        unpacked = Path(folder) / "office"
        with Step("核对备份", "Checking the backup"):
            about = _unpack(archive, unpacked)
            database = _checked_database(unpacked, about, place)
        with Step("恢复数据", "Putting the data in place"):
            _put_in_place(unpacked, database, place)
    return about


def _require_empty(place: OfficePlace) -> None:
    used = place.data.exists() and any(place.data.iterdir())
    if place.sqlite_file is not None:
        used = used or place.sqlite_file.exists()
    else:
        used = used or not postgresql_dump.is_empty(place.database_url)
    if used:
        raise Refused(
            f"{place.data} 或它的数据库不是空的，不覆盖。",
            f"{place.data} or its database is not empty; nothing was overwritten.",
            advice=[
                (
                    "请用 --data 指定一个新目录，或先移走原目录。",
                    "Name a new folder with --data, or move the old one away.",
                )
            ],
        )


def _unpack(archive: Path, target: Path) -> Manifest:
    """Unpack and compare every member with the manifest. Raises Refused."""
    target.mkdir(mode=0o700)
    try:
        with tarfile.open(archive, mode="r:gz") as tar:
            for member in tar:
                _require_expected(member)
                _write(tar, member, target)
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise Refused(
            "备份文件已损坏或不是备份。", "The file is broken, or no backup.", output=str(error)
        ) from error
    listed = target / manifest.NAME
    if not listed.is_file():
        raise _broken(manifest.NAME)
    about = Manifest.from_bytes(listed.read_bytes())
    listed.unlink()
    _compare(target, about)
    return about


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """The member's bytes under its name, and nothing else of it: no owner, no mode, no time.

    Not `tar.extract`: its filters came with Python 3.11.4, and people have 3.11.2.
    """
    place = target / member.name
    place.parent.mkdir(mode=0o700, exist_ok=True)
    content = tar.extractfile(member)
    assert content is not None, "only plain files are expected"
    with content, place.open("wb") as file:
        shutil.copyfileobj(content, file)


def _require_expected(member: tarfile.TarInfo) -> None:
    """Only what `backup` writes: no links, no other names, nothing outside the folder."""
    in_files = member.name.startswith(f"{FILES}/") and DIGEST.fullmatch(member.name.removeprefix(f"{FILES}/"))
    known = member.name in (manifest.NAME, SQLITE_MEMBER, POSTGRESQL_MEMBER) or in_files
    if not member.isfile() or not known:
        raise _broken(member.name)


def _compare(folder: Path, about: Manifest) -> None:
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    for name in sorted(there ^ set(about.members)):
        raise _broken(name)
    for name, expected in about.members.items():
        if member_of(folder / name) != expected:
            raise _broken(name)


def _broken(name: str) -> Refused:
    return Refused(
        f"备份不完整或被改动过：{name}，未恢复任何内容。",
        f"The backup is incomplete or was changed: {name}; nothing was restored.",
    )


def _checked_database(unpacked: Path, about: Manifest, place: OfficePlace) -> Path:
    here = "sqlite" if place.sqlite_file is not None else "postgresql"
    if about.database != here:
        raise Refused(
            f"备份来自 {about.database}，这里用的是 {here}；请相应设置或去掉 DATABASE_URL。",
            f"The backup comes from {about.database}, this office uses {here}: set or unset DATABASE_URL.",
        )
    _require_known_schema(about.schema)
    database = unpacked / (SQLITE_MEMBER if here == "sqlite" else POSTGRESQL_MEMBER)
    if database.name not in about.members:
        raise _broken(database.name)
    (sqlite_copy if here == "sqlite" else postgresql_dump).check(database)
    return database


def _require_known_schema(revisions: list[str]) -> None:
    """An older schema is carried on at the next start; a newer one this release could only damage."""
    known = ScriptDirectory(str(MIGRATIONS))
    for revision in revisions:
        try:
            known.get_revision(revision)
        except CommandError as error:
            raise Refused(
                f"备份来自更新的版本（数据库版本 {revision}），请先升级本系统。",
                f"The backup comes from a newer release (schema {revision}): upgrade this one first.",
            ) from error


def _put_in_place(unpacked: Path, database: Path, place: OfficePlace) -> None:
    (unpacked / FILES).mkdir(exist_ok=True)
    if place.sqlite_file is None:
        postgresql_dump.load(place.database_url, database)
        database.unlink()
    elif place.sqlite_file.parent == place.data:
        database.rename(unpacked / place.sqlite_file.name)
    else:
        place.sqlite_file.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(database, place.sqlite_file)
    if place.data.exists():
        place.data.rmdir()
    unpacked.rename(place.data)
