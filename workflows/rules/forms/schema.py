"""A form-js schema read into components, once; what cannot be drawn safely is refused here, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.words import DomainError, Sentence

TEXTS = frozenset({"textfield", "textarea"})
ONE_OF = frozenset({"radio", "select"})
SEVERAL_OF = frozenset({"checklist", "taglist"})
OPTIONED = ONE_OF | SEVERAL_OF
INPUTS = TEXTS | OPTIONED | {"number", "checkbox", "datetime", "filepicker"}
CONTAINERS = frozenset({"group", "dynamiclist"})
STATIC = frozenset({"text", "separator", "spacer"})
COMPUTED = "expression"
#: The page has a main button of its own, so a form's buttons are left out.
LEFT_OUT = frozenset({"button"})
DATE_SUBTYPES = frozenset({"date", "time", "datetime"})

MOST_COMPONENTS = 500
DEEPEST = 8
KEY = re.compile(r"[^\W\d]\w*(?:[.-]\w+)*")


class FormNotUnderstood(DomainError):
    """The schema is no form-js form, or has something this house does not draw."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose, with its words."""

    value: Any
    label: Sentence


@dataclass(frozen=True, slots=True)
class Component:
    """One component of a form. ``key`` is empty for what holds no answer; texts beginning with ``=`` are
    FEEL."""

    type: str
    key: str
    label: Sentence
    help: Sentence
    text: Sentence  #: of ``text`` only: Markdown, templates in double braces, or FEEL
    subtype: str = ""
    validate: Mapping[str, Any] = field(default_factory=dict)
    hide: str = ""
    choices: tuple[Choice, ...] = ()
    values_key: str = ""
    values_expression: str = ""
    default: Any = None
    readonly: bool | str = False
    disabled: bool = False
    decimals: int | None = None
    accept: str = ""
    multiple: bool = False
    rows_at_first: int = 1
    rows_may_change: bool = True
    expression: str = ""
    no_past: bool = False
    prefix: str = ""
    suffix: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)
    components: tuple[Component, ...] = ()

    @property
    def is_input(self) -> bool:
        return self.type in INPUTS

    @property
    def required(self) -> bool:
        return bool(self.validate.get("required"))


@dataclass(frozen=True, slots=True)
class Form:
    """A form as its author wrote it."""

    id: str
    components: tuple[Component, ...]

    def all(self) -> Iterator[Component]:
        """Every component, containers before their parts; rows' fields once."""
        yield from _all(self.components)

    def inputs(self) -> Iterator[Component]:
        """Every component that holds an answer, in the order of the page; rows' fields once."""
        yield from _inputs(self.components)


def read_form(schema: Mapping[str, Any]) -> Form:
    """The form of a schema. Raises FormNotUnderstood."""
    if not isinstance(schema, Mapping) or not isinstance(schema.get("components"), list):
        raise _refused("表单文件里没有“components”列表", "the form has no list of components")
    components = _components(schema["components"], 0)
    if sum(1 for _ in _all(components)) > MOST_COMPONENTS:
        raise _refused(
            f"表单超过{MOST_COMPONENTS}个组件", f"the form has more than {MOST_COMPONENTS} components"
        )
    return Form(str(schema.get("id") or ""), components)


def _components(entries: Iterable[Any], depth: int) -> tuple[Component, ...]:
    if depth > DEEPEST:
        raise _refused(f"表单嵌套超过{DEEPEST}层", f"the form is nested more than {DEEPEST} deep")
    read = tuple(_component(entry, depth) for entry in entries if _kind(entry) not in LEFT_OUT)
    seen: set[str] = set()
    for component in read:
        if component.key and component.key in seen:
            raise _refused(
                f"表单里“{component.key}”出现了两次", f"the key {component.key} stands twice in the form"
            )
        seen.add(component.key)
    return read


def _kind(entry: Any) -> str:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("type"), str):
        raise _refused("表单里有一个没有类型的组件", "a component of the form has no type")
    return entry["type"]


def _component(entry: Mapping[str, Any], depth: int) -> Component:
    kind = _kind(entry)
    if kind not in INPUTS | CONTAINERS | STATIC | {COMPUTED}:
        raise _refused(
            f"表单里的“{kind}”组件不能在这里使用", f"the form uses the component {kind}, which is not allowed"
        )
    properties = _mapping(entry.get("properties"))
    conditional = _mapping(entry.get("conditional"))
    look = _mapping(entry.get("appearance"))
    return Component(
        type=kind,
        key=_key(entry, kind),
        label=_words(entry, "label" if kind != "datetime" else _date_label(entry), properties, "label_en"),
        help=_words(entry, "description", properties, "description_en"),
        text=_words(entry, "text", properties, "text_en"),
        subtype=_subtype(entry, kind),
        validate=_rules(entry),
        hide=str(conditional.get("hide") or ""),
        choices=_choices(entry.get("values")),
        values_key=str(entry.get("valuesKey") or ""),
        values_expression=str(entry.get("valuesExpression") or ""),
        default=entry.get("defaultValue"),
        readonly=entry.get("readonly") or False,
        disabled=entry.get("disabled") is True,
        decimals=entry["decimalDigits"] if isinstance(entry.get("decimalDigits"), int) else None,
        accept=str(entry.get("accept") or ""),
        multiple=entry.get("multiple") is True,
        rows_at_first=_whole(entry.get("defaultRepetitions"), 1),
        rows_may_change=entry.get("allowAddRemove") is not False,
        expression=str(entry.get("expression") or ""),
        no_past=entry.get("disallowPassedDates") is True,
        prefix=str(look.get("prefixAdorner") or ""),
        suffix=str(look.get("suffixAdorner") or ""),
        properties=properties,
        components=_components(entry.get("components") or [], depth + 1) if kind in CONTAINERS else (),
    )


def _key(entry: Mapping[str, Any], kind: str) -> str:
    """The name of the answer: ``path`` for containers, ``key`` otherwise; only plain names, dots between
    them."""
    name = entry.get("path" if kind in CONTAINERS else "key") or ""
    needed = kind in INPUTS or kind in {COMPUTED, "dynamiclist"}
    if not name and not needed:
        return ""
    if not isinstance(name, str) or len(name) > 100 or not KEY.fullmatch(name):
        raise _refused(
            f"表单里“{kind}”组件的名称“{name}”不合规", f"a {kind} in the form has the unfit key {name!r}"
        )
    return name


def _rules(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    rules = _mapping(entry.get("validate"))
    pattern = rules.get("pattern")
    if pattern:
        try:
            re.compile(str(pattern))
        except re.error as error:
            raise _refused(
                f"“{entry.get('label')}”的格式规则写错了（{error}）",
                f"the pattern of {entry.get('label')} is wrong: {error}",
            ) from None
    return rules


def _choices(values: Any) -> tuple[Choice, ...]:
    """Literal options: ``{value, label}``, or plain values that are their own label."""
    return tuple(read_choice(value) for value in values or ())


def read_choice(value: Any) -> Choice:
    """One option as a schema or an expression writes it."""
    if isinstance(value, Mapping):
        own = value.get("value")
        label = str(value.get("label") or own or "")
        return Choice(own, Sentence(label, str(value.get("label_en") or label)))
    return Choice(value, Sentence(str(value), str(value)))


def _subtype(entry: Mapping[str, Any], kind: str) -> str:
    if kind != "datetime":
        return ""
    subtype = str(entry.get("subtype") or "date")
    if subtype not in DATE_SUBTYPES:
        raise _refused(f"不认识的日期类型“{subtype}”", f"unknown kind of date: {subtype}")
    return subtype


def _date_label(entry: Mapping[str, Any]) -> str:
    """form-js names a time's label differently from a date's."""
    return next((name for name in ("dateLabel", "timeLabel", "label") if entry.get(name)), "label")


def _words(entry: Mapping[str, Any], name: str, properties: Mapping[str, Any], english: str) -> Sentence:
    zh = str(entry.get(name) or "")
    return Sentence(zh, str(properties.get(english) or zh))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _whole(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 50 else otherwise


def _inputs(components: tuple[Component, ...]) -> Iterator[Component]:
    return (component for component in _all(components) if component.is_input)


def _all(components: tuple[Component, ...]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from _all(component.components)


def _refused(zh: str, en: str) -> FormNotUnderstood:
    return FormNotUnderstood(Sentence(f"{zh}。", f"{en[0].upper()}{en[1:]}."))
