"""What a person may see, as SQL conditions (domain page §4): lists and doors ask with the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased

from models import Confidentiality, InstanceParty, ProcessInstance, Task, TaskCandidate, TaskExclusion
from workflows.standing import Standing

REACHES = 256  #: people whose conditions are kept ready; making one costs more than asking it


@dataclass(frozen=True, slots=True)
class Reach:
    """What of a standing decides what a person may see: values only, so that a condition once made serves
    him until his standing is another."""

    user_id: int
    posts: tuple[int, ...]
    units: tuple[int, ...]
    codes: tuple[str, ...]
    everything_public: bool
    everything_internal: bool

    @classmethod
    def of(cls, standing: Standing) -> Reach:
        return cls(
            standing.user.id,
            tuple(sorted(standing.post_ids)),
            tuple(sorted(standing.unit_ids)),
            tuple(sorted(standing.codes | standing.overseen)),
            standing.secretariat or standing.city_wide,
            standing.sees_internal,
        )


def visible_matters(standing: Standing) -> ColumnElement[bool]:
    """The SQL condition on `ProcessInstance` for what a person may see.

    Public matters: the secretariat and city-wide leaders see all, the others those of their portfolio, those
    they are a party to, and those they have or had a task in. Internal ones: parties, the secretariat and the
    leaders concerned. Classified stubs: the secretariat, the secretary-general and the mayor."""
    return visible_to(Reach.of(standing))


@lru_cache(maxsize=REACHES)
def visible_to(reach: Reach) -> ColumnElement[bool]:
    """The same for statements that are themselves kept by what a person reaches."""
    concerned = or_(_is_party(reach.codes), _has_task(reach))
    label = ProcessInstance.confidentiality
    public = label == Confidentiality.PUBLIC
    if not reach.everything_public:
        public = and_(public, concerned)
    internal = label == Confidentiality.INTERNAL
    if not reach.everything_internal:
        return or_(public, and_(internal, concerned))
    return or_(public, internal, label == Confidentiality.CLASSIFIED)


def _is_party(codes: Sequence[str]) -> ColumnElement[bool]:
    if not codes:
        return false()
    # A name of its own for the parties looked at here: the question may itself be about a party.
    party = aliased(InstanceParty)
    return (
        select(party.id)
        .where(party.instance_id == ProcessInstance.id, party.code.in_(codes))
        .correlate(ProcessInstance)
        .exists()
    )


def _has_task(reach: Reach) -> ColumnElement[bool]:
    # A name of its own for the tasks looked at here: the question may itself be about one task.
    own = aliased(Task)
    offered = (
        select(TaskCandidate.id)
        .join(own, own.id == TaskCandidate.task_id)
        .where(own.instance_id == ProcessInstance.id, _offered_to(reach.posts, reach.units))
        .correlate(ProcessInstance)
        .exists()
    )
    did = (
        select(own.id)
        .where(own.instance_id == ProcessInstance.id, own.done_by_id == reach.user_id)
        .correlate(ProcessInstance)
        .exists()
    )
    return or_(offered, did)


def offered_to(standing: Standing) -> ColumnElement[bool]:
    """The SQL condition on `TaskCandidate` for what is offered to a person's posts and units, open or
    closed."""
    return _offered_to(sorted(standing.post_ids), sorted(standing.unit_ids))


def _offered_to(posts: Sequence[int], units: Sequence[int]) -> ColumnElement[bool]:
    return or_(TaskCandidate.post_id.in_(posts), TaskCandidate.unit_id.in_(units))


def not_recused(person: int | BindParameter[int]) -> ColumnElement[bool]:
    """The SQL condition on `TaskCandidate` that leaves out tasks the person (his account) is recused from."""
    return ~(
        select(TaskExclusion.id)
        .where(TaskExclusion.task_id == TaskCandidate.task_id, TaskExclusion.user_id == person)
        .exists()
    )
