"""What a form stands in: the matter's variables, the office for FEEL's functions, today, files already
uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.feel import evaluate


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that is already kept for a field."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class FormSetting:
    """Everything around a form that is not the visitor's answers. ``today`` is the office's day."""

    variables: Mapping[str, Any]
    today: date
    host: object | None = None
    files: Mapping[str, tuple[UploadedFile, ...]] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()  #: keys that open empty even where the matter holds an earlier answer

    def value_of(self, text: str, answers: Mapping[str, Any]) -> Any:
        """The value of a FEEL text (with or without its ``=``) over variables and answers; null where it
        fails."""
        return evaluate(text.strip().removeprefix("="), {**self.variables, **answers}, self.host).value

    def resolved(self, value: Any, answers: Mapping[str, Any]) -> Any:
        """A schema's value: evaluated where it begins with ``=``, otherwise as it stands."""
        if isinstance(value, str) and value.lstrip().startswith("="):
            return self.value_of(value, answers)
        return value
