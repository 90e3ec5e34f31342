"""The rule book: a step's limit, from when it runs, and on what basis. Data, edited on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DeadlineRule, SecurityEvent, TimeUnit
from workflows.office.pictures import Picture, present, rows_of
from workflows.rules.deadline_words import rule_words
from workflows.shipped import SHIPPED, shipped_files, shipped_json
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the book, as a value.

    `decision` names a decision table that may give another limit for a case (outputs `amount` and `unit`);
    where it has no answer `amount` stands. `anchor` is `opened` (the task or party's part begins) or a
    variable's name.
    """

    code: str
    name: Sentence
    unit: str  #: a workflows.rules.limits.LimitUnit
    amount: int | None
    decision: str | None
    anchor: str
    anchor_words: Sentence
    basis: Sentence
    mark: str
    max_extensions: int
    max_extension_amount: int | None
    settings: Mapping[str, Any]

    def words(self, unit: str | None = None, amount: int | None = None) -> Sentence:
        """「自签收之日起1个工作日内（内部期限〔议〕）」, with the case's own limit where given."""
        return rule_words(
            self.anchor_words,
            unit or self.unit,
            self.amount if amount is None else amount,
            self.basis,
            self.mark,
        )


class NoSuchRule(DomainError):
    """The rule book has no rule with this code."""


class RuleRefused(DomainError):
    """A change to the rule book that cannot be made like this."""


def rule_row(session: Session, code: str) -> DeadlineRule:
    """The rule's row. Raises NoSuchRule."""
    row = _books.of(session).get(code)
    if row is None:
        raise NoSuchRule(Sentence(f"规则库中没有“{code}”。", f"The rule book has no rule {code}."))
    return present(session, row)


_books = Picture(lambda session, _stamp: {row.code: row for row in rows_of(session, DeadlineRule)})


def load_rules(session: Session) -> dict[str, Rule]:
    """The whole book by code."""
    return {
        row.code: _as_value(row) for row in session.scalars(select(DeadlineRule).order_by(DeadlineRule.code))
    }


def _as_value(row: DeadlineRule) -> Rule:
    anchor_zh, anchor_en = row.settings["anchor_words"]
    return Rule(
        row.code,
        Sentence(row.name, row.name_en),
        row.unit.value,
        row.amount,
        row.decision,
        row.anchor,
        Sentence(anchor_zh, anchor_en),
        Sentence(row.basis, row.basis_en),
        row.mark,
        row.max_extensions,
        row.max_extension_amount,
        MappingProxyType(dict(row.settings)),
    )


def enter_shipped_rules(session: Session) -> None:
    """The rules shipped with the product that the office's book lacks; what the office has changed stays."""
    known = set(session.scalars(select(DeadlineRule.code)))
    for path in shipped_files("deadline_rules"):
        for raw in shipped_json(*path.relative_to(SHIPPED).parts):
            if raw["code"] not in known:
                session.add(_as_row(raw))
    session.flush()


def _as_row(raw: Mapping[str, Any]) -> DeadlineRule:
    columns = {key: value for key, value in raw.items() if key not in ("anchor_words", "settings", "unit")}
    settings = {**raw.get("settings", {}), "anchor_words": raw["anchor_words"]}
    return DeadlineRule(**columns, unit=TimeUnit(raw["unit"]), settings=settings)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What of a rule is changed; None leaves it as it is."""

    unit: str | None = None
    amount: int | None = None
    max_extensions: int | None = None
    max_extension_amount: int | None = None
    basis: str | None = None
    basis_en: str | None = None
    mark: str | None = None


_MARKS = ("法", "文", "证", "忆", "议")


def change_rule(
    session: Session, code: str, change: RuleChange, reason: str, by: Actor | None, now: datetime
) -> DeadlineRule:
    """Change a rule with a reason, on record. Deadlines already running keep what they were given.

    A limit that is law cannot be changed without naming another basis. Raises NoSuchRule, RuleRefused.
    """
    row = rule_row(session, code)
    wanted = {key: value for key, value in asdict(change).items() if value is not None}
    _check(row, wanted, reason)
    before = {key: str(getattr(row, key)) for key in wanted}
    for key, value in wanted.items():
        setattr(row, key, TimeUnit(value) if key == "unit" else value)
    who = by.user.username if by else ""
    words = "; ".join(f"{key}: {before[key]} → {value}" for key, value in wanted.items())
    session.add(SecurityEvent(at=now, kind="rule changed", username=who, words=f"{code}: {words} ({reason})"))
    session.flush()
    return row


def _check(row: DeadlineRule, wanted: Mapping[str, Any], reason: str) -> None:
    if not reason.strip():
        raise RuleRefused(Sentence("请说明修改理由。", "A reason is needed."), field="reason")
    if wanted.get("unit", row.unit) not in set(TimeUnit):
        raise RuleRefused(Sentence("没有这种期限单位。", "There is no such unit of limits."), field="unit")
    numbers = ("amount", "max_extensions", "max_extension_amount")
    for key in numbers:
        if not 0 <= wanted.get(key, 0) <= 1000:
            raise RuleRefused(
                Sentence("数值须在0至1000之间。", "The number must be between 0 and 1000."), field=key
            )
    if wanted.get("mark", row.mark) not in _MARKS:
        raise RuleRefused(
            Sentence("依据标识须为法、文、证、忆、议之一。", "The mark is none of 法 文 证 忆 议."),
            field="mark",
        )
    changes_limit = any(key in wanted for key in ("unit", *numbers))
    if row.mark == "法" and changes_limit and "basis" not in wanted:
        raise RuleRefused(
            Sentence(
                "法定期限只有在注明新的依据时才能修改。", "A statutory limit changes only with another basis."
            ),
            field="basis",
        )
