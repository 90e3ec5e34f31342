"""One task on one page: what is asked and by whom, until when and why, and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from models import Attachment, ProcessInstance, Task, User
from workflows.queries.matter import TrailLine
from workflows.queries.shown import ClauseShown, Due, Holder
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.substitution import Actor


@dataclass(frozen=True, slots=True)
class TaskPage:
    task: Task
    actor: Actor | None  #: in which post he would act; None: he may only read
    why_not: Sentence | None  #: why he may not act (recused, not offered, done already)
    due: Due
    asked_by: Holder | None  #: the leader concerned, else who acted before
    asked: str  #: the instruction's own words
    source: str | None  #: document number the matter comes from
    clauses: tuple[ClauseShown, ...]
    form: dict[str, Any] | None  #: the form-js schema
    variables: dict[str, Any]  #: what the form may show, FEEL values
    draft: dict[str, Any] | None  #: raw answers as this person typed them
    last_progress: TrailLine | None
    attachments: tuple[Attachment, ...]
    holders: tuple[Holder, ...]
    submit: Sentence | None  #: words of the main button
    irreversible: bool
    trail: tuple[TrailLine, ...]
    duplicates: tuple[Duplicate, ...]  #: only for elements with the property duplicates="true" and for SV-02


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A matter that may be the same one (督查条例15)."""

    instance_id: int
    number: str | None
    title: str
    matter_state: str
    why: Sentence


def task_page(session: Session, user: User, task_id: int, now: datetime) -> TaskPage:
    """Everything the task's page shows. Raises NotVisible."""
    raise NotImplementedError


def possible_duplicates(
    session: Session, user: User, instance: ProcessInstance, now: datetime, size: int = 5
) -> tuple[Duplicate, ...]:
    """Live matters with the same document number, or much the same words and lead; best first."""
    raise NotImplementedError
