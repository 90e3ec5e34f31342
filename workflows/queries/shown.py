"""Small values every page shows the same way: a light with its due date, a holder, a clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflows.words import Sentence


@dataclass(frozen=True, slots=True)
class Holder:
    """A post or unit that holds work, and the people who hold the post today (titles)."""

    code: str
    name: Sentence
    people: tuple[str, ...] = ()
    via: str = "named"  #: CandidateVia: named, substitute, superior, reassigned


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with its light and the rule in words; `due_at` is None where no rule stands."""

    light: str  #: value of rules.lights.Light
    due_at: datetime | None
    left: Sentence | None  #: 还剩3个工作日 / 已逾期2天; None without a due date, and once it is met
    rule: Sentence | None = None  #: the rule's name
    basis: Sentence | None = None  #: 自签收之日起1个工作日内（内部期限〔议〕）
    mark: str = ""  #: 法 文 证 忆 议
    original_due_at: datetime | None = None  #: set where the date was moved
    provisional: bool = False  #: counted over a year whose calendar is not announced


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause of the duty list with its own words; `text` is empty when the office has no list imported."""

    code: str
    number: str
    text: str
