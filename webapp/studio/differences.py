"""What differs between two versions, as the pages tell it: file by file, element by element, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workflows.differences import Change, FileChanges, Kind

#: Of a version's file the address of its content; None where that version has no such file.
AddressOf = Callable[[str], str | None]

KINDS = {
    Kind.ADDED: ("＋", _l("新增")),
    Kind.REMOVED: ("－", _l("删除")),
    Kind.CHANGED: ("✎", _l("修改")),
    Kind.MOVED: ("↔", _l("移位")),
}
_KIND_ORDER = (Kind.ADDED, Kind.REMOVED, Kind.CHANGED, Kind.MOVED)

TYPES: dict[str, object] = {
    "userTask": _l("办理环节"),
    "serviceTask": _l("自动环节"),
    "scriptTask": _l("计算环节"),
    "businessRuleTask": _l("判定环节"),
    "receiveTask": _l("等待消息"),
    "sendTask": _l("发出消息"),
    "manualTask": _l("手工环节"),
    "task": _l("环节"),
    "callActivity": _l("调用流程"),
    "subProcess": _l("子流程"),
    "sequenceFlow": _l("走向"),
    "exclusiveGateway": _l("单选分支"),
    "parallelGateway": _l("并行分支"),
    "inclusiveGateway": _l("多选分支"),
    "eventBasedGateway": _l("等待分支"),
    "startEvent": _l("开始"),
    "endEvent": _l("结束"),
    "boundaryEvent": _l("环节上的事件"),
    "intermediateCatchEvent": _l("等待的事件"),
    "intermediateThrowEvent": _l("发出的事件"),
    "lane": _l("泳道"),
    "participant": _l("参与方"),
    "process": _l("流程"),
    "message": _l("消息"),
    "signal": _l("信号"),
    "error": _l("错误"),
    "escalation": _l("升级事件"),
    "textAnnotation": _l("注释"),
    "association": _l("连线"),
    "collaboration": _l("协作图"),
    "decision": _l("判定表"),
    "rule": _l("规则"),
}

FILE_KINDS: dict[str, object] = {".bpmn": _l("流程图"), ".dmn": _l("判定表"), ".json": _l("表单")}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an element before and after."""

    of: object
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ElementDifference:
    """All that differs in one element."""

    element: str
    name: str
    type: object
    kind: Kind
    properties: tuple[Property, ...]

    @property
    def sign(self) -> str:
        return KINDS[self.kind][0]

    @property
    def word(self) -> object:
        return KINDS[self.kind][1]


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One file that differs; a diagram with the addresses of both pictures."""

    path: str
    kind: Kind
    what: object
    elements: tuple[ElementDifference, ...]
    before_at: str | None = None
    after_at: str | None = None

    @property
    def is_diagram(self) -> bool:
        return self.path.endswith(".bpmn")

    @property
    def word(self) -> object:
        return KINDS[self.kind][1]

    @property
    def counts(self) -> list[tuple[str, object, int]]:
        """How many elements came, went, changed and moved: sign, word, number."""
        return [
            (*KINDS[kind], number)
            for kind in _KIND_ORDER
            if (number := sum(1 for element in self.elements if element.kind is kind))
        ]


def differences(
    files: Iterable[FileChanges], before_at: AddressOf, after_at: AddressOf, names: Mapping[str, str]
) -> list[FileDifference]:
    """The files as the page shows them; `names` says what elements are called that a property points at."""
    return [_file(file, before_at, after_at, names) for file in files]


def _file(
    file: FileChanges, before_at: AddressOf, after_at: AddressOf, names: Mapping[str, str]
) -> FileDifference:
    suffix = file.path[file.path.rfind(".") :]
    what = _("场景") if file.path.startswith("scenarios/") else FILE_KINDS.get(suffix, _("文件"))
    is_diagram = suffix == ".bpmn"
    return FileDifference(
        file.path,
        file.kind,
        what,
        tuple(_elements(file.changes, names)),
        before_at(file.path) if is_diagram and file.kind is not Kind.ADDED else None,
        after_at(file.path) if is_diagram and file.kind is not Kind.REMOVED else None,
    )


def _elements(changes: Iterable[Change], names: Mapping[str, str]) -> list[ElementDifference]:
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.element or "", []).append(change)
    found = [_element(element, held, names) for element, held in grouped.items()]
    return sorted(found, key=lambda element: _KIND_ORDER.index(element.kind))


def _element(element: str, changes: list[Change], names: Mapping[str, str]) -> ElementDifference:
    first = changes[0]
    told = tuple(
        Property(change.of, _shown(change.before, names), _shown(change.after, names))
        for change in changes
        if change.of is not None
    )
    return ElementDifference(
        element, first.name or element, TYPES.get(first.type, _("字段")), first.kind, told
    )


def _shown(value: str | None, names: Mapping[str, str]) -> str:
    """A property's value; of a reference what it points at is called."""
    return names.get(value or "") or value or ""
