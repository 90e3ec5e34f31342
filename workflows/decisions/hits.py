"""Hit policies: of the rules that match, which ones fire, and in which order (DMN 8.2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.decisions.errors import ConflictingRules
from workflows.feel.comparison import same
from workflows.feel.values import Value

if TYPE_CHECKING:
    from workflows.decisions.tables import Rule

LIST_POLICIES = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
"""Policies whose result is a list of all that fired."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The matching rules in table order, their outputs, and each output's values in order of priority."""

    owner: str
    rules: list[Rule]
    outputs: list[list[Value]]
    priorities: list[list[Value]]

    def conflict(self, zh: str, en: str) -> ConflictingRules:
        rules = tuple(rule.id or str(rule.number) for rule in self.rules)
        numbers = [str(rule.number) for rule in self.rules]
        return ConflictingRules(
            self.owner,
            rules,
            f"第{'、'.join(numbers)}条规则同时命中，{zh}",
            f"rules {', '.join(numbers)} match, {en}",
        )

    def rank(self, index: int) -> tuple[int, ...]:
        """How high the outputs of a rule stand, output by output; what is not listed stands last."""
        return tuple(
            next((rank for rank, listed in enumerate(values) if same(value, listed)), len(values))
            for value, values in zip(self.outputs[index], self.priorities, strict=True)
        )


def chosen(policy: str, hits: Hits) -> list[int]:
    """Indexes of the rules that fire, in the order of the result. Raises ConflictingRules where only one
    may.
    """
    everyone = list(range(len(hits.rules)))
    match policy:
        case "UNIQUE":
            if len(everyone) > 1:
                raise hits.conflict("而此表只允许一条命中", "where only one may")
        case "ANY":
            first = hits.outputs[0]
            if any(not same(outputs, first) for outputs in hits.outputs[1:]):
                raise hits.conflict("输出却不相同", "and their outputs differ")
            return everyone[:1]
        case "FIRST":
            return everyone[:1]
        case "PRIORITY":
            return [min(everyone, key=hits.rank)]
        case "OUTPUT ORDER":
            return sorted(everyone, key=hits.rank)
    return everyone
