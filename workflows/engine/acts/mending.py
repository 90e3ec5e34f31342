"""What an administrator does: retry, mend variables, cancel."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from workflows.engine.act import Act
from workflows.engine.acts.frame import perform
from workflows.engine.definition import Definition
from workflows.engine.incidents import resolve_incidents
from workflows.engine.marks import Phase
from workflows.engine.routing.arming import arm_again
from workflows.engine.step import Context, EngineError, Outcome, Result, ScopeStep, UnknownKey, Value
from workflows.engine.stepping.joining import COUNTED
from workflows.engine.stepping.withdrawal import withdraw_all
from workflows.engine.tree import Token, scope_path
from workflows.engine.values import feel_variables


def retry(definition: Definition, state: bytes, incident_key: str, context: Context) -> Result:
    """Try again what failed, from where it failed. Raises `UnknownKey` where the incident is not open."""

    def try_again(act: Act) -> None:
        if incident_key not in act.instance.incidents:
            raise UnknownKey(incident_key)
        token_key, incident = act.instance.incidents[incident_key]
        token = act.instance.token(token_key)
        resolve_incidents(act, token)
        if incident.job_key is not None:
            _report_again(act, token)
        elif token.marks.armed or token.marks.phase is Phase.ACTIVE:
            arm_again(act, token)
        elif token.task_spec.joins == COUNTED:
            token.task_spec._update_hook(token)
        elif not token.task_spec.joins or token.marks.phase is not Phase.ARRIVED:
            act.schedule(token)

    return perform(definition, state, context, try_again)


def _report_again(act: Act, token: Token) -> None:
    token.task_spec.report(act, token)


def set_variables(
    definition: Definition,
    state: bytes,
    scope: tuple[ScopeStep, ...],
    variables: Mapping[str, Any],
    context: Context,
) -> Result:
    """Write variables into exactly one scope; the empty path is the instance.

    Raises `EngineError` for a path where nothing is open."""
    mended = feel_variables(variables)

    def mend(act: Act) -> None:
        _variables_of(act, tuple(scope)).update(mended)

    return perform(definition, state, context, mend)


def _variables_of(act: Act, path: tuple[ScopeStep, ...]) -> MutableMapping[str, Value]:
    if not path:
        return act.instance.data
    for token in act.instance.tokens.values():
        inner = act.instance.scope_in(token)
        if inner is not None and scope_path(token) + _own_step(token) == path:
            return inner.data
        if inner is None and token.body is not None and scope_path(token) == path:
            return token.data
    raise EngineError(f"no open scope {path!r}")


def _own_step(token: Token) -> tuple[ScopeStep, ...]:
    """What a subprocess adds to the path of what is inside; an item of a multi-instance has it already."""
    return () if token.body is not None else (ScopeStep(token.element_id, None, token.marks.round),)


def cancel(definition: Definition, state: bytes, context: Context) -> Result:
    """End the instance with everything in it."""

    def end(act: Act) -> None:
        act.instance.outcome = Outcome.CANCELLED.value
        act.instance.is_open = False
        withdraw_all(act, act.instance)

    return perform(definition, state, context, end)
