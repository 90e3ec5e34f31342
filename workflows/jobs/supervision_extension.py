"""延期: asked in time, decided by whoever set the date; or ruled by a leader after it has passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from models import Deadline, Task, TaskState, User
from workflows.deadlines import extensions
from workflows.deadlines import rows as deadlines
from workflows.jobs.matter import RESULT, day, lead, matter_words, refused, text
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.people.substitution import Actor
from workflows.rules.deadline_words import due_words
from workflows.words import Sentence


@job("supervision.check_extension", gives=("extension_asked_by",))
def check_extension(call: JobCall) -> Mapping[str, Value]:
    """Whether the request may be made at all; refused with words when it is handed in (domain page §3.1)."""
    waiting = select(Task.id).where(
        Task.instance_id == call.instance.id, Task.element_id == "SV-08A", Task.state == TaskState.OPEN
    )
    if call.session.scalar(waiting.limit(1)) is not None:
        raise refused("上一次延期申请还没有答复", "The last request has not been answered yet")
    extensions.check_request(call.session, _result(call), _new_due(call), call.now)
    return {"extension_asked_by": call.by.user.username if call.by is not None else None}


@job("supervision.extend", gives=())
def extend(call: JobCall) -> Mapping[str, Value]:
    """Move the lead's date; the original one stays for the statistics, and the ladder begins anew."""
    deadline = _result(call)
    extensions.grant(
        call.session,
        deadline,
        _new_due(call),
        text(call, "extension_reason"),
        _decider(call),
        call.now,
        asked_by=_asked_by(call),
    )
    _tell_lead(
        call,
        "extended",
        Sentence("同意延期", "Extension granted"),
        Sentence(
            f"期限调整到{due_words(deadline.due_at).zh}。",
            f"The date is now {due_words(deadline.due_at).en}.",
        ),
    )
    return {}


@job("supervision.refuse_extension", gives=())
def refuse_extension(call: JobCall) -> Mapping[str, Value]:
    """The date stays; the refusal is on record."""
    deadline, reason = _result(call), text(call, "opinion")
    extensions.refuse(
        call.session,
        deadline,
        _new_due(call),
        reason or text(call, "extension_reason"),
        _decider(call),
        call.now,
        asked_by=_asked_by(call),
    )
    _tell_lead(
        call,
        "extension-refused",
        Sentence("不同意延期", "Extension refused"),
        Sentence(
            f"期限仍为{due_words(deadline.due_at).zh}。{reason}",
            f"The date stays {due_words(deadline.due_at).en}. {reason}",
        ),
    )
    return {}


@job("supervision.rule_date", gives=("date_setter",))
def rule_date(call: JobCall) -> Mapping[str, Value]:
    """A leader (ES-03 or higher) sets a new date after the old one has passed.

    It counts as an extension, and from now on it is his date.
    """
    deadline, by = _result(call), _decider(call)
    extensions.rule(call.session, deadline, _new_due(call), text(call, "ruling_reason"), by, call.now)
    deadline.set_by_post_id = by.acting_as.id
    _tell_lead(
        call,
        "ruled",
        Sentence("裁定新的期限", "A new date was ruled"),
        Sentence(
            f"{by.acting_as.name}裁定期限为{due_words(deadline.due_at).zh}。",
            f"{by.acting_as.name_en} set the date to {due_words(deadline.due_at).en}.",
        ),
    )
    return {"date_setter": by.acting_as.code}


def _result(call: JobCall) -> Deadline:
    deadline = deadlines.live_deadline(call.session, call.instance, RESULT, lead(call))
    if deadline is None:
        raise refused("本事项没有正在计算的办理期限", "No limit is running in this matter")
    return deadline


def _new_due(call: JobCall) -> date:
    new_due = day(call, "new_due")
    if new_due is None:
        raise refused("请写明新的期限", "Give the new date", "new_due")
    return new_due


def _decider(call: JobCall) -> Actor:
    """A date is moved by a person, never by the process alone."""
    if call.by is None:
        raise refused("期限只能由有权的人调整", "Only a person with the power to do so moves a date")
    return call.by


def _asked_by(call: JobCall) -> User | None:
    return call.session.scalar(select(User).where(User.username == text(call, "extension_asked_by")))


def _tell_lead(call: JobCall, kind: str, what: Sentence, words: Sentence) -> None:
    matter = matter_words(call)
    tell(call, [lead(call)], kind, Sentence(f"{what.zh}：{matter.zh}", f"{what.en}: {matter.en}"), words)
