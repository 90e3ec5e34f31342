"""Moving one instance: its state at rest told in the new diagram's terms, triggers armed and disarmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from workflows.engine import codec
from workflows.engine.act import Act
from workflows.engine.acts.frame import perform_on
from workflows.engine.definition import Definition
from workflows.engine.elements import Node
from workflows.engine.migration.atlas import Atlas, nodes_of
from workflows.engine.migration.forecast import Forecast, forecast
from workflows.engine.migration.rearming import keep_time, rearm
from workflows.engine.migration.sameness import same_trigger
from workflows.engine.specs import NodeSpec, Subprocess
from workflows.engine.step import Context, EngineError, Result

Stored = dict[str, Any]


class CannotMove(EngineError):
    """Something stands in the way; `forecast` says what. Nothing was changed."""

    def __init__(self, ahead: Forecast) -> None:
        super().__init__("; ".join(f"{place.element_id}: {place.obstacle.en}" for place in ahead.obstacles))
        self.forecast = ahead


def move_to(
    old: Definition,
    new: Definition,
    state: bytes,
    context: Context,
    mapping: Mapping[str, str] | None = None,
) -> Result:
    """The instance in the new version: every token where the forecast says, with its key, its variables, its
    armed timers and the tasks that hang on it; triggers the new version adds are armed, those it lacks are
    dropped. Raises `CannotMove`.
    """
    ahead = forecast(old, new, state, mapping)
    if not ahead.can_move:
        raise CannotMove(ahead)
    atlas = Atlas(old, new, dict(mapping or {}))
    told = _Telling(atlas)
    stored = told.state(orjson.loads(state))
    instance = codec.load(new, orjson.dumps(stored))

    def settle(act: Act) -> None:
        for key in told.dropped_messages:
            act.record.subscription_closed(key)
        for key in told.dropped_incidents:
            act.record.incident_resolved(key)
        for key in told.other_times:
            keep_time(act, instance.tokens[key])
        rearm(act, atlas)

    return perform_on(instance, context, settle)


class _Telling:
    """An old state told in the new diagram's terms."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.dropped_tokens: set[str] = set()
        self.dropped_messages: list[str] = []
        self.dropped_incidents: list[str] = []
        self.other_times: list[str] = []

    def state(self, stored: Stored) -> Stored:
        scope = self.scope(stored.get("scope", {}), self.atlas.old.process_id)
        told = {**stored, "scope": scope, "incidents": self.incidents(stored.get("incidents", {}))}
        return {name: value for name, value in told.items() if value not in ({}, None)}

    def scope(self, stored: Stored, scope_id: str) -> Stored:
        told = dict(stored)
        known = nodes_of(self.atlas.new, self.atlas.new_scope(scope_id))
        renamed = {
            self.atlas.new_id(element_id): count for element_id, count in stored.get("rounds", {}).items()
        }
        told["rounds"] = {element_id: count for element_id, count in renamed.items() if element_id in known}
        pending = [self.atlas.new_id(element_id) for element_id in stored.get("pending", ())]
        told["pending"] = [element_id for element_id in pending if element_id in known]
        started = {self.atlas.new_id(own): flows for own, flows in stored.get("started", {}).items()}
        told["started"] = {own: flows for own, flows in started.items() if own in known}
        told["undoable"] = self.undoable(stored.get("undoable", ()), scope_id)
        kept = [token for token in stored.get("tokens", ()) if self.is_kept(token, scope_id)]
        told["tokens"] = [self.token(token, scope_id) for token in kept]
        return {name: value for name, value in told.items() if value not in ({}, [])}

    def undoable(self, stored: Iterable[str | Stored], scope_id: str) -> list[str | Stored]:
        """What can be undone in a scope, if the new diagram still says how."""
        known = nodes_of(self.atlas.new, self.atlas.new_scope(scope_id))
        told: list[str | Stored] = []
        for item in stored:
            old_id = item if isinstance(item, str) else item["at"]
            spec = known.get(self.atlas.new_id(old_id))
            if isinstance(item, str) and spec is not None and spec.node.compensation:
                told.append(spec.node.id)
            elif not isinstance(item, str) and isinstance(spec, Subprocess):
                inside = self.undoable(item["undoable"], old_id)
                told.append({**item, "at": spec.node.id, "undoable": inside})
        return told

    def undone_in(self, stored: Stored, scope_id: str) -> str:
        """The scope in which a token undoes: that of a subprocess opened again, or the one a throw means."""
        if "scope" in stored:
            return stored["at"]
        around = self.atlas.old.elements[scope_id].scope if scope_id != self.atlas.old.process_id else None
        if around is None:
            return scope_id
        outer = around[-1] if around else self.atlas.old.process_id
        return outer if self.atlas.old_spec(outer, scope_id).is_event_subprocess else scope_id

    def is_kept(self, token: Stored, scope_id: str) -> bool:
        """Armed triggers the new diagram no longer has are dropped; all else stands in the forecast."""
        if not token.get("armed") or self._still_waited_for(token, scope_id):
            return True
        self.dropped_tokens.add(token["key"])
        if "message" in token:
            self.dropped_messages.append(token["key"])
        return False

    def _still_waited_for(self, token: Stored, scope_id: str) -> bool:
        old, new = self.atlas.old_spec(scope_id, token["at"]), self.atlas.new_spec(scope_id, token["at"])
        if new is None or type(new) is not type(old):
            return False
        if old.is_event_subprocess:
            before, after = _trigger_node(self.atlas.old, old), _trigger_node(self.atlas.new, new)
            return same_trigger(before, after, token.get("which", 0))
        on_same_host = new.node.attached_to == self.atlas.new_id(old.node.attached_to or "")
        return on_same_host and same_trigger(old.node, new.node, token.get("which", 0))

    def token(self, stored: Stored, scope_id: str) -> Stored:
        new = self.atlas.new_spec(scope_id, stored["at"])
        told = {**stored, "at": new.node.id}
        if "timer" in stored and self._says_another_time(stored, scope_id, new):
            self.other_times.append(stored["key"])
        if new.joins is not None and "flow" in stored:
            told["flow"] = self.atlas.new_flow(new.node, stored["flow"], scope_id) or stored["flow"]
        if "undoing" in stored:
            told["undoing"] = self.undoable(stored["undoing"], self.undone_in(stored, scope_id))
        if "scope" in stored:
            told["scope"] = self.scope(stored["scope"], stored["at"])
        if "items" in stored:
            told["items"] = [self.token(item, scope_id) for item in stored["items"]]
        return told

    def _says_another_time(self, stored: Stored, scope_id: str, new: NodeSpec) -> bool:
        before = _trigger_node(self.atlas.old, self.atlas.old_spec(scope_id, stored["at"]))
        after = _trigger_node(self.atlas.new, new)
        which = stored.get("which", 0)
        return before.triggers[which].expression != after.triggers[which].expression

    def incidents(self, stored: Stored) -> Stored:
        kept = {}
        for key, incident in stored.items():
            if incident["token"] in self.dropped_tokens:
                self.dropped_incidents.append(key)
            else:
                kept[key] = {**incident, "element_id": self.atlas.new_id(incident["element_id"])}
        return kept


def _trigger_node(definition: Definition, spec: NodeSpec) -> Node:
    """The node whose trigger is waited for: an event's own, or an event subprocess's start event."""
    if not spec.is_event_subprocess:
        return spec.node
    nodes = nodes_of(definition, spec.node.id).values()
    return next(spec.node for spec in nodes if spec.node.type == "startEvent")
