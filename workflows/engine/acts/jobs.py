"""What becomes of jobs and of called instances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.engine.act import Act
from workflows.engine.acts.frame import perform
from workflows.engine.definition import Definition
from workflows.engine.incidents import job_failed, raise_incident, resolve_incidents
from workflows.engine.marks import Phase
from workflows.engine.routing.outwards import throw_error, throw_escalation
from workflows.engine.step import Context, Result, UnknownKey
from workflows.engine.tree import Token
from workflows.engine.values import feel_variables


def finish_job(
    definition: Definition, state: bytes, job_key: str, variables: Mapping[str, Any], context: Context
) -> Result:
    """A job or a called instance is done; its results are mapped. Raises `UnknownKey`."""
    results = feel_variables(variables)

    def finish(act: Act) -> None:
        token = _waiting(act, job_key)
        resolve_incidents(act, token)
        token.marks.caught = results
        token.marks.phase = Phase.LEAVING
        act.schedule(token)

    return perform(definition, state, context, finish)


def fail_job(
    definition: Definition,
    state: bytes,
    job_key: str,
    message: str,
    context: Context,
    error_code: str | None = None,
    variables: Mapping[str, Any] | None = None,
) -> Result:
    """A job or a called instance failed: with a code a BPMN error at its element, otherwise an incident.

    Raises `UnknownKey`.
    """
    caught = feel_variables(variables or {})

    def fail(act: Act) -> None:
        token = _waiting(act, job_key)
        resolve_incidents(act, token)
        if error_code is None:
            raise_incident(act, token, job_failed(message), job=True)
        else:
            throw_error(act, token, error_code, caught)

    return perform(definition, state, context, fail)


def escalate(
    definition: Definition, state: bytes, call_key: str, code: str | None, context: Context
) -> Result:
    """An escalation came out of a called instance: caught at its call activity or further out.

    Raises `UnknownKey`.
    """
    return perform(
        definition, state, context, lambda act: throw_escalation(act, _waiting(act, call_key), code)
    )


def _waiting(act: Act, key: str) -> Token:
    token = act.instance.token(key)
    waits = token.marks.phase is Phase.ACTIVE and token.marks.body is None
    if not token.task_spec.is_job or not waits:
        raise UnknownKey(key)
    return token
