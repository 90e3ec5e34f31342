"""What comes of a play: its trace, how it ended, what still waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflows.engine.play.cast import Player, waits_of_its_own
from workflows.engine.step import Outcome, Value

_OUTCOMES = {
    Outcome.COMPLETED: "completed",
    Outcome.TERMINATED: "terminated",
    Outcome.CANCELLED: "terminated",
    Outcome.FAILED: "error",
}
_WORST_FIRST = ("error", "stuck", "waiting", "terminated", "completed")


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One thing that happened: to which element, what, when (aware UTC); `body` as in `HistoryLine`."""

    element: str
    name: str
    what: str
    when: datetime
    process: str
    body: bool = False
    message: str | None = None
    """Of an incident: what went wrong, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Played:
    """How it ended: `completed`, `terminated`, `waiting`, `stuck` or `error`; ids of what still waits."""

    trace: tuple[TraceLine, ...]
    state: str
    data: Mapping[str, Value]
    waiting: tuple[str, ...]
    stopped: str | None = None
    """Why it was ended before it came to rest, in Chinese and English."""


def how_it_ended(players: Sequence[Player], played: int, fault: str | None) -> str:
    """The worst of what became of the first so many, which were played. What those started may wait, but a
    fault in it is theirs too; called processes speak through the call activities that wait for them.
    """
    if fault is not None or not players or not players[0].state:
        return "error"
    states = [_state_of(player) for player in players[:played]]
    started = [_state_of(player) for player in players[played:] if player.call_key is None]
    return min([*states, *(s for s in started if s in ("error", "stuck"))], key=_WORST_FIRST.index)


def still_waiting(players: Sequence[Player]) -> tuple[str, ...]:
    """The ids of what waits in the flow, each once."""
    waiting = [
        token.element_id
        for player in players
        if player.is_open and player.state
        for token in player.look().tokens
        if waits_of_its_own(player.definition, token)
    ]
    return tuple(dict.fromkeys(waiting))


def _state_of(player: Player) -> str:
    if not player.state:
        return "error"
    snapshot = player.look()
    if snapshot.outcome is not None:
        return _OUTCOMES[snapshot.outcome]
    incidents = {incident.kind for incident in snapshot.incidents}
    if incidents - {"join"}:
        return "error"
    kinds = {token.kind for token in snapshot.tokens}
    if "join" in incidents or not kinds - {"join", "scope", "body", "incident"}:
        return "stuck"
    return "waiting"
