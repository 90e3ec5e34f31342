"""Files brought from outside: a diagram, a table, a form, or a folder as a zip; hostile ones are refused.

What is taken is kept to the byte. Scripts in names and documentation are text like any other: nothing of a
file is ever executed or shown as a page."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from models import StudioDraft, StudioFile
from workflows.engine.findings import NotDeployable
from workflows.engine.vocabulary import BPMN
from workflows.engine.xml_source import read_xml
from workflows.studio import drafts
from workflows.studio.drafts import LARGEST_FILE, MOST_FILES, DraftRefused
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

LARGEST_UPLOAD = 50_000_000  #: bytes, packed or unpacked
_SUFFIXES = (".bpmn", ".dmn", ".json")
_LEFT_ASIDE = ("__MACOSX", ".DS_Store", "Thumbs.db")
"""What other systems put into an archive beside the files."""


def refused(zh: str, en: str) -> DraftRefused:
    """An upload that is not taken, said at the field of the file."""
    return DraftRefused(Sentence(zh, en), field="file")


def read_upload(name: str, content: bytes) -> dict[str, bytes]:
    """The files of one upload by their paths in a folder. Raises DraftRefused, saying which and why."""
    if len(content) > LARGEST_UPLOAD:
        raise refused("文件超过 50 MB，没有收下", "the file is larger than 50 MB")
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix == ".zip":
        files = dict(_unpacked(content))
    elif suffix in _SUFFIXES:
        files = {_path_of(PurePosixPath(name.replace("\\", "/")).name, content): content}
    else:
        raise refused(
            f"“{name}”不能用：只收 .bpmn、.dmn、表单 .json，或整个文件夹的 .zip",
            f"{name!r} cannot be used: .bpmn, .dmn, a form's .json, or a folder as .zip",
        )
    if not files:
        raise refused("压缩包里没有可用的文件", "the archive holds no usable file")
    for path, held in files.items():
        _check(path, held)
    return files


def take_in(
    session: Session, draft_id: int, files: Mapping[str, bytes], by: Actor, now: datetime
) -> StudioDraft:
    """Put files into one's own draft, in the place of those of the same paths; the others stay.

    Raises NoSuchDraft, NotYourDraft, DraftClosed, DraftRefused."""
    draft = drafts.own_draft(session, draft_id, by)
    held = {file.path: file for file in draft.files}
    check_together({**drafts.files_of(draft), **files})
    for path, content in files.items():
        if path in held:
            held[path].content = content
        else:
            draft.files.append(StudioFile(path=path, content=content))
    draft.revision += 1
    draft.saved_at = now
    session.flush()
    return draft


def check_together(files: Mapping[str, bytes]) -> None:
    """What no single file shows: too many of them, or two processes under one id. Raises DraftRefused."""
    if len(files) > MOST_FILES:
        raise refused(f"文件超过{MOST_FILES}个", f"there are more than {MOST_FILES} files")
    found: dict[str, str] = {}
    for path, content in sorted(files.items()):
        for process_id in _process_ids(path, content):
            if process_id in found:
                raise refused(
                    f"“{found[process_id]}”与“{path}”里有同一个流程“{process_id}”，请只留一个",
                    f"{found[process_id]!r} and {path!r} both hold the process {process_id!r}; keep one",
                )
            found[process_id] = path


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """A folder's files as an archive, the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _is_aside(_name(one))]
            if len(members) > MOST_FILES:
                raise refused(f"压缩包里的文件超过{MOST_FILES}个", f"it holds more than {MOST_FILES} files")
            top = _common_folder([_name(one) for one in members])
            left = LARGEST_UPLOAD
            for member in members:
                unpacked = _read(archive, member, left)
                left -= len(unpacked)
                yield _member_path(_name(member), top), unpacked
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise refused(
            "压缩包读不了：已损坏、加了密码，或不是 zip",
            "the archive cannot be read: broken, encrypted or no zip",
        ) from fault


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """A member's bytes, as many as may be: what an archive says of its sizes is not believed."""
    most = min(LARGEST_FILE, left)
    with archive.open(member) as opened:
        unpacked = opened.read(most + 1)
    if len(unpacked) > most:
        raise refused(
            f"“{_name(member)}”解压后太大，没有收下", f"{_name(member)!r} is too large when unpacked"
        )
    return unpacked


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name; older Windows archives write Chinese names in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return member.filename


def _is_aside(name: str) -> bool:
    return any(part in _LEFT_ASIDE for part in PurePosixPath(name).parts)


def _common_folder(names: list[str]) -> str | None:
    """The one folder everything lies in, as most programs pack a folder."""
    tops = {PurePosixPath(name).parts[0] for name in names if len(PurePosixPath(name).parts) > 1}
    is_common = len(tops) == 1 and all(len(PurePosixPath(name).parts) > 1 for name in names)
    return tops.pop() if is_common and not tops <= {"forms", "scenarios"} else None


def _member_path(name: str, top: str | None) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise refused(
            f"压缩包里的路径“{name}”指到文件夹外面，没有收下", f"the path {name!r} leads out of the folder"
        )
    return str(path.relative_to(top)) if top is not None else str(path)


def _path_of(name: str, content: bytes) -> str:
    """Where a single file belongs in a folder: forms and scenarios in theirs."""
    if not name.lower().endswith(".json"):
        return name
    told = _json_object(name, content)
    return f"scenarios/{name}" if "expected" in told and "process" in told else f"forms/{name}"


def _check(path: str, content: bytes) -> None:
    try:
        drafts.check_file(path, content)
    except DraftRefused as fault:
        raise DraftRefused(fault.sentence, field="file") from fault
    if path.endswith(".json"):
        _json_object(path, content)
        return
    try:
        read_xml(content)
    except NotDeployable as fault:
        said = fault.findings[0].message
        raise refused(f"“{path}”：{said.zh}", f"{path!r}: {said.en}") from fault


def _json_object(path: str, content: bytes) -> dict[str, object]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise refused(f"“{path}”不是有效的 JSON", f"{path!r} is no valid JSON") from fault
    if not isinstance(told, dict):
        raise refused(f"“{path}”不是表单", f"{path!r} is no form")
    return told


def _process_ids(path: str, content: bytes) -> Iterable[str]:
    if not path.endswith(".bpmn"):
        return
    try:
        root = read_xml(content)
    except NotDeployable:
        return  # a file of the draft that is being typed; said where it is checked
    for process in root.iter(f"{{{BPMN}}}process"):
        yield process.get("id", "")
