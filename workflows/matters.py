"""How the office sees a matter: its state, number, parties and links; kept apart from where the engine
stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import (
    Attachment,
    Confidentiality,
    EventKind,
    InstanceLink,
    InstanceParty,
    LinkKind,
    MatterState,
    PartyRelation,
    Post,
    ProcessInstance,
    Task,
    TaskDraft,
    Unit,
)
from workflows import journal
from workflows.deadlines import rows as deadlines
from workflows.people.posts import NoSuchCode
from workflows.words import DomainError, Sentence

if TYPE_CHECKING:
    from workflows.people.substitution import Actor

STUB_TITLE = "涉密事项（线下办理）"
_ENDED = (
    MatterState.CLOSED,
    MatterState.ARCHIVED,
    MatterState.NOT_OPENED,
    MatterState.MERGED,
    MatterState.OFFLINE,
    MatterState.CANCELLED,
)


class NoSuchMatter(DomainError):
    """No matter has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Sentence(f"没有编号为“{number}”的事项", f"no matter has the number “{number}”"),
            field="merge_into",
        )


def mirror_columns(instance: ProcessInstance, variables: Mapping[str, Any]) -> None:
    """The columns lists filter by, taken from the variables of the same name where these make sense."""
    title = variables.get("title")
    if (
        isinstance(title, str)
        and title.strip()
        and instance.confidentiality is not Confidentiality.CLASSIFIED
    ):
        _mirror(instance, "title", title.strip()[:200])
    for name in ("urgency", "category"):
        value = variables.get(name)
        if isinstance(value, str):
            _mirror(instance, name, value[:20] or None)
    label = variables.get("confidentiality")
    if label in set(Confidentiality):
        _mirror(instance, "confidentiality", Confidentiality(label))


def _mirror(instance: ProcessInstance, name: str, value: object) -> None:
    if getattr(instance, name) != value:
        setattr(instance, name, value)


def set_state(
    session: Session,
    instance: ProcessInstance,
    state: MatterState,
    now: datetime,
    *,
    by: Actor | None = None,
    reason: str = "",
) -> None:
    """The matter's state changes, on record. A state that ends it stops its lights; a handling again opens
    them."""
    if instance.matter_state is state:
        return
    before = instance.matter_state
    instance.matter_state = state
    if state in _ENDED:
        instance.closed_at = instance.closed_at or now
        deadlines.end_all(
            session, instance, now, handed_in=state in (MatterState.CLOSED, MatterState.ARCHIVED)
        )
    elif before in _ENDED:
        instance.closed_at = None
    journal.record(
        session,
        instance,
        EventKind.STATE,
        now,
        by=by,
        data={"from": before.value, "to": state.value, "reason": reason},
    )


def give_number(session: Session, instance: ProcessInstance, number: str) -> None:
    """The matter's document number, given once; a later round keeps it."""
    if instance.number is None:
        instance.number = number
        session.flush()


def make_stub(session: Session, instance: ProcessInstance, now: datetime) -> None:
    """涉密: only the number stays; title, variables, answers and drafts go. The record keeps who did what,
    not what it was about, because answers are never written into it."""
    instance.confidentiality = Confidentiality.CLASSIFIED
    instance.title = STUB_TITLE
    instance.variables = {}
    of_matter = Task.instance_id == instance.id
    session.execute(delete(TaskDraft).where(TaskDraft.task_id.in_(select(Task.id).where(of_matter))))
    session.execute(update(Task).where(of_matter).values(answers={}, variables={}))
    # Without their rows the files are orphans, and the sweep of orphans removes them.
    session.execute(delete(Attachment).where(Attachment.instance_id == instance.id))
    set_state(session, instance, MatterState.OFFLINE, now)


def set_party(
    session: Session, instance: ProcessInstance, relation: PartyRelation, codes: Iterable[str]
) -> None:
    """Make exactly these posts and units the matter's parties in this relation; a lead that changes is
    remembered as a former one. Raises NoSuchCode."""
    wanted = list(dict.fromkeys(codes))
    rows = session.scalars(
        select(InstanceParty).where(
            InstanceParty.instance_id == instance.id, InstanceParty.relation == relation
        )
    ).all()
    for row in rows:
        if row.code not in wanted:
            if relation is PartyRelation.LEAD:
                _remember_former_lead(session, instance, row.code)
            session.delete(row)
    for code in wanted:
        if code not in {row.code for row in rows}:
            session.add(_party(session, instance, relation, code))
    session.flush()
    session.expire(instance, ["parties"])


def _party(session: Session, instance: ProcessInstance, relation: PartyRelation, code: str) -> InstanceParty:
    unit_id = session.scalar(select(Unit.id).where(Unit.code == code))
    if unit_id is None:
        unit_id = session.scalar(select(Post.unit_id).where(Post.code == code))
    if unit_id is None:
        raise NoSuchCode(code)
    return InstanceParty(instance_id=instance.id, relation=relation, code=code, unit_id=unit_id)


def _remember_former_lead(session: Session, instance: ProcessInstance, code: str) -> None:
    known = select(InstanceParty.id).filter_by(
        instance_id=instance.id, relation=PartyRelation.FORMER_LEAD, code=code
    )
    if session.scalar(known) is None:
        session.add(_party(session, instance, PartyRelation.FORMER_LEAD, code))


def parties(session: Session, instance: ProcessInstance, relation: PartyRelation) -> list[str]:
    """The codes of the matter's parties in a relation."""
    return list(
        session.scalars(
            select(InstanceParty.code)
            .where(InstanceParty.instance_id == instance.id, InstanceParty.relation == relation)
            .order_by(InstanceParty.id)
        )
    )


def link(session: Session, source: ProcessInstance, target: ProcessInstance, kind: LinkKind) -> None:
    """Link two matters, once."""
    known = select(InstanceLink.id).filter_by(source_id=source.id, target_id=target.id, kind=kind)
    if source.id != target.id and session.scalar(known) is None:
        session.add(InstanceLink(source_id=source.id, target_id=target.id, kind=kind))
        session.flush()


def by_number(session: Session, number: str) -> ProcessInstance:
    """The matter with a document number. Raises NoSuchMatter."""
    found = session.scalars(select(ProcessInstance).where(ProcessInstance.number == number.strip())).first()
    if found is None:
        raise NoSuchMatter(number)
    return found
