"""Where a person stands today: his posts and those he stands in for, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import AccessRole, Post, User
from models.memory import memory_of_transaction
from workflows.people.register import Register, register_of
from workflows.people.substitution import Actor, acting_posts
from workflows.rules.calendars import local_day

#: Parts of the duty list whose holders see the whole city: mayor, executive vice mayor, the leader in charge
#: of work safety, secretary-general. The vice mayors (V) see their portfolios.
CITY_WIDE = ("M", "E", "S", "G")
#: Of these, the ones who see every internal matter too; the others see internal ones they are concerned with.
SEES_INTERNAL = ("M", "G")
_STANDINGS = "standings"


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's posts today, and what follows from them; asked once a request."""

    user: User
    actors: tuple[Actor, ...]
    post_ids: frozenset[int]
    unit_ids: frozenset[int]  #: units of his own posts, not of those he stands in for
    codes: frozenset[str]  #: codes of these posts and units
    overseen: frozenset[str]  #: codes of the units in his portfolios
    city_wide: bool
    secretariat: bool
    sees_internal: bool

    def has_role(self, *roles: AccessRole) -> bool:
        """Whether one of his own posts has one of these roles."""
        return any(actor.on_behalf_of is None and actor.post.access_role in roles for actor in self.actors)


def standing_of(session: Session, user: User, now: datetime) -> Standing:
    """A person's standing on this day, worked out once in a transaction. A closed account has none."""
    register, memory = register_of(session), memory_of_transaction(session)
    read_from, standings = memory.get(_STANDINGS, (None, {}))
    if read_from is not register:
        standings = {}
        memory[_STANDINGS] = (register, standings)
    key = (user, user.active, local_day(now))
    if key not in standings:
        standings[key] = _standing(session, register, user, now)
    return standings[key]


def _standing(session: Session, register: Register, user: User, now: datetime) -> Standing:
    actors = tuple(acting_posts(session, user, local_day(now))) if user.active else ()
    posts = [actor.acting_as for actor in actors]
    own_units = {actor.post.unit_id: actor.post.unit.code for actor in actors if _does_case_work(actor.post)}
    # Standing in for a post that is held by a unit's member brings the work of that unit as well.
    own_units |= {post.unit_id: post.unit.code for post in posts if _does_case_work(post)}
    post_ids = frozenset(post.id for post in posts)
    overseen = {unit.code for post_id in post_ids for unit in register.overseen_by(post_id, local_day(now))}
    duty = {post.duty_role for post in posts}
    secretariat = any(post.access_role is AccessRole.SECRETARIAT for post in posts)
    return Standing(
        user,
        actors,
        post_ids,
        frozenset(own_units),
        frozenset({post.code for post in posts} | set(own_units.values())),
        frozenset(overseen),
        city_wide=bool(duty & set(CITY_WIDE)),
        secretariat=secretariat,
        sees_internal=secretariat or bool(duty & set(SEES_INTERNAL)),
    )


def _does_case_work(post: Post) -> bool:
    """Leaders share a unit (the city) without sharing each other's matters; administrators have none."""
    return post.access_role in (AccessRole.SECRETARIAT, AccessRole.DEPARTMENT, AccessRole.COUNTY)
