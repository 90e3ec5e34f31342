"""What a person does to a user task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.engine.act import Act
from workflows.engine.acts.frame import perform
from workflows.engine.definition import Definition
from workflows.engine.marks import Phase
from workflows.engine.specs import UserTask
from workflows.engine.step import Context, Result, UnknownKey
from workflows.engine.values import feel_variables


def complete(
    definition: Definition, state: bytes, task_key: str, variables: Mapping[str, Any], context: Context
) -> Result:
    """A person finished a user task with these answers. Raises `UnknownKey` where no such task is open."""
    answers = feel_variables(variables)

    def finish(act: Act) -> None:
        token = act.instance.token(task_key)
        is_open = token.marks.phase is Phase.ACTIVE and token.marks.body is None
        if not isinstance(token.task_spec, UserTask) or not is_open:
            raise UnknownKey(task_key)
        token.marks.caught = answers
        token.marks.phase = Phase.LEAVING
        act.record.closed.append(task_key)
        act.schedule(token)

    return perform(definition, state, context, finish)
