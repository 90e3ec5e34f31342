"""An office goes into an archive and comes back whole; a broken archive brings nothing back."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from commands.backups import archive, restoration
from commands.bootstrap.failure import Refused
from commands.serving.configuration import OfficePlace, office_place
from tests.run.offices import EVIDENCE, NOW, furnish, rows

QUESTION = (
    "SELECT a.digest, i.title, u.username FROM attachment a JOIN process_instance i ON i.id = a.instance_id"
)
QUESTION += " JOIN user_account u ON u.id = a.uploaded_by_id ORDER BY a.id"

Members = dict[str, bytes]


@pytest.fixture
def place(tmp_path: Path) -> OfficePlace:
    place = office_place(tmp_path / "office", {})
    furnish(place)
    return place


@pytest.fixture
def elsewhere(tmp_path: Path) -> OfficePlace:
    return office_place(tmp_path / "elsewhere" / "office", {})


@pytest.fixture
def backup(tmp_path: Path, place: OfficePlace) -> Path:
    target = tmp_path / "backup.tar.gz"
    archive.make(place, target, NOW)
    return target


def members_of(backup: Path) -> Members:
    with tarfile.open(backup) as tar:
        return {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar}


def write_archive(target: Path, members: Members) -> None:
    with tarfile.open(target, "w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def files_at(place: OfficePlace) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (place.data / "files").iterdir()}


def test_what_was_backed_up_comes_back(place: OfficePlace, backup: Path, elsewhere: OfficePlace) -> None:
    about = restoration.restore(backup, elsewhere)
    assert about.made_at == NOW.isoformat()
    assert rows(elsewhere.sqlite_file, QUESTION) == rows(place.sqlite_file, QUESTION)
    assert files_at(elsewhere) == files_at(place)
    assert sorted(files_at(elsewhere).values()) == sorted(EVIDENCE)


def test_the_restored_database_still_holds_its_constraints(backup: Path, elsewhere: OfficePlace) -> None:
    restoration.restore(backup, elsewhere)
    with closing(sqlite3.connect(elsewhere.sqlite_file)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO user_account SELECT * FROM user_account")


def test_nobody_else_may_read_the_archive_and_nothing_is_left_beside_it(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == []


def test_the_manifest_names_every_member_with_its_digest(backup: Path) -> None:
    members = members_of(backup)
    about = json.loads(members.pop("manifest.json"))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    assert {name: member["sha256"] for name, member in about["members"].items()} == digests
    assert about["schema"] and about["database"] == "sqlite"


def test_an_office_at_work_is_copied_as_one_moment_of_it(tmp_path: Path, place: OfficePlace) -> None:
    """Pairs are always written together; whatever the copy catches, no half of a pair is in it."""
    with closing(sqlite3.connect(place.sqlite_file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE pair (half TEXT, number INTEGER, ballast BLOB)")
        connection.commit()
    stop = threading.Event()
    writer = threading.Thread(target=write_pairs_until, args=(place.sqlite_file, stop))
    writer.start()
    try:
        for number in range(3):
            archive.make(place, tmp_path / f"{number}.tar.gz", NOW)
    finally:
        stop.set()
        writer.join()
    restoration.restore(tmp_path / "2.tar.gz", office_place(tmp_path / "again", {}))
    halves = "SELECT count(*) FILTER (WHERE half = 'a'), count(*) FILTER (WHERE half = 'b') FROM pair"
    [(first, second)] = rows(tmp_path / "again" / "office.db", halves)
    assert first == second > 0


def write_pairs_until(database: Path, stop: threading.Event) -> None:
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        number = 0
        while not stop.is_set():
            number += 1
            with connection:
                connection.execute("INSERT INTO pair VALUES ('a', ?, zeroblob(20000))", [number])
                connection.execute("INSERT INTO pair VALUES ('b', ?, zeroblob(20000))", [number])


def test_what_is_still_being_written_stays_out(tmp_path: Path, place: OfficePlace) -> None:
    (place.data / "files" / "upload.part").write_bytes(b"half")
    about = archive.make(place, tmp_path / "backup.tar.gz", NOW)
    assert len(about.members) == 1 + len(EVIDENCE)


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"rotten")])
def test_a_lost_or_damaged_attachment_is_named_and_the_rest_is_kept(
    tmp_path: Path, place: OfficePlace, damage: Callable[[Path], object]
) -> None:
    victim = place.data / "files" / hashlib.sha256(EVIDENCE[0]).hexdigest()
    damage(victim)
    about = archive.make(place, tmp_path / "backup.tar.gz", NOW)
    assert about.missing_files == [victim.name]
    assert len(about.members) == len(EVIDENCE)


def test_an_archive_is_never_overwritten(place: OfficePlace, backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(Refused, match="exists"):
        archive.make(place, backup, NOW)
    assert backup.read_bytes() == before


def test_an_office_that_is_not_there_cannot_be_backed_up(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no database"):
        archive.make(office_place(tmp_path / "nowhere", {}), tmp_path / "backup.tar.gz", NOW)
    assert list(tmp_path.iterdir()) == []


def test_an_office_in_use_is_never_overwritten(place: OfficePlace, backup: Path) -> None:
    before = rows(place.sqlite_file, QUESTION)
    with pytest.raises(Refused, match="not empty"):
        restoration.restore(backup, place)
    assert rows(place.sqlite_file, QUESTION) == before


def test_an_empty_folder_is_a_good_target(backup: Path, elsewhere: OfficePlace) -> None:
    elsewhere.data.mkdir(parents=True)
    restoration.restore(backup, elsewhere)
    assert elsewhere.sqlite_file.exists()


def without_a_file(members: Members) -> None:
    del members[next(name for name in members if name.startswith("files/"))]


def with_a_changed_file(members: Members) -> None:
    members[next(name for name in members if name.startswith("files/"))] = b"something else"


def with_a_changed_database(members: Members) -> None:
    *rest, last = members["database.sqlite3"]
    members["database.sqlite3"] = bytes([*rest, last ^ 255])


def with_a_broken_database_that_the_manifest_vouches_for(members: Members) -> None:
    broken = members["database.sqlite3"][:8192] + b"\xff" * (len(members["database.sqlite3"]) - 8192)
    members["database.sqlite3"] = broken
    vouch_for(members, "database.sqlite3")


def vouch_for(members: Members, name: str) -> None:
    about = json.loads(members["manifest.json"])
    content = members[name]
    about["members"][name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    members["manifest.json"] = json.dumps(about).encode()


def with_an_added_file(members: Members) -> None:
    members["files/" + "0" * 64] = b"smuggled"


def with_a_file_outside(members: Members) -> None:
    members["../evil"] = b"smuggled"
    vouch_for(members, "../evil")


def without_a_manifest(members: Members) -> None:
    del members["manifest.json"]


def with_a_manifest_of_nonsense(members: Members) -> None:
    members["manifest.json"] = b"[1, 2"


def of_another_format(members: Members) -> None:
    members["manifest.json"] = members["manifest.json"].replace(b'"format": 1', b'"format": 9')


def of_a_newer_schema(members: Members) -> None:
    about = json.loads(members["manifest.json"])
    members["manifest.json"] = json.dumps({**about, "schema": ["9999"]}).encode()


def from_another_database(members: Members) -> None:
    members["manifest.json"] = members["manifest.json"].replace(b'"sqlite"', b'"postgresql"')


@pytest.mark.parametrize(
    "spoil",
    [
        without_a_file,
        with_a_changed_file,
        with_a_changed_database,
        with_a_broken_database_that_the_manifest_vouches_for,
        with_an_added_file,
        with_a_file_outside,
        without_a_manifest,
        with_a_manifest_of_nonsense,
        of_another_format,
        of_a_newer_schema,
        from_another_database,
    ],
)
def test_a_spoilt_archive_brings_nothing_back(
    tmp_path: Path, backup: Path, elsewhere: OfficePlace, spoil: Callable[[Members], None]
) -> None:
    members = members_of(backup)
    spoil(members)
    write_archive(tmp_path / "spoilt.tar.gz", members)
    with pytest.raises(Refused):
        restoration.restore(tmp_path / "spoilt.tar.gz", elsewhere)
    assert not elsewhere.data.exists()
    assert list(elsewhere.data.parent.iterdir()) == []
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("kept", [0, 1, 40, 0.5, 0.98])
def test_a_file_cut_short_brings_nothing_back(
    tmp_path: Path, backup: Path, elsewhere: OfficePlace, kept: float
) -> None:
    content = backup.read_bytes()
    length = int(len(content) * kept) if 0 < kept < 1 else int(kept)
    (tmp_path / "cut.tar.gz").write_bytes(content[:length])
    with pytest.raises(Refused):
        restoration.restore(tmp_path / "cut.tar.gz", elsewhere)
    assert not elsewhere.data.exists()


def test_a_link_in_the_archive_is_refused(tmp_path: Path, backup: Path, elsewhere: OfficePlace) -> None:
    with tarfile.open(tmp_path / "linked.tar.gz", "w:gz") as tar:
        link = tarfile.TarInfo("files/" + "0" * 64)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(Refused):
        restoration.restore(tmp_path / "linked.tar.gz", elsewhere)
    assert not elsewhere.data.exists()
