"""What a file declares beside its processes: used, named once, and complete; notes and performers too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workflows.engine.findings import Finding, refusal, warning
from workflows.engine.lint.drawing import Drawing, local
from workflows.engine.vocabulary import bpmn, children, kind_of

_DECLARED = {"message": "消息", "signal": "信号", "error": "错误", "escalation": "升级"}
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?\Z")
_PERFORMERS = ("performer", "humanPerformer", "potentialOwner", "resourceRole")


def declarations_are_used(drawing: Drawing) -> Iterator[Finding]:
    """A message, signal, error or escalation has a name and is referred to by something."""
    referred = _referred(drawing)
    for declared in children(drawing.root, *_DECLARED):
        own, kind = declared.get("id"), kind_of(declared)
        if not declared.get("name"):
            yield warning(
                "declared-without-name",
                own,
                f"{_DECLARED[kind]}没有名称；请填写 name",
                f"the {kind} has no name; fill in its name",
            )
        if own is not None and own not in referred:
            yield warning(
                "declared-unused",
                own,
                f"文件里没有元素用到这个{_DECLARED[kind]}；请引用它或删去",
                f"nothing in the file uses the {kind}; refer to it or remove it",
            )


def declarations_have_names_of_their_own(drawing: Drawing) -> Iterator[Finding]:
    """Two messages, signals, errors or escalations of one name cannot be told apart by people."""
    names = Counter(
        (kind_of(declared), declared.get("name")) for declared in children(drawing.root, *_DECLARED)
    )
    for declared in children(drawing.root, *_DECLARED):
        kind, name = kind_of(declared), declared.get("name")
        if name and names[kind, name] > 1:
            yield warning(
                "declared-twice",
                declared.get("id"),
                f"有几个{_DECLARED[kind]}都叫“{name}”；请只留一个",
                f"several {kind}s are called {name!r}; keep one of them",
            )


def notes_say_their_format(drawing: Drawing) -> Iterator[Finding]:
    """`textFormat` is a MIME type (BPMN 2.0, table 8.18)."""
    for note in drawing.of_kind["textAnnotation"]:
        said = note.get("textFormat")
        if said and not _MIME.match(said.strip()):
            yield warning(
                "text-format",
                note.get("id"),
                f"textFormat 应为 MIME 类型（如 text/plain），实际为“{said}”",
                f"textFormat is a MIME type such as text/plain, not {said!r}",
            )


def performers_are_named_or_computed(drawing: Drawing) -> Iterator[Finding]:
    """A resource role has a `resourceRef` or an assignment expression, not both (BPMN 2.0, table 10.5)."""
    for kind in _PERFORMERS:
        for role in drawing.of_kind[kind]:
            named = role.find(bpmn("resourceRef")) is not None
            if named and role.find(bpmn("resourceAssignmentExpression")) is not None:
                yield refusal(
                    "performer-twice",
                    role.get("id"),
                    "resourceRef 与 resourceAssignmentExpression 只能写一个",
                    "a resourceRef or a resourceAssignmentExpression, not both",
                )


def global_conversations_are_empty(drawing: Drawing) -> Iterator[Finding]:
    """A global conversation holds no conversation nodes of its own (BPMN 2.0, 9.5.3)."""
    for conversation in drawing.of_kind["globalConversation"]:
        if children(conversation, "conversation", "subConversation", "callConversation"):
            yield refusal(
                "global-conversation-with-nodes",
                conversation.get("id"),
                "全局会话不能包含会话节点",
                "a global conversation holds no conversation nodes",
            )


def _referred(drawing: Drawing) -> set[str]:
    """The ids that any reference of the file names."""
    found = set()
    for element in drawing.elements:
        found.update(local(value) for name, value in element.attrib.items() if name.endswith("Ref"))
        if element.tag.endswith("Ref") or element.tag.endswith("Refs"):
            found.add(local(element.text or ""))
    return found


RULES = (
    declarations_are_used,
    declarations_have_names_of_their_own,
    notes_say_their_format,
    performers_are_named_or_computed,
    global_conversations_are_empty,
)
