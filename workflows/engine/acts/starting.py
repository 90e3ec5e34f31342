"""A new instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.engine.act import Act
from workflows.engine.acts.frame import perform_on
from workflows.engine.definition import Definition
from workflows.engine.step import Context, Result
from workflows.engine.stepping.opening import open_scope, start_elements
from workflows.engine.tree import Instance
from workflows.engine.values import feel_variables


def start(
    definition: Definition, variables: Mapping[str, Any], context: Context, start_element: str | None = None
) -> Result:
    """Begin an instance with these variables at its none start event, or at the start event named.

    Variables are the instance's own before anything runs. Raises `EngineError` where the process has only
    triggered start events, several of them, and none is named.
    """
    instance = Instance(definition)
    starts = start_elements(instance, start_element)

    def begin(act: Act) -> None:
        instance.data.update(feel_variables(variables))
        open_scope(act, instance, starts, begun_by=start_element)

    return perform_on(instance, context, begin)
