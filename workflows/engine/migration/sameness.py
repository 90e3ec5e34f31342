"""Whether a token can stand at the new element as it stood at the old one. Each rule: None, or why not."""

from __future__ import annotations

from workflows.engine.elements import Node, Trigger
from workflows.engine.specs import NodeSpec
from workflows.words import Sentence


def why_not(old: NodeSpec, new: NodeSpec) -> Sentence | None:
    """Why a token of the old element cannot go on at the new one; None where it can."""
    for rule in (_another_kind, _another_repetition, _another_trigger, _another_call):
        reason = rule(old, new)
        if reason is not None:
            return reason
    return None


def same_trigger(old: Node, new: Node, which: int) -> bool:
    """Whether an armed trigger is still waited for: the same kind in the same place of the event."""
    return which < len(new.triggers) and _kind_of(old.triggers[which]) == _kind_of(new.triggers[which])


def _kind_of(trigger: Trigger) -> tuple[str, str | None]:
    return trigger.kind, trigger.timer


def _another_kind(old: NodeSpec, new: NodeSpec) -> Sentence | None:
    if type(old) is type(new) and old.joins == new.joins:
        return None
    return Sentence("环节的类型变了", "its type has changed")


def _another_repetition(old: NodeSpec, new: NodeSpec) -> Sentence | None:
    before, after = old.node.loop, new.node.loop
    if (before is None) != (after is None):
        return Sentence("单个办理与多人办理之间变了", "it has changed between one and many instances")
    if before is not None and after is not None:
        if (before.standard, before.sequential) != (after.standard, after.sequential):
            return Sentence("多人办理的方式变了", "its instances now follow another pattern")
    return None


def _another_trigger(old: NodeSpec, new: NodeSpec) -> Sentence | None:
    if [_kind_of(trigger) for trigger in old.node.triggers] == [
        _kind_of(trigger) for trigger in new.node.triggers
    ]:
        return None
    return Sentence("等待的事件变了", "it waits for another kind of event")


def _another_call(old: NodeSpec, new: NodeSpec) -> Sentence | None:
    if old.node.called_process == new.node.called_process:
        return None
    return Sentence("调用的流程变了", "it calls another process")
