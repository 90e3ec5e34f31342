"""A form-js form as facts: its fields by key, each with everything it says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from workflows.differences.changes import Described
from workflows.words import Sentence

FORM_WORDS: dict[str, Sentence] = {
    "type": Sentence("类型", "type"),
    "label": Sentence("名称", "label"),
    "description": Sentence("说明", "description"),
    "text": Sentence("文字", "text"),
    "validate/required": Sentence("必填", "required"),
    "validate/min": Sentence("最小值", "minimum"),
    "validate/max": Sentence("最大值", "maximum"),
    "validate/minLength": Sentence("最少字数", "fewest characters"),
    "validate/maxLength": Sentence("最多字数", "most characters"),
    "defaultValue": Sentence("预填值", "default value"),
    "values": Sentence("选项", "options"),
    "conditional/hide": Sentence("隐藏条件", "hidden when"),
    "place": Sentence("次序", "position"),
}


def described(content: bytes) -> dict[str, Described]:
    """The form's fields by key, or id where they have none; of two with one key the second is `key 2`.

    Raises `ValueError` for what is not JSON."""
    fields: dict[str, Described] = {}
    for key, field in _fields(json.loads(content).get("components") or []):
        same = sum(1 for other in fields.values() if other.id == key)
        fields[f"{key} {same + 1}" if same else key] = field
    return fields


def _fields(components: list[Mapping[str, Any]]) -> Iterator[tuple[str, Described]]:
    for component in components:
        key = str(component.get("key") or component.get("path") or component.get("id") or "")
        facts = dict(_facts({k: v for k, v in component.items() if k not in ("components", "id", "layout")}))
        name = str(component.get("label") or component.get("text") or key)
        yield key, Described(key, name, str(component.get("type", "")), facts)
        yield from _fields(component.get("components") or [])


def _facts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _facts(inner, f"{path}/{name}" if path else str(name))
    elif isinstance(value, list):
        yield path, "；".join(_short(item) for item in value)
    elif path not in ("type", "key"):
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _short(item: Any) -> str:
    """An option as people know it: its label."""
    if isinstance(item, Mapping):
        return str(item.get("label") or json.dumps(item, ensure_ascii=False))
    return str(item)
