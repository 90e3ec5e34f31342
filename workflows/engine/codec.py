"""State at rest, in the person's terms, and back: ids of his diagram, scopes, rounds, tokens, armed events.

    {"format": 1, "process": id, "last_key": 41, "scope": SCOPE, "incidents": {key: …}}
    SCOPE = {"variables": {…}, "rounds": {element: n}, "tokens": [TOKEN …]}
    TOKEN = {"key", "at": element id, "state", "phase", "since", …, "items": [TOKEN …], "scope": SCOPE}

A join's tokens are those that wait at it, each with the flow it came by. SpiffWorkflow's tree is built
from this
on loading; nothing of its own form is stored, so the record outlives a release of it.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import orjson
from SpiffWorkflow.util.task import TaskState

from workflows.engine.definition import Definition
from workflows.engine.elements import spec_name
from workflows.engine.marks import ArmedTimer, Body, KeptScope, Marks, Phase, Undoable
from workflows.engine.step import EngineError, Incident
from workflows.engine.tree import Instance, Scope, SubScope, Token
from workflows.engine.values import context_from_rest, context_to_rest, from_rest, to_rest

FORMAT = 1
"""Of the state; read `load` before raising it: states of every earlier format must still load."""

_MARKS = tuple(field.name for field in fields(Marks))
_STATES = {TaskState.WAITING: "waiting", TaskState.STARTED: "active", TaskState.ERROR: "incident"}
_BY_NAME = {name: state for state, name in _STATES.items()}


def dump(instance: Instance) -> bytes:
    """The instance's state at rest."""
    stored = {
        "format": FORMAT,
        "process": instance.spec.name,
        "last_key": instance.last_key,
        "outcome": instance.outcome,
        "scope": _scope_to_rest(instance, instance),
        "incidents": {key: _incident_to_rest(*held) for key, held in instance.incidents.items()},
    }
    return orjson.dumps({name: value for name, value in stored.items() if value not in (None, {})})


def load(definition: Definition, state: bytes) -> Instance:
    """The instance with SpiffWorkflow's tree built anew.

    Raises `EngineError` where state and process differ.
    """
    stored = orjson.loads(state)
    if stored.get("format") != FORMAT:
        raise EngineError(f"state of format {stored.get('format')!r}, this engine reads {FORMAT}")
    if stored["process"] != definition.process_id:
        raise EngineError(f"state of process {stored['process']!r}, not of {definition.process_id!r}")
    instance = Instance(definition)
    instance.last_key = stored["last_key"]
    instance.outcome = stored.get("outcome")
    instance.is_open = instance.outcome is None
    _fill(instance, instance, stored.get("scope", {}))
    instance.incidents = {
        key: _incident_from_rest(key, held) for key, held in stored.get("incidents", {}).items()
    }
    return instance


def _scope_to_rest(instance: Instance, scope: Scope) -> dict[str, Any]:
    stored = {
        "variables": context_to_rest(scope.data),
        "rounds": scope.rounds,
        "interrupted": scope.interrupted or None,
        "pending": scope.pending,
        "completed": scope.completed or None,
        "enough": scope.is_enough or None,
        "started": scope.started,
        "undoable": [_undoable_to_rest(item) for item in scope.undoable],
        "tokens": [_token_to_rest(instance, token) for token in scope.tokens_here()],
    }
    return _without_empty(stored)


def _token_to_rest(instance: Instance, token: Token) -> dict[str, Any]:
    inner = instance.scope_in(token)
    stored = {
        "key": token.key,
        "at": token.element_id,
        "state": _STATES[token.state],
        **_marks_to_rest(token.marks),
        "variables": context_to_rest(token.data),
        "items": [_token_to_rest(instance, instance.tokens[key]) for key in token._children],
        "scope": None if inner is None else _scope_to_rest(instance, inner),
    }
    return _without_empty(stored)


def _fill(instance: Instance, scope: Scope, stored: dict[str, Any]) -> None:
    scope.data.update(context_from_rest(stored.get("variables", {})))
    scope.rounds.update(stored.get("rounds", {}))
    scope.interrupted = stored.get("interrupted", False)
    scope.pending = stored.get("pending", [])
    scope.completed = stored.get("completed", 0)
    scope.is_enough = stored.get("enough", False)
    scope.started.update(stored.get("started", {}))
    scope.undoable.extend(map(_undoable_from_rest, stored.get("undoable", ())))
    for held in stored.get("tokens", ()):
        _token_from_rest(instance, scope, scope.task_tree, held)


def _token_from_rest(instance: Instance, scope: Scope, parent: Any, stored: dict[str, Any]) -> None:
    spec = scope.spec.task_specs.get(spec_name(stored["at"]))
    if spec is None:
        raise EngineError(f"the process has no element {stored['at']!r}, where a token stands")
    token = Token(scope, spec, parent, stored["key"])
    token.marks = _marks_from_rest(stored)
    token.hold(token.marks.held)
    token._set_state(_BY_NAME[stored["state"]])
    token.data.update(context_from_rest(stored.get("variables", {})))
    for item in stored.get("items", ()):
        _token_from_rest(instance, scope, token, item)
    if "scope" in stored:
        _fill(instance, SubScope(instance, token), stored["scope"])


def _marks_to_rest(marks: Marks) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "phase": marks.phase.value,
        "since": _moment_to_rest(marks.since),
        "flow": marks.flow,
        "round": marks.round or None,
        "index": marks.index,
        "which": marks.which or None,
        "armed": marks.armed or None,
        "host": marks.host,
        "race": marks.race,
        "message": marks.message,
        "correlation_key": marks.correlation_key,
        "held": marks.held,
        "taking": list(marks.taking),
        "undoing": None if marks.undoing is None else [_undoable_to_rest(item) for item in marks.undoing],
        "undone_for": marks.undone_for,
        "kept": None if marks.kept is None else _kept_to_rest(marks.kept),
        "caught": None if marks.caught is None else to_rest(marks.caught),
    }
    if marks.timer is not None:
        stored["timer"] = _timer_to_rest(marks.timer)
    if marks.body is not None:
        stored["body"] = _body_to_rest(marks.body)
    return stored


def _marks_from_rest(stored: dict[str, Any]) -> Marks:
    known = {name: stored[name] for name in _MARKS if name in stored}
    known["phase"] = Phase(stored["phase"])
    known["since"] = _moment_from_rest(stored.get("since"))
    known["taking"] = tuple(stored.get("taking", ()))
    if "caught" in stored:
        known["caught"] = from_rest(stored["caught"])
    if "undoing" in stored:
        known["undoing"] = [_undoable_from_rest(item) for item in stored["undoing"]]
    if "kept" in stored:
        known["kept"] = _kept_from_rest(stored["kept"])
    if "timer" in stored:
        known["timer"] = _timer_from_rest(stored["timer"])
    if "body" in stored:
        known["body"] = _body_from_rest(stored["body"])
    return Marks(**known)


def _undoable_to_rest(item: Undoable) -> str | dict[str, Any]:
    """The id of an activity with a handler of its own; a subprocess with what was inside."""
    if item.inside is None:
        return item.element_id
    return {"at": item.element_id, **_kept_to_rest(item.inside)}


def _undoable_from_rest(stored: str | dict[str, Any]) -> Undoable:
    if isinstance(stored, str):
        return Undoable(stored)
    return Undoable(stored["at"], _kept_from_rest(stored))


def _kept_to_rest(kept: KeptScope) -> dict[str, Any]:
    return {
        "variables": context_to_rest(kept.variables),
        "own": context_to_rest(kept.own),
        "undoable": [_undoable_to_rest(item) for item in kept.undoable],
        "round": kept.round,
    }


def _kept_from_rest(stored: dict[str, Any]) -> KeptScope:
    undoable = [_undoable_from_rest(item) for item in stored["undoable"]]
    variables, own = context_from_rest(stored["variables"]), context_from_rest(stored["own"])
    return KeptScope(variables, own, undoable, stored["round"])


def _timer_to_rest(timer: ArmedTimer) -> dict[str, Any]:
    stored = {
        "since": _moment_to_rest(timer.since),
        "due": _moment_to_rest(timer.due),
        "fired": _moment_to_rest(timer.fired),
        "value": timer.value,
        "remaining": timer.remaining,
        "interval": timer.interval,
        "anchor": _moment_to_rest(timer.anchor),
        "turn": timer.turn or None,
    }
    return _without_empty(stored)


def _timer_from_rest(stored: dict[str, Any]) -> ArmedTimer:
    moments = {name: _moment_from_rest(stored.get(name)) for name in ("since", "due", "fired", "anchor")}
    return ArmedTimer(**{**stored, **moments})


def _body_to_rest(body: Body) -> dict[str, Any]:
    return {
        "total": body.total,
        "opened": body.opened,
        "completed": body.completed,
        "pending": None if body.pending is None else to_rest(body.pending),
        "outputs": None if body.outputs is None else to_rest(body.outputs),
        **({"last": context_to_rest(body.last)} if body.last else {}),
        **({"kept": [_kept_to_rest(kept) for kept in body.kept]} if body.kept else {}),
    }


def _body_from_rest(stored: dict[str, Any]) -> Body:
    lists = {
        name: None if stored[name] is None else from_rest(stored[name]) for name in ("pending", "outputs")
    }
    kept = [_kept_from_rest(item) for item in stored.get("kept", ())]
    last = context_from_rest(stored["last"]) if "last" in stored else None
    return Body(**{**stored, **lists, "last": last, "kept": kept})


def _incident_to_rest(held_by: str, incident: Incident) -> dict[str, Any]:
    stored = {name: getattr(incident, name) for name in Incident.__slots__ if name != "key"}
    return {**stored, "values_seen": to_rest(dict(incident.values_seen)), "token": held_by}


def _incident_from_rest(key: str, stored: dict[str, Any]) -> tuple[str, Incident]:
    known = {**stored, "key": key, "values_seen": from_rest(stored["values_seen"])}
    held_by = known.pop("token")
    return held_by, Incident(**known)


def _moment_to_rest(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _moment_from_rest(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


def _without_empty(stored: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stored.items() if value is not None and value not in ({}, [])}
