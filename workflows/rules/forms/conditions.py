"""Conditions a form's author sets beside the standard rules: FEEL over the answers, with its own sentence.

A field, or a dynamic list as a whole, carries them as properties: ``must`` (true where the answer is good),
``must_zh`` and ``must_en`` (what is wrong otherwise); further ones are ``must_2``, ``must_2_zh`` and so on.
``value`` is the field's own answer. A condition that cannot be told, because another field is still empty,
does not hold the field back: the empty one has a sentence already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workflows.rules.forms.schema import Component
from workflows.rules.forms.setting import FormSetting
from workflows.words import Sentence

_MUST = re.compile(r"must(?:_\d+)?")


def conditions_of(component: Component) -> Iterator[tuple[str, Sentence]]:
    """Each condition of a component, in order: its FEEL text and what is wrong where it is false."""
    words = component.properties
    for name in sorted(name for name in words if _MUST.fullmatch(name)):
        zh = str(words.get(f"{name}_zh") or "填写的内容不符合要求")
        yield str(words[name]), Sentence(zh, str(words.get(f"{name}_en") or zh))


def broken_condition(
    component: Component, value: Any, setting: FormSetting, answers: Mapping[str, Any]
) -> Sentence | None:
    """The first condition that is false of a value, as a reason; None where none is."""
    seen = {**answers, "value": value}
    for condition, reason in conditions_of(component):
        if setting.value_of(condition, seen) is False:
            return reason
    return None
