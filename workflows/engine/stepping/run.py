"""The stepping loop: one token at a time until nothing can move, faults becoming incidents on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.faults import Fault, RunawayProcess
from workflows.engine.incidents import raise_incident, resolve_incidents
from workflows.engine.routing.conditions import fire_conditions
from workflows.engine.stepping.complex_joins import reset_complex_gateways
from workflows.engine.stepping.joining import release_inclusive_joins, report_stuck_joins

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.tree import Token

MAX_STEPS = 100_000
"""Moves in one act; a multi-instance over ten thousand items stays below."""
MAX_VISITS = 10_000
"""Visits of one element in one act: a loop in which nothing waits is found out within seconds."""


def run_to_rest(act: Act) -> None:
    """Move tokens until all wait. Raises `RunawayProcess` for a loop that never waits."""
    while act.instance.is_open:
        if fire_conditions(act):
            continue
        token = act.next_token()
        if token is None:
            if release_inclusive_joins(act) or reset_complex_gateways(act):
                continue
            report_stuck_joins(act)
            return
        _count(act, token)
        if act.instance.incidents:
            resolve_incidents(act, token)  # it is tried again; what still fails is a new incident
        try:
            token.run()
        except Fault as fault:
            raise_incident(act, token, fault)


def _count(act: Act, token: Token) -> None:
    """Raises `RunawayProcess` where the act has gone on for too long."""
    act.moves += 1
    if token.marks.index is None and token.marks.body is None:
        act.visits[token.workflow, token.element_id] += 1
    if act.moves > MAX_STEPS or act.visits[token.workflow, token.element_id] > MAX_VISITS:
        raise RunawayProcess(token.element_id)
