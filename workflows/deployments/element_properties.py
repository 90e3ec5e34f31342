"""An element's `zeebe:property` values: literal, or FEEL when they begin with `=`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import ProcessInstance
from workflows import feel
from workflows.office.entries import OfficeSnapshot
from workflows.office.snapshots import office_snapshot


def property_value(
    session: Session, instance: ProcessInstance, text: str, variables: Mapping[str, Any], now: datetime
) -> Any:
    """What a property says in this matter now. Raises FeelSyntaxError for a broken expression."""
    text = text.strip()
    if not text.startswith("="):
        return text
    return value_of(text, variables, office_snapshot(session, instance, now))


def property_codes(
    session: Session, instance: ProcessInstance, text: str, variables: Mapping[str, Any], now: datetime
) -> tuple[str, ...]:
    """A property that lists posts and units: literal codes apart by spaces or commas, or FEEL giving a text
    or list."""
    return codes_in(property_value(session, instance, text, variables, now))


def value_of(text: str, variables: Mapping[str, Any], office: OfficeSnapshot) -> Any:
    """What a property says, where the office is at hand already. Raises FeelSyntaxError."""
    text = text.strip()
    return feel.evaluate(text[1:], variables, host=office).value if text.startswith("=") else text


def codes_in(value: Any) -> tuple[str, ...]:
    """The codes of a property's value: a text with spaces or commas between them, or a list."""
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
