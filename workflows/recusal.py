"""回避: who may not do a task, because he did what it reviews or because it is his own matter.

An element's property `recuse` names the steps its doer must have had no hand in; with the word `own`, or any
step named, whoever holds a post of the unit (or the post) the matter is about is kept out as well. The
property `recuse_holders` keeps out those who hold the posts it gives (FEEL or codes), parties or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import (
    Appointment,
    InstanceLink,
    InstanceParty,
    LinkKind,
    PartyRelation,
    Post,
    ProcessInstance,
    Task,
    TaskState,
    Unit,
    User,
)
from workflows.deployments.element_properties import property_codes
from workflows.people.posts import on_day
from workflows.rules.calendars import local_day
from workflows.running.stored import given_back
from workflows.words import Sentence

OWN_MATTER = "own"
"""Names no step: keeps out only those whose own matter it is."""
_BOUND = (PartyRelation.LEAD, PartyRelation.CO_ORGANISER)


def excluded_users(
    session: Session, instance: ProcessInstance, properties: Mapping[str, str], now: datetime
) -> dict[int, Sentence]:
    """Ids of the users who may not do a task with these properties, each with the reason."""
    day, excluded = local_day(now), {}
    named = properties.get("recuse_holders", "")
    if named:
        codes = property_codes(session, instance, named, given_back(instance.variables), now)
        excluded.update(_holders_of(session, codes, day))
    words = properties.get("recuse", "").split()
    if words:
        excluded.update(_holders_in_own_matter(session, instance, day))
        excluded.update(_doers(session, instance, [word for word in words if word != OWN_MATTER]))
    return excluded


def _holders_of(session: Session, codes: Iterable[str], day: date) -> dict[int, Sentence]:
    held = (
        select(User.id)
        .join(Appointment, Appointment.user_id == User.id)
        .join(Post, Post.id == Appointment.post_id)
        .where(Post.code.in_(sorted(codes)), on_day(Appointment, day))
    )
    reason = Sentence("事关本人，按规定回避", "it concerns himself: recused")
    return {user_id: reason for user_id in session.scalars(held)}


def _doers(session: Session, instance: ProcessInstance, elements: list[str]) -> dict[int, Sentence]:
    """Who did one of these steps, in this matter or in the one it was split off from: there the document was
    registered and drafted for both."""
    split_off_from = select(InstanceLink.source_id).where(
        InstanceLink.target_id == instance.id, InstanceLink.kind == LinkKind.SAME_DOCUMENT
    )
    done = (
        select(Task.done_by_id, Task.name)
        .where(
            or_(Task.instance_id == instance.id, Task.instance_id.in_(split_off_from)),
            Task.element_id.in_(elements),
            Task.state == TaskState.DONE,
            Task.done_by_id.is_not(None),
        )
        .order_by(Task.id)
    )
    return {
        user_id: Sentence(
            f"已办理本事项的“{name}”，按规定回避", f"did “{name}” in this matter and is recused"
        )
        for user_id, name in session.execute(done)
    }


def _holders_in_own_matter(session: Session, instance: ProcessInstance, day: date) -> dict[int, Sentence]:
    held = (
        select(User.id)
        .join(Appointment, Appointment.user_id == User.id)
        .join(Post, Post.id == Appointment.post_id)
        .join(Unit, Unit.id == Post.unit_id)
        .join(
            InstanceParty,
            (InstanceParty.code == Post.code) | (InstanceParty.code == Unit.code),
        )
        .where(
            InstanceParty.instance_id == instance.id,
            InstanceParty.relation.in_(_BOUND),
            on_day(Appointment, day),
        )
    )
    reason = Sentence("本人或本单位的事项，按规定回避", "it is his own or his unit's matter: recused")
    return {user_id: reason for user_id in session.scalars(held)}
