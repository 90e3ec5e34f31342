"""Change requests (变更单): handed in with a reason, decided by another, published in one act."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ChangeRequest, ChangeRequestFile, ChangeState, Deployment, DraftState
from workflows.assignment import resolve
from workflows.deployments.checks import compile_folder
from workflows.deployments.publishing import deploy, newest_deployment
from workflows.office.settings import get_setting
from workflows.people.posts import posts_of
from workflows.rules.calendars import SHANGHAI
from workflows.studio.drafts import begin_from_files, files_of, may_draw, own_draft
from workflows.studio.play_office import office_for_play
from workflows.studio.scenarios import failed_scenarios
from workflows.telling import notices
from workflows.telling.notices import NoticeWords, told_posts
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

APPROVERS = "studio.approvers"
"""The setting that names the posts that may publish (domain page §4: 秘书长/督查室主任)."""


class NoSuchChange(DomainError):
    """There is no such change request, or it is not for this person."""

    def __init__(self) -> None:
        super().__init__(Sentence("没有这份变更单", "there is no such change request"))


class ChangeRefused(DomainError):
    """The change cannot be handed in or decided like this."""


class FourEyes(DomainError):
    """Whoever drew a change does not decide on it."""

    def __init__(self) -> None:
        super().__init__(
            Sentence("自己画的变更不能自己批准，请由另一人审核", "whoever drew a change cannot approve it")
        )


class ChangeDecided(DomainError):
    """Somebody has decided meanwhile."""

    def __init__(self, change: ChangeRequest) -> None:
        who = change.decided_by.display_name if change.decided_by is not None else ""
        super().__init__(
            Sentence(f"这份变更单已由{who}处理", f"this change request has been decided by {who}")
        )


class BaseMoved(DomainError):
    """Another version was published since this one was drawn: publishing it would undo that one unseen."""

    def __init__(self) -> None:
        super().__init__(
            Sentence(
                "绘制期间另有新版本发布，请退回，按新版本重画后再交",
                "another version was published since this was drawn; return it to be drawn on the new one",
            )
        )


def approver_posts(session: Session) -> list[str]:
    """Codes of the posts that may publish."""
    return str(get_setting(session, APPROVERS)).split()


def may_approve(session: Session, by: Actor) -> bool:
    """Whether the post a person acts in may publish."""
    return by.acting_as.code in approver_posts(session)


def hand_in(session: Session, draft_id: int, reason: str, by: Actor, now: datetime) -> ChangeRequest:
    """Freeze a draft's files as a change request and ask for its publication.

    Raises ChangeRefused without a reason, for a draft like its base and for a failed scenario, and
    `DeploymentRefused` with every finding that stands in the way.
    """
    draft = own_draft(session, draft_id, by)
    if not reason.strip():
        raise ChangeRefused(Sentence("请写明为什么要改", "say why the change is wanted"), field="reason")
    files = files_of(draft)
    if draft.base is not None and files == files_of(draft.base):
        raise ChangeRefused(
            Sentence("与现行版本相同，没有可交审的改动", "nothing differs from the version in use")
        )
    compile_folder(session, draft.name, files)
    _check_scenarios(session, files)
    change = ChangeRequest(
        draft_id=draft.id,
        name=draft.name,
        title=draft.title,
        base_id=draft.base_id,
        reason=reason.strip(),
        drawn_by_id=by.user.id,
        handed_in_at=now,
        files=[
            ChangeRequestFile(path=path, content=content, digest=hashlib.sha256(content).hexdigest())
            for path, content in sorted(files.items())
        ],
    )
    draft.state = DraftState.HANDED_IN
    session.add(change)
    session.flush()
    _tell_approvers(session, change, now)
    return change


def ask_for_older(
    session: Session, deployment_id: int, reason: str, by: Actor, now: datetime
) -> ChangeRequest:
    """Ask to publish an older version again: a change request like any other, decided by another person.

    Raises NoSuchChange, and what `hand_in` raises."""
    older = session.get(Deployment, deployment_id)
    if older is None or not may_draw(by):
        raise NoSuchChange
    draft = begin_from_files(session, older.name, files_of(older), by, now)
    return hand_in(session, draft.id, reason, by, now)


def _check_scenarios(session: Session, files: Mapping[str, bytes]) -> None:
    failed = failed_scenarios(files, partial(office_for_play, session, files))
    if failed:
        names = "、".join(failed)
        raise ChangeRefused(
            Sentence(f"场景没有走通：{names}", f"these scenarios no longer run as expected: {names}")
        )


def _tell_approvers(session: Session, change: ChangeRequest, now: datetime) -> None:
    said = NoticeWords(
        Sentence(f"流程变更待审：{change.title}", f"A process change waits for approval: {change.title}"),
        Sentence(change.reason, change.reason),
    )
    posts = told_posts(session, resolve(session, approver_posts(session)))
    notices.announce(session, posts, "change_request", said, now, once=f"change-{change.id}")


def change_for(session: Session, change_id: int, by: Actor) -> ChangeRequest:
    """A change request as somebody who draws or approves may see it. Raises NoSuchChange."""
    change = session.get(ChangeRequest, change_id)
    if change is None or not (may_draw(by) or may_approve(session, by)):
        raise NoSuchChange
    return change


def open_changes(session: Session) -> list[ChangeRequest]:
    """What waits for a decision, the oldest first."""
    waiting = select(ChangeRequest).where(ChangeRequest.state == ChangeState.OPEN)
    return list(session.scalars(waiting.order_by(ChangeRequest.id)))


def recent_changes(session: Session, most: int = 50) -> list[ChangeRequest]:
    """Change requests decided or waiting, the newest first."""
    return list(session.scalars(select(ChangeRequest).order_by(ChangeRequest.id.desc()).limit(most)))


def publish(session: Session, change_id: int, opinion: str, by: Actor, now: datetime) -> ChangeRequest:
    """Approve and publish: a new deployment, the latest of its name; running matters stay where they are.

    Raises FourEyes, ChangeDecided, BaseMoved, `DeploymentRefused` (a clause left without a binding, a rule
    changed since), ChangeRefused for a scenario that fails now.
    """
    change = _to_decide(session, change_id, by)
    newest = newest_deployment(session, change.name)
    if (newest.id if newest is not None else None) != change.base_id:
        raise BaseMoved
    files = files_of(change)
    _check_scenarios(session, files)
    deployment = deploy(session, change.name, files, by, now, note=change.reason)
    change.deployment_id = deployment.id
    _decided(change, ChangeState.PUBLISHED, opinion, by, now)
    _tell_drawer(session, change, now)
    return change


def return_change(session: Session, change_id: int, opinion: str, by: Actor, now: datetime) -> ChangeRequest:
    """Send a change back with an opinion; its draft is open again. Raises FourEyes, ChangeDecided,
    ChangeRefused without an opinion."""
    change = _to_decide(session, change_id, by)
    if not opinion.strip():
        raise ChangeRefused(Sentence("退回请写明意见", "say why it is returned"), field="opinion")
    _decided(change, ChangeState.RETURNED, opinion, by, now)
    change.draft.state = DraftState.OPEN
    _tell_drawer(session, change, now)
    return change


def withdraw_change(session: Session, change_id: int, by: Actor, now: datetime) -> ChangeRequest:
    """The drawer takes it back; its draft is open again. Raises NoSuchChange, ChangeDecided."""
    change = change_for(session, change_id, by)
    if change.drawn_by_id != by.user.id:
        raise NoSuchChange
    if change.state is not ChangeState.OPEN:
        raise ChangeDecided(change)
    _decided(change, ChangeState.WITHDRAWN, "", by, now)
    change.draft.state = DraftState.OPEN
    return change


def _to_decide(session: Session, change_id: int, by: Actor) -> ChangeRequest:
    change = change_for(session, change_id, by)
    if not may_approve(session, by):
        raise NoSuchChange
    if change.state is not ChangeState.OPEN:
        raise ChangeDecided(change)
    if change.drawn_by_id == by.user.id:
        raise FourEyes
    return change


def _decided(change: ChangeRequest, state: ChangeState, opinion: str, by: Actor, now: datetime) -> None:
    change.state, change.opinion = state, opinion.strip()
    change.decided_by_id, change.decided_at = by.user.id, now


def _tell_drawer(session: Session, change: ChangeRequest, now: datetime) -> None:
    published = change.state is ChangeState.PUBLISHED
    words = Sentence("已发布", "published") if published else Sentence("退回修改", "returned")
    said = NoticeWords(
        Sentence(f"流程变更{words.zh}：{change.title}", f"Process change {words.en}: {change.title}"),
        Sentence(change.opinion, change.opinion),
    )
    posts = posts_of(session, change.drawn_by, now.astimezone(SHANGHAI).date())
    notices.announce(session, posts, "change_decided", said, now, once=f"change-{change.id}-{change.state}")
