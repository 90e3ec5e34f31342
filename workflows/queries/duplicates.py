"""Matters that may be the same one: no repeated supervision (《政府督查工作条例》 Art. 15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from models import MatterState, ProcessDefinition, ProcessInstance, User
from workflows.standing import standing_of
from workflows.visibility import visible_matters
from workflows.words import Sentence

LIKE = 0.6  #: share of characters in common from which two titles are much the same 〔议〕
_LOOKED_AT = 500  #: the newest live matters that are compared
_LIVE = (MatterState.OPENING, MatterState.HANDLING, MatterState.REVIEWING)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A matter that may be the same one."""

    instance_id: int
    number: str | None
    title: str
    matter_state: str
    why: Sentence


def possible_duplicates(
    session: Session, user: User, instance: ProcessInstance, now: datetime, size: int = 5
) -> tuple[Duplicate, ...]:
    """Live matters of the same process with the same document number, or with much the same title; best
    first. What the person may not see is not named."""
    others = session.scalars(
        select(ProcessInstance)
        .where(
            ProcessInstance.definition_id.in_(_versions(instance)),
            ProcessInstance.id != instance.id,
            ProcessInstance.matter_state.in_(_LIVE),
            visible_matters(standing_of(session, user, now)),
        )
        .options(undefer(ProcessInstance.variables))
        .order_by(ProcessInstance.id.desc())
        .limit(_LOOKED_AT)
    )
    alike = [(other, found) for other in others if (found := _alike(instance, other)) is not None]
    alike.sort(key=lambda pair: (-pair[1][0], -pair[0].id))
    return tuple(
        Duplicate(other.id, other.number, other.title, other.matter_state.value, why)
        for other, (_, why) in alike[:size]
    )


def _versions(instance: ProcessInstance) -> Select[tuple[int]]:
    """All versions of the matter's process."""
    process_id = (
        select(ProcessDefinition.process_id)
        .where(ProcessDefinition.id == instance.definition_id)
        .scalar_subquery()
    )
    return select(ProcessDefinition.id).where(ProcessDefinition.process_id == process_id)


def _alike(instance: ProcessInstance, other: ProcessInstance) -> tuple[float, Sentence] | None:
    mine, theirs = _document(instance), _document(other)
    if mine and mine == theirs:
        return 2.0, Sentence("来源文号相同", "the same source document")
    share = SequenceMatcher(None, instance.title, other.title, autojunk=False).ratio()
    if share >= LIKE:
        return share, Sentence("标题相近", "much the same title")
    return None


def _document(instance: ProcessInstance) -> str:
    number = instance.variables.get("source_doc_no")
    return "".join(number.split()) if isinstance(number, str) else ""
