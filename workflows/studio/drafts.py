"""Drafts: what a person draws, kept as typed; two people on one process never write over each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AccessRole, ChangeRequest, Deployment, DraftState, StudioDraft, StudioFile
from workflows.deployments.publishing import newest_deployment
from workflows.studio.blank import blank_process
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

LARGEST_FILE = 5_000_000  #: bytes
MOST_FILES = 300  #: in one draft

_FOLDER_NAME = re.compile(r"[a-z][a-z0-9_]{1,60}")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_\-]{0,59}")
_PATH = re.compile(
    r"(?:[A-Za-z0-9_\-.一-鿿]{1,80}\.(?:bpmn|dmn)"
    r"|(?:forms|scenarios)/[A-Za-z0-9_\-.一-鿿]{1,80}\.json)"
)


class NoSuchDraft(DomainError):
    """There is no such draft, or it is not open to this person."""

    def __init__(self) -> None:
        super().__init__(Sentence("没有这份草稿", "there is no such draft"))


class NotYourDraft(DomainError):
    """Another person draws here; one may look, copy, or take over."""

    def __init__(self, owner: str) -> None:
        super().__init__(
            Sentence(
                f"这份草稿由{owner}在画；可以接手或另存副本",
                f"{owner} is drawing this draft; take it over or copy it",
            )
        )


class DraftRefused(DomainError):
    """What was to be saved cannot be kept under this name or size."""


class DraftClosed(DomainError):
    """The draft was handed in or put away meanwhile; nothing more is saved into it."""

    def __init__(self) -> None:
        super().__init__(
            Sentence("草稿已经交审或收起，不能再改", "the draft has been handed in or put away meanwhile")
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a file was saved. `is_copy`: the draft had changed elsewhere, so this is one beside it."""

    draft_id: int
    revision: int
    is_copy: bool = False


def may_draw(by: Actor) -> bool:
    """Whether a person draws processes in the post he acts in."""
    return by.post.access_role is AccessRole.PROCESS_ADMIN


def begin_draft(session: Session, name: str, by: Actor, now: datetime) -> StudioDraft:
    """The person's open draft of a folder, or a new one from its newest version. Raises NoSuchDraft."""
    own = select(StudioDraft).where(
        StudioDraft.name == name, StudioDraft.owner_id == by.user.id, StudioDraft.state == DraftState.OPEN
    )
    held = session.scalars(own.order_by(StudioDraft.id.desc())).first()
    if held is not None:
        return held
    base = newest_deployment(session, name)
    if base is None:
        raise NoSuchDraft
    return _new(session, name, title_of(base), files_of(base), by, now, base=base)


def begin_new(session: Session, name: str, title: str, by: Actor, now: datetime) -> StudioDraft:
    """A draft of a process the office does not have yet, with a start, one task and an end.

    Raises DraftRefused for a name that is no plain word or stands for another process already.
    """
    if not _FOLDER_NAME.fullmatch(name):
        raise DraftRefused(
            Sentence("代号用小写字母、数字和下划线，以字母开头", "the code is lower-case letters, digits, _"),
            field="name",
        )
    if not title.strip():
        raise DraftRefused(Sentence("请填写流程名称", "give the process a name"), field="title")
    if newest_deployment(session, name) is not None or open_drafts(session, name):
        raise DraftRefused(
            Sentence("已有同一代号的流程，请换一个", "another process has this code already"), field="name"
        )
    return _new(session, name, title.strip()[:200], blank_process(name, title.strip()), by, now)


def begin_from_files(
    session: Session, name: str, files: Mapping[str, bytes], by: Actor, now: datetime
) -> StudioDraft:
    """A draft with files brought from outside (a zip, a diagram). Raises DraftRefused."""
    base = newest_deployment(session, name)
    if base is None and not _FOLDER_NAME.fullmatch(name):
        raise DraftRefused(
            Sentence("代号用小写字母、数字和下划线，以字母开头", "the code is lower-case letters, digits, _"),
            field="name",
        )
    if not files or len(files) > MOST_FILES:
        raise DraftRefused(Sentence("里面没有可用的文件，或文件太多", "no usable files, or too many of them"))
    for path, content in files.items():
        check_file(path, content)
    title = title_of(base) if base is not None else name
    return _new(session, name, title, files, by, now, base=base)


def _new(
    session: Session,
    name: str,
    title: str,
    files: Mapping[str, bytes],
    by: Actor,
    now: datetime,
    *,
    base: Deployment | None = None,
    copied_from: StudioDraft | None = None,
) -> StudioDraft:
    draft = StudioDraft(
        name=name,
        title=title,
        owner_id=by.user.id,
        base_id=base.id if base is not None else None,
        copied_from_id=copied_from.id if copied_from is not None else None,
        begun_at=now,
        saved_at=now,
        files=[StudioFile(path=path, content=content) for path, content in sorted(files.items())],
    )
    session.add(draft)
    session.flush()
    return draft


def draft_for(session: Session, draft_id: int, by: Actor) -> StudioDraft:
    """A draft as somebody who draws may look at it. Raises NoSuchDraft."""
    draft = session.get(StudioDraft, draft_id)
    if draft is None or not may_draw(by):
        raise NoSuchDraft
    return draft


def own_draft(session: Session, draft_id: int, by: Actor) -> StudioDraft:
    """A draft its owner may change. Raises NoSuchDraft, NotYourDraft, DraftClosed."""
    draft = draft_for(session, draft_id, by)
    if draft.owner_id != by.user.id:
        raise NotYourDraft(draft.owner.display_name)
    if draft.state is not DraftState.OPEN:
        raise DraftClosed
    return draft


def open_drafts(session: Session, name: str | None = None) -> list[StudioDraft]:
    """All drafts being drawn, of one folder or of all, the latest saved first."""
    wanted = select(StudioDraft).where(StudioDraft.state == DraftState.OPEN)
    if name is not None:
        wanted = wanted.where(StudioDraft.name == name)
    return list(session.scalars(wanted.order_by(StudioDraft.saved_at.desc(), StudioDraft.id.desc())))


def save_file(
    session: Session, draft_id: int, path: str, content: bytes, revision: int, by: Actor, now: datetime
) -> Saved:
    """Keep a file of a draft as it was typed, well-formed or not.

    `revision` is the draft's as the person last saw it. If somebody has taken the draft over, or another tab
    has saved since, what was typed goes into a copy of the person's own: nothing is written over, nothing is
    lost. Raises NoSuchDraft, DraftRefused.
    """
    draft = draft_for(session, draft_id, by)
    check_file(path, content)
    is_stale = draft.revision != revision or draft.owner_id != by.user.id
    if is_stale or draft.state is not DraftState.OPEN:
        draft = copy_draft(session, draft, by, now)
    _write(draft, path, content)
    draft.revision += 1
    draft.saved_at = now
    session.flush()
    return Saved(draft.id, draft.revision, is_copy=draft.id != draft_id)


def check_new(draft: StudioDraft, path: str) -> None:
    """Whether a file may begin under this path. Raises DraftRefused for one that is there already."""
    name = PurePosixPath(path).stem
    if not _ID.fullmatch(name):
        raise DraftRefused(
            Sentence(
                "名称以字母开头，用字母、数字、“-”和“_”",
                "the name begins with a letter: letters, digits, - and _",
            ),
            field="name",
        )
    if any(file.path == path for file in draft.files):
        raise DraftRefused(
            Sentence(f"已有“{name}”，请换一个名称", f"there is a {name} already"), field="name"
        )


def remove_file(session: Session, draft_id: int, path: str, revision: int, by: Actor, now: datetime) -> Saved:
    """Take a file out of a draft. Raises NoSuchDraft, NotYourDraft, DraftClosed, DraftRefused (stale)."""
    draft = own_draft(session, draft_id, by)
    if draft.revision != revision:
        raise DraftRefused(
            Sentence("草稿刚在别处改过，请刷新后再删", "the draft was changed elsewhere; reload first")
        )
    draft.files = [file for file in draft.files if file.path != path]
    draft.revision += 1
    draft.saved_at = now
    session.flush()
    return Saved(draft.id, draft.revision)


def _write(draft: StudioDraft, path: str, content: bytes) -> None:
    held = next((file for file in draft.files if file.path == path), None)
    if held is not None:
        held.content = content
        return
    if len(draft.files) >= MOST_FILES:
        raise DraftRefused(Sentence("草稿里的文件太多", "the draft holds too many files"))
    draft.files.append(StudioFile(path=path, content=content))


def check_file(path: str, content: bytes) -> None:
    """Whether a file may be kept under this name and size. Raises DraftRefused."""
    if not _PATH.fullmatch(path):
        raise DraftRefused(
            Sentence(
                f"文件名“{path}”不能用：流程图 .bpmn、判定表 .dmn，表单放在 forms/、场景放在 scenarios/",
                f"{path!r} cannot be a file's name here: .bpmn, .dmn, forms/*.json, scenarios/*.json",
            ),
            field="path",
        )
    if len(content) > LARGEST_FILE:
        raise DraftRefused(
            Sentence(f"文件超过{LARGEST_FILE // 1_000_000} MB", "the file is too large"), field="path"
        )


def copy_draft(session: Session, draft: StudioDraft, by: Actor, now: datetime) -> StudioDraft:
    """A copy of a draft that belongs to the person, beside the one he looked at."""
    files = {file.path: file.content for file in draft.files}
    return _new(session, draft.name, draft.title, files, by, now, base=draft.base, copied_from=draft)


def take_over(session: Session, draft_id: int, by: Actor, now: datetime) -> StudioDraft:
    """The draft goes to the person; its former owner's next save becomes a copy of his own.

    Raises NoSuchDraft, DraftClosed."""
    draft = draft_for(session, draft_id, by)
    if draft.state is not DraftState.OPEN:
        raise DraftClosed
    draft.owner_id = by.user.id
    draft.revision += 1
    draft.saved_at = now
    session.flush()
    return draft


def discard(session: Session, draft_id: int, by: Actor, now: datetime) -> StudioDraft:
    """Put a draft away; its files stay. Raises NoSuchDraft, NotYourDraft, DraftClosed."""
    draft = own_draft(session, draft_id, by)
    draft.state = DraftState.DISCARDED
    draft.saved_at = now
    return draft


def files_of(holder: Deployment | StudioDraft | ChangeRequest) -> dict[str, bytes]:
    """The files of a draft, a deployment or a change request by path."""
    return {file.path: file.content for file in holder.files}


def title_of(base: Deployment) -> str:
    """What a folder is called: its first process's name."""
    return next((definition.name for definition in base.definitions), base.name)
