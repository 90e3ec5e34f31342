"""Who a user task is for, by when, how urgent: `zeebe:assignmentDefinition` and its kin."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.engine import expressions
from workflows.engine.step import OpenedTask, Value
from workflows.engine.timers.moments import moment
from workflows.engine.tree import Token, scope_path
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act

KIND = "assignment"
DEFAULT_PRIORITY = 50
"""Camunda 8's own: priorities go from 0 to 100."""

_NAMES = Sentence("名称（文字）或名称列表", "a name or a list of names")
_MOMENT = Sentence("日期时间", "a date and time")
_PRIORITY = Sentence("0 到 100 的整数", "a whole number from 0 to 100")


def open_task(act: Act, token: Token) -> OpenedTask:
    """The user task as a person gets it. Raises `Fault` where an expression gives null or the wrong type."""
    node = token.task_spec.node
    return OpenedTask(
        key=token.key,
        element_id=node.id,
        name=node.name,
        scope=scope_path(token),
        candidate_groups=_names(act, token, "candidateGroups"),
        candidate_users=_names(act, token, "candidateUsers"),
        assignee=next(iter(_names(act, token, "assignee", several=False)), None),
        due_date=_when(act, token, "dueDate"),
        follow_up_date=_when(act, token, "followUpDate"),
        priority=_priority(act, token),
        form_id=node.form_id,
        properties=node.properties,
        variables=dict(act.variables(token)),
    )


def _names(act: Act, token: Token, key: str, *, several: bool = True) -> tuple[str, ...]:
    text = token.task_spec.node.assignment.get(key)
    if not text:
        return ()
    value = act.literal_or_feel(text, token, KIND)
    if isinstance(value, str) and value.strip():
        if not several or expressions.is_feel(text):
            return (value.strip(),)
        return tuple(name.strip() for name in value.split(",") if name.strip())
    if several and isinstance(value, list) and all(isinstance(name, str) and name for name in value):
        return tuple(dict.fromkeys(value))
    raise act.wrong_type(token, KIND, text, value, _NAMES)


def _when(act: Act, token: Token, key: str) -> datetime | None:
    """A moment; null means that there is none (a deadline that is not known yet)."""
    text = token.task_spec.node.assignment.get(key)
    if not text:
        return None
    value: Value = act.literal_or_feel(text, token, KIND)
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(23, 59, 59))  # by a day means by its end
    found = moment(value)
    if found is None:
        raise act.wrong_type(token, KIND, text, value, _MOMENT)
    return found


def _priority(act: Act, token: Token) -> int:
    text = token.task_spec.node.assignment.get("priority")
    if not text:
        return DEFAULT_PRIORITY
    value = act.literal_or_feel(text, token, KIND)
    if isinstance(value, str) and value.strip().isdigit():
        value = Decimal(value.strip())
    if isinstance(value, Decimal) and value == value.to_integral_value() and 0 <= value <= 100:
        return int(value)
    raise act.wrong_type(token, KIND, text, value, _PRIORITY)
