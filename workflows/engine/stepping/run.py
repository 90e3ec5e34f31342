"""The stepping loop: one token at a time until nothing can move, faults becoming incidents on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.engine.faults import Fault, RunawayProcess
from workflows.engine.incidents import raise_incident, resolve_incidents
from workflows.engine.routing.conditions import fire_conditions
from workflows.engine.stepping.joining import release_inclusive_joins, report_stuck_joins

if TYPE_CHECKING:
    from workflows.engine.act import Act

MAX_STEPS = 100_000
"""Moves in one act. A multi-instance over ten thousand items stays below; a loop in which nothing waits
does not.
"""


def run_to_rest(act: Act) -> None:
    """Move tokens until all wait. Raises `RunawayProcess` for a loop that never waits."""
    while act.instance.is_open:
        token = act.next_token()
        if token is None:
            if release_inclusive_joins(act) or fire_conditions(act):
                continue
            report_stuck_joins(act)
            return
        act.moves += 1
        if act.moves > MAX_STEPS:
            raise RunawayProcess(token.element_id)
        if act.instance.incidents:
            resolve_incidents(act, token)  # it is tried again; what still fails is a new incident
        try:
            token.run()
        except Fault as fault:
            raise_incident(act, token, fault)
