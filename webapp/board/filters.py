"""The chips of the address: every view of the matters can be sent to a colleague as a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _l

from workflows.queries.board import BoardFilters

from ..matters.words import MATTER_STATES

LONGEST_SEARCH = 100
LIGHTS: Mapping[str, object] = {
    "red": _l("逾期"),
    "amber": _l("临期"),
    "green": _l("正常"),
    "grey": _l("暂停"),
    "blue": _l("已办结"),
}
LIVE, EVERY = "live", "all"
STATES: Mapping[str, object] = {LIVE: _l("在办"), **MATTER_STATES, EVERY: _l("全部")}
_CODES = ("unit", "leader", "process", "category", "urgency")
_CHOSEN_IN_THE_FORM = ("q", "unit", "leader", "category", "urgency")


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter to press: its words, where it leads, whether it is on."""

    words: object
    href: str
    on: bool
    light: str | None = None


@dataclass(frozen=True, slots=True)
class Chips:
    """The rows of chips above a list, and where the search form keeps the rest of the address."""

    lights: tuple[Chip, ...]
    states: tuple[Chip, ...]
    clear: str
    hidden: Mapping[str, str]
    any_on: bool


def filters_from(args: Mapping[str, str]) -> BoardFilters:
    """The filters an address asks for; what is wrong is left out. Without a state: live ones."""
    state = args.get("state") or LIVE
    light = args.get("light")
    codes = {name: (args.get(name) or "")[:64] or None for name in _CODES}
    return BoardFilters(
        state=None if state == EVERY else state if state in STATES else LIVE,
        light=light if light in LIGHTS else None,
        incident=bool(args.get("incident")),
        text=(args.get("q") or "").replace("\0", "").strip()[:LONGEST_SEARCH],
        **codes,
    )


def address_of(filters: BoardFilters, **changes: str | None) -> dict[str, str]:
    """The query of an address that shows these filters with some changed; what is as usual is left out."""
    kept = {
        "state": None if filters.state == LIVE else filters.state or EVERY,
        "light": filters.light,
        "incident": "1" if filters.incident else None,
        "q": filters.text or None,
        **{name: getattr(filters, name) for name in _CODES},
    }
    return {name: value for name, value in {**kept, **changes}.items() if value}


def chips(filters: BoardFilters, endpoint: str) -> Chips:
    """The chips of a list page: pressing one that is on takes it off."""

    def leads_to(**changes: str | None) -> str:
        return url_for(endpoint, **address_of(filters, **changes))

    lights = tuple(
        Chip(words, leads_to(light=None if filters.light == code else code), filters.light == code, code)
        for code, words in LIGHTS.items()
    )
    states = tuple(
        Chip(words, leads_to(state=None if code == LIVE else code), (filters.state or EVERY) == code)
        for code, words in STATES.items()
    )
    return Chips(
        lights=lights,
        states=states,
        clear=url_for(endpoint),
        hidden=address_of(filters, **dict.fromkeys(_CHOSEN_IN_THE_FORM)),
        any_on=bool(address_of(filters)),
    )
