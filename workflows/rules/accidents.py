"""What is known of an accident's harm, and how grades compare. The grade itself is a decision table's.

《生产安全事故报告和调查处理条例》 Art. 3: any one measure suffices and the highest counts. What nobody knows
yet is null, which is not zero: it never lowers a grade, it only leaves it provisional.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

GRADES = ("general", "larger", "major", "extraordinary")  #: from the lowest to the highest


@dataclass(frozen=True, slots=True)
class Harm:
    """Deaths, missing, serious injuries, and the direct loss in units of 10 000 yuan; None: not known."""

    deaths: Decimal | None = None
    missing: Decimal | None = None
    serious_injuries: Decimal | None = None
    direct_loss_wan: Decimal | None = None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Harm:
        """The harm that variables of these names tell; what is no number is not known."""
        told = {name: values.get(name) for name in cls.__dataclass_fields__}
        return cls(**{name: _number(value) for name, value in told.items()})

    def or_else(self, earlier: Harm) -> Harm:
        """These figures, and where one is not given the earlier one: what was known stays known."""
        mine, theirs = asdict(self), asdict(earlier)
        return Harm(**{name: theirs[name] if value is None else value for name, value in mine.items()})

    def with_the_missing_dead(self) -> Harm:
        """The window has ended: whoever is still missing counts as dead."""
        if not self.missing:
            return self
        dead = (self.deaths or Decimal(0)) + self.missing
        return Harm(dead, Decimal(0), self.serious_injuries, self.direct_loss_wan)

    @property
    def is_complete(self) -> bool:
        """Whether nothing can raise the grade any more by becoming known."""
        known = (self.deaths, self.serious_injuries, self.direct_loss_wan)
        return None not in known and not self.missing

    def as_values(self) -> dict[str, Decimal | None]:
        return asdict(self)


def lowest_grade(decided: str | None) -> str:
    """What the table says, or the lowest grade while it says nothing because a measure is not known."""
    return decided if decided in GRADES else GRADES[0]


def is_higher(grade: str, than: str) -> bool:
    """Whether one grade stands above another."""
    return GRADES.index(grade) > GRADES.index(than)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return None
    return Decimal(value)
