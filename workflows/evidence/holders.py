"""Whose duty a clause is in a matter: the leader's post whose part of the list it stands in."""

from __future__ import annotations

from collections.abc import Iterable

from workflows.office.entries import OfficeSnapshot
from workflows.words import DomainError

PORTFOLIO_PARTS = ("E", "V")
"""Parts of the list whose holders answer each for his own portfolio; of the others there is one holder."""
NOTICE_PART = "N"
"""The covering notice's own duty is the counties'."""
COUNTY = "county"


def part_of(clause: str) -> str:
    """The letter of a clause's part: M of M-04."""
    return clause.partition("-")[0]


def holders_of(
    clause: str, named: Iterable[str], acting: Iterable[str], lead: str | None, office: OfficeSnapshot
) -> tuple[str, ...]:
    """The posts (for the notice's duty: the counties) for whom a clause counts.

    `named` are the codes the diagram's `holder` gives, `acting` those of who acts or is asked to: his post
    and his unit. A named holder counts only for his own part of the list. Where none is named, mayor,
    standing-committee member and secretary-general are the one who holds that part; of the portfolio holders
    it is the one who acts, else the one in charge of the lead. Nobody, where that cannot be said.
    """
    part, named, acting = part_of(clause), tuple(named), tuple(acting)
    if part == NOTICE_PART:
        return tuple(dict.fromkeys(code for code in named or acting if _is_county(code, office)))
    fitting = tuple(dict.fromkeys(code for code in named if _part_held_by(code, office) == part))
    if fitting:
        return fitting
    if part not in PORTFOLIO_PARTS:
        return tuple(post.code for post in office.office.posts.values() if post.duty_role == part)
    if named:
        return ()
    return tuple(
        code for code in (*acting, *_in_charge_of(lead, office)) if _part_held_by(code, office) == part
    )[:1]


def _is_county(code: str, office: OfficeSnapshot) -> bool:
    unit = office.office.units.get(code)
    return unit is not None and unit.kind == COUNTY


def _part_held_by(code: str, office: OfficeSnapshot) -> str | None:
    post = office.office.posts.get(code)
    return post.duty_role if post is not None else None


def _in_charge_of(lead: str | None, office: OfficeSnapshot) -> tuple[str, ...]:
    """The leader in charge of a unit; a leader who leads answers for himself."""
    if lead is None:
        return ()
    if _part_held_by(lead, office) is not None:
        return (lead,)
    try:
        leader = office.leader_of(lead)
    except DomainError:
        return ()
    return (leader,) if leader is not None else ()
