"""What every job of a supervision matter asks: its variables, its parties, its deadlines."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models import Deadline, Post
from workflows.acts import ActRefused
from workflows.jobs.registry import JobCall
from workflows.rules.calendars import SHANGHAI
from workflows.words import Sentence

RESULT = "SV-09"  #: the lead's limit
OPINION = "SV-06C"  #: each co-organiser's limit
OBJECTION = "SV-12O"  #: the thirty days in which the parties may object


def text(call: JobCall, name: str) -> str:
    """A text variable; empty where there is none."""
    value = call.variables.get(name)
    return value.strip() if isinstance(value, str) else ""


def codes(call: JobCall, name: str) -> list[str]:
    """A variable that lists posts and units; empty where there is none."""
    value = call.variables.get(name)
    return [code for code in value if isinstance(code, str) and code] if isinstance(value, list) else []


def count(call: JobCall, name: str) -> int:
    """A counting variable; 0 where there is none."""
    value = call.variables.get(name)
    return int(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else 0


def day(call: JobCall, name: str) -> date | None:
    """A day; of a date and time its day in Shanghai."""
    value = call.variables.get(name)
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).date()
    return value if isinstance(value, date) else None


def lead(call: JobCall) -> str:
    return text(call, "lead")


def is_post(call: JobCall, code: str) -> bool:
    """Whether a party is a post (a leader) rather than a unit."""
    return call.session.scalar(select(Post.id).where(Post.code == code)) is not None


def newest_deadline(call: JobCall, rule: str, party: str) -> Deadline | None:
    """The last deadline opened under a rule for a party, whatever became of it."""
    query = select(Deadline).filter_by(instance_id=call.instance.id, rule_code=rule, party=party)
    return call.session.scalars(query.order_by(Deadline.round.desc(), Deadline.id.desc()).limit(1)).first()


def matter_words(call: JobCall) -> Sentence:
    """「双政督〔2026〕12号 …」: how notices name the matter."""
    number = f"{call.instance.number} " if call.instance.number else ""
    return Sentence(f"{number}{call.instance.title}", f"{number}{call.instance.title}")


def refused(zh: str, en: str, field: str | None = None) -> ActRefused:
    """The act that led here is not allowed; the person is told and nothing of it is kept."""
    return ActRefused(Sentence(zh, en), field=field)


def value(call: JobCall, name: str) -> Any:
    return call.variables.get(name)
