"""The arithmetic of the half-year assessment: deducted, averaged, added up, and how many may be excellent.

Points are exact decimals; what is shown is rounded half up to two places, once, at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

GRADES = ("excellent", "good", "qualified", "unqualified")
"""From the best to the worst."""
NOTHING = Decimal(0)
_HUNDREDTH = Decimal("0.01")
_BEST_QUALITY = 5


def rounded(points: Decimal) -> Decimal:
    """Points as they are shown: 13.335 is 13.34; without needless zeros."""
    shown = points.quantize(_HUNDREDTH, ROUND_HALF_UP).normalize()
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown


def deducted(full: Decimal, points: Iterable[Decimal]) -> Decimal:
    """What is left of a clause's points: deducted item by item, never below nothing (扣完为止)."""
    return max(full - sum(points, NOTHING), NOTHING)


def capped(points: Decimal, times: int, most: Decimal | None) -> Decimal:
    """The points a finding costs that occurred so many times, up to the most it may cost."""
    whole = points * times
    return whole if most is None else min(whole, most)


def rate(part: int, whole: int) -> Decimal | None:
    """A share; None where there is nothing to take a share of: no data is not zero."""
    return Decimal(part) / Decimal(whole) if whole else None


def category_points(full: Decimal, on_time: int, qualities: Sequence[Decimal]) -> Decimal | None:
    """A supervision category's points: full × share closed on time × quality; None without closed matters.

    `qualities` are the grades 1…5 of all that were closed; the best grade takes nothing away.
    """
    share = rate(on_time, len(qualities))
    if share is None:
        return None
    quality = sum(qualities, NOTHING) / len(qualities) / _BEST_QUALITY
    return full * share * quality


def averaged(scores: Sequence[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    """Each clause's mean over the scorers, all of whom scored the same clauses."""
    if not scores:
        return {}
    return {clause: sum((given[clause] for given in scores), NOTHING) / len(scores) for clause in scores[0]}


def mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, NOTHING) / len(values) if values else NOTHING


def total(clauses: Iterable[Decimal], bonus: Decimal, late: Decimal) -> Decimal:
    """The whole: clauses and bonus, less what a late self-assessment costs; never below nothing."""
    return max(sum(clauses, NOTHING) + bonus - late, NOTHING)


def quota(assessed: int, percent: Decimal) -> int:
    """How many of so many may be excellent: 30 % of 8 are two, never rounded up."""
    return int(Decimal(assessed) * percent / 100)


def within_quota(totals: Mapping[str, Decimal], excellent: Iterable[str], most: int) -> set[str]:
    """Which of those with an excellent score stay so: the highest; equals at the edge all stand back."""
    ranked = sorted(excellent, key=lambda code: totals[code], reverse=True)
    if len(ranked) <= most:
        return set(ranked)
    edge = totals[ranked[most]]
    return {code for code in ranked[:most] if totals[code] > edge}


@dataclass(frozen=True, slots=True)
class Growth:
    """How a fund grew beside the revenue, both as shares of the year before."""

    fund: Decimal
    revenue: Decimal

    @property
    def keeps_pace(self) -> bool:
        """「与财政收入保持同步增长」: at least as fast as the revenue."""
        return self.fund >= self.revenue


def growth(fund: Decimal, fund_before: Decimal, revenue: Decimal, revenue_before: Decimal) -> Growth | None:
    """Both growth rates; None where a year before had nothing to grow from."""
    if fund_before <= 0 or revenue_before <= 0:
        return None
    return Growth(fund / fund_before - 1, revenue / revenue_before - 1)
