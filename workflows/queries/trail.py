"""办理轨迹: the record of a matter in words, both languages, newest last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import EventKind, HistoryEvent, MatterState, ProcessInstance
from workflows.deployments.definitions import definition_of
from workflows.deployments.names import named, step_name
from workflows.engine import Definition
from workflows.rules.deadline_words import due_words
from workflows.running.stored import given_back
from workflows.words import Sentence

STATE_WORDS = {
    MatterState.OPENING: Sentence("拟办中", "Being opened"),
    MatterState.HANDLING: Sentence("办理中", "Being handled"),
    MatterState.REVIEWING: Sentence("审核中", "Under review"),
    MatterState.CLOSED: Sentence("已办结", "Closed"),
    MatterState.ARCHIVED: Sentence("已归档", "Archived"),
    MatterState.NOT_OPENED: Sentence("不立项", "Not opened"),
    MatterState.MERGED: Sentence("已并案", "Merged"),
    MatterState.OFFLINE: Sentence("转线下办理", "Handled offline"),
    MatterState.CANCELLED: Sentence("已撤销", "Withdrawn"),
}

#: What a reader of the trail wants to see. Entering and leaving of every element is kept for the diagram.
TOLD = (
    EventKind.STARTED,
    EventKind.TASK_DONE,
    EventKind.REASSIGNED,
    EventKind.DEADLINE,
    EventKind.NOTICE,
    EventKind.MESSAGE,
    EventKind.INCIDENT,
    EventKind.MENDED,
    EventKind.STATE,
    EventKind.ENDED,
    EventKind.FILE,
    EventKind.MOVED,
)


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line of 办理轨迹."""

    event_id: int
    at: datetime
    kind: str  #: EventKind
    element_id: str | None
    task_id: int | None
    words: Sentence
    who: Sentence | None  #: 市应急管理局负责人 · 张三（代秘书长）
    outcome: str | None
    opinion: str | None
    was_due_at: datetime | None


def trail(
    session: Session, instance: ProcessInstance, after: int | None = None, size: int = 200
) -> tuple[TrailLine, ...]:
    """The record in words, oldest first; `after` is the id of the last event shown. Timers that fired are
    told too, with when they were due and when they fired."""
    told = HistoryEvent.kind.in_(TOLD) | (
        (HistoryEvent.kind == EventKind.FIRED) & HistoryEvent.due_at.is_not(None)
    )
    query = (
        select(HistoryEvent)
        .where(HistoryEvent.instance_id == instance.id, told)
        .options(
            joinedload(HistoryEvent.actor),
            joinedload(HistoryEvent.acted_as),
            joinedload(HistoryEvent.on_behalf_of),
        )
    )
    if after is not None:
        query = query.where(HistoryEvent.id > after)
    events = session.scalars(query.order_by(HistoryEvent.id).limit(size)).unique().all()
    definition = definition_of(session, instance.definition_id)
    return tuple(line_of(definition, event) for event in events if not _is_routine(event))


def _is_routine(event: HistoryEvent) -> bool:
    """A step's own limit begins with the step: told on the step, not in the trail. What a person dispatched
    is."""
    opened = event.kind is EventKind.DEADLINE and event.data.get("what") == "opened"
    return opened and event.actor_id is None


def line_of(definition: Definition, event: HistoryEvent) -> TrailLine:
    """One event in words."""
    data = given_back(event.data)
    return TrailLine(
        event_id=event.id,
        at=event.at,
        kind=event.kind.value,
        element_id=event.element_id,
        task_id=event.task_id,
        words=_words(definition, event, data),
        who=who(event),
        outcome=data.get("outcome") if event.kind is EventKind.TASK_DONE else None,
        opinion=data.get("opinion") or data.get("reason") or None,
        was_due_at=event.due_at if event.kind is EventKind.FIRED else None,
    )


def who(event: HistoryEvent) -> Sentence | None:
    """The person and the post he acted in, and in whose name; None for what the process did by itself."""
    if event.actor is None:
        return None
    name = event.actor.display_name
    if event.acted_as is None:
        return Sentence(name, name)
    post = event.acted_as
    zh = name if name == post.name else f"{post.name} · {name}"
    en = post.name_en if name == post.name else f"{post.name_en} · {name}"
    if event.on_behalf_of is None:
        return Sentence(zh, en)
    behalf = event.on_behalf_of
    return Sentence(f"{zh}（代{behalf.name}）", f"{en} (for {behalf.name_en})")


def _words(definition: Definition, event: HistoryEvent, data: Mapping[str, Any]) -> Sentence:
    step = step_name(definition, event.element_id, event.name)
    match event.kind:
        case EventKind.STARTED:
            return Sentence("发起事项", "Began the matter")
        case EventKind.TASK_DONE:
            return Sentence(f"办理“{step.zh}”", f"Did “{step.en}”")
        case EventKind.REASSIGNED:
            before = "、".join(data.get("from", []))
            return Sentence(
                f"“{step.zh}”由{before}改派{data.get('to')}", f"Reassigned “{step.en}” to {data.get('to')}"
            )
        case EventKind.DEADLINE:
            return _deadline_words(event, data)
        case EventKind.NOTICE:
            to, to_en = "、".join(data.get("to", [])), ", ".join(data.get("to_en", data.get("to", [])))
            return Sentence(f"{event.name}，告知{to}", f"{data.get('en', event.name)}: told {to_en}")
        case EventKind.MESSAGE if data.get("action"):
            return Sentence(event.name, data.get("en", event.name))
        case EventKind.MESSAGE:
            return _message_words(definition, event)
        case EventKind.INCIDENT:
            return Sentence(f"异常：{data.get('zh', step.zh)}", f"Incident: {data.get('en', step.en)}")
        case EventKind.MENDED:
            return _MENDED.get(data.get("what", ""), Sentence("处理异常", "Mended an incident"))
        case EventKind.STATE:
            state = STATE_WORDS[MatterState(data["to"])]
            return Sentence(f"事项状态：{state.zh}", f"State of the matter: {state.en}")
        case EventKind.ENDED:
            return _ENDED.get(data.get("outcome", ""), Sentence("流程结束", "The process ended"))
        case EventKind.FIRED:
            return Sentence(f"到时：{step.zh}", f"Time reached: {step.en}")
        case EventKind.FILE:
            return _file_words(event, data)
        case EventKind.MOVED:
            return _version_words(data)
    return step


_MENDED = {
    "correct": Sentence("更正数据", "Corrected data"),
    "retry": Sentence("重试", "Tried again"),
    "cancel": Sentence("终止流程", "Ended the process"),
}
_ENDED = {
    "completed": Sentence("流程办完", "The process is complete"),
    "terminated": Sentence("流程终止", "The process was terminated"),
    "failed": Sentence("流程出错结束", "The process failed"),
    "cancelled": Sentence("流程被撤销", "The process was cancelled"),
}
_MOVED = {
    "opened": Sentence("起算时限", "Limit begins"),
    "granted": Sentence("批准延期", "Extension granted"),
    "refused": Sentence("不同意延期", "Extension refused"),
    "ruling": Sentence("裁定新的时限", "New date ruled"),
    "paused": Sentence("时限中止", "Clock stopped"),
    "pause_ended": Sentence("时限恢复计算", "Clock runs again"),
}


def _deadline_words(event: HistoryEvent, data: Mapping[str, Any]) -> Sentence:
    what = _MOVED.get(data.get("what", ""), Sentence("时限变化", "Limit changed"))
    if event.due_at is None:
        return Sentence(f"{what.zh}：{event.name}", f"{what.en}: {event.name}")
    due = due_words(event.due_at)
    name_en = data.get("name_en") or event.name
    return Sentence(f"{what.zh}：{event.name}，{due.zh}到期", f"{what.en}: {name_en}, due {due.en}")


def _message_words(definition: Definition, event: HistoryEvent) -> Sentence:
    """What the diagram calls the event that the message reached; a message's own name is not for people."""
    element = definition.elements.get(event.element_id or "")
    if element is None or not element.name:
        return Sentence("收到消息", "A message arrived")
    return named(element.name, element.properties)


def _file_words(event: HistoryEvent, data: Mapping[str, Any]) -> Sentence:
    if data.get("what") == "withdrawn":
        return Sentence(f"撤下附件“{event.name}”", f"Withdrew the file “{event.name}”")
    return Sentence(f"上传附件“{event.name}”", f"Added the file “{event.name}”")


def _version_words(data: Mapping[str, Any]) -> Sentence:
    before, after = data.get("from"), data.get("to")
    if data.get("what") == "undone":
        return Sentence(
            f"撤回迁移：从流程第{before}版回到第{after}版",
            f"Move taken back: from version {before} of the process to version {after}",
        )
    return Sentence(
        f"从流程第{before}版移到第{after}版办理",
        f"Moved from version {before} of the process to version {after}",
    )
