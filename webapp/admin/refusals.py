"""A refused form is shown again with what was typed and the sentence at its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from flask import request
from sqlalchemy.orm import Session

from workflows.words import DomainError

from ..i18n import say
from ..transactions import act

Answer = TypeVar("Answer")


def tried(work: Callable[[Session], Answer], field: str) -> tuple[Answer | None, dict[str, str]]:
    """Do an act; what the domain refuses becomes errors by field (`field` where the refusal names none)."""
    try:
        return act(work), {}
    except DomainError as refusal:
        return None, {refusal.field or field: say(refusal.sentence)}


def typed_day(name: str) -> date | None:
    """A day typed in a form; None where it is missing or no day."""
    try:
        return date.fromisoformat(request.form.get(name, "").strip())
    except ValueError:
        return None


def typed_number(name: str) -> int | None:
    """A whole number typed in a form; None where it is missing or no number."""
    text = request.form.get(name, "").strip()
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10 else None


def typed_text(name: str) -> str:
    return request.form.get(name, "").strip()
