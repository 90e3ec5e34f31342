"""The demonstration's people: units, posts and accounts by title only, from `bpmn/demo/org.json`.

No real persons. Every account has the same password, hashed once; loading again adds only what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    AccessRole,
    Appointment,
    OfficeSetting,
    Portfolio,
    Post,
    PostKind,
    Substitution,
    Unit,
    UnitKind,
    User,
)
from workflows.office.settings import put_setting
from workflows.people.accounts import hash_password
from workflows.rules.calendars import local_day
from workflows.shipped import shipped_json

Org = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DemoPost:
    """A post of the demonstration and the account that holds it."""

    code: str
    name: str
    name_en: str
    kind: PostKind
    access_role: AccessRole
    unit: str
    superior: str | None
    substitute: str | None = None
    duty_role: str | None = None

    @property
    def username(self) -> str:
        """`yjj_head` for the post `yjj-head`."""
        return self.code.replace("-", "_")


def load_demo_people(session: Session, now: datetime, password: str) -> None:
    """Units, posts, accounts, portfolios, B roles and the standing authorisation of the demonstration.

    Idempotent: what is there stays as it is, holders included. Raises AccountRefused for an unfit password.
    """
    org = shipped_json("demo", "org.json")
    units = _units(session, org)
    posts = _posts(session, org, units)
    since = in_office_since(now)
    _holders(session, posts, since, now, password)
    _portfolios(session, org, units, posts, since)
    _substitutions(session, org, posts)
    for key, value in org["settings"].items():
        row = session.get(OfficeSetting, key)
        if row is None or not row.value["value"]:
            put_setting(session, key, value, None, now)
    session.flush()


def in_office_since(now: datetime) -> date:
    """Since when the demonstration's holders are in office: its matters lie behind today."""
    return date(local_day(now).year - 1, 1, 1)


def demo_accounts() -> list[tuple[str, str]]:
    """Accounts worth trying first: user name and title, one for every hand an item goes through."""
    worth_trying = "clerk1 clerk2 dch sg mayor scm yjj-head yjj-liaison jxx-gov procadmin".split()
    posts = {post.code: post for post in _demo_posts(shipped_json("demo", "org.json"))}
    return [(posts[code].username, posts[code].name) for code in worth_trying]


def _units(session: Session, org: Org) -> dict[str, Unit]:
    units = {unit.code: unit for unit in session.scalars(select(Unit))}
    city = org["city"]["code"]
    for position, (raw, kind) in enumerate(_raw_units(org)):
        code = raw["code"]
        if code not in units:
            parent = units[city] if kind in (UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.COUNTY) else None
            units[code] = Unit(
                code=code,
                name=raw["name"],
                name_en=raw["name_en"],
                kind=kind,
                parent=parent,
                position=position,
            )
            session.add(units[code])
    session.flush()
    return units


def _raw_units(org: Org) -> Iterator[tuple[Org, UnitKind]]:
    yield org["city"], UnitKind.CITY
    yield org["supervision_office"], UnitKind.OFFICE
    kinds = {
        "departments": UnitKind.DEPARTMENT,
        "counties": UnitKind.COUNTY,
        "party_units": UnitKind.PARTY,
        "external_units": UnitKind.EXTERNAL,
    }
    for key, kind in kinds.items():
        yield from ((raw, kind) for raw in org[key])


def _demo_posts(org: Org) -> Iterator[DemoPost]:
    """All posts; a superior stands before those under him."""
    city, office = org["city"]["code"], org["supervision_office"]["code"]
    for raw in org["leaders"]:
        yield DemoPost(**raw, kind=PostKind.LEADER, access_role=AccessRole.LEADER, unit=city)
    for raw in org["office_posts"]:
        kind, role = PostKind(raw["kind"]), AccessRole(raw["access_role"])
        yield DemoPost(**{**raw, "kind": kind, "access_role": role}, unit=office)
    for raw in org["admins"]:
        role = AccessRole(raw["access_role"])
        yield DemoPost(**{**raw, "access_role": role}, kind=PostKind.ADMIN, unit=city, superior=None)
    for unit in org["departments"]:
        yield from _unit_posts(unit, org["department_posts"], AccessRole.DEPARTMENT)
    for unit in org["counties"]:
        yield from _unit_posts(unit, org["county_posts"], AccessRole.COUNTY)


def _unit_posts(unit: Org, kinds: list[Org], role: AccessRole) -> Iterator[DemoPost]:
    """A unit's posts: its head answers to the leader in charge, the others to the head."""
    head = f"{unit['code']}-{kinds[0]['suffix']}"
    for raw in kinds:
        code = f"{unit['code']}-{raw['suffix']}"
        yield DemoPost(
            code,
            f"{unit['name']}{raw['name']}",
            f"{unit['name_en']}, {raw['name_en']}",
            PostKind(raw["kind"]),
            role,
            unit["code"],
            unit["leader"] if code == head else head,
        )


def _posts(session: Session, org: Org, units: Mapping[str, Unit]) -> dict[str, Post]:
    posts = {post.code: post for post in session.scalars(select(Post))}
    for position, wanted in enumerate(_demo_posts(org)):
        if wanted.code not in posts:
            posts[wanted.code] = Post(
                code=wanted.code,
                name=wanted.name,
                name_en=wanted.name_en,
                kind=wanted.kind,
                access_role=wanted.access_role,
                unit=units[wanted.unit],
                superior=posts[wanted.superior] if wanted.superior else None,
                duty_role=wanted.duty_role,
                position=position,
            )
            session.add(posts[wanted.code])
    session.flush()
    return posts


def _holders(session: Session, posts: Mapping[str, Post], day: date, now: datetime, password: str) -> None:
    """An account for every demo post that never had a holder."""
    held = set(session.scalars(select(Appointment.post_id)))
    users = {user.username: user for user in session.scalars(select(User))}
    wanted = [
        post for post in _demo_posts(shipped_json("demo", "org.json")) if posts[post.code].id not in held
    ]
    hashed = hash_password(password) if wanted else ""
    for post in wanted:
        user = users.get(post.username)
        if user is None:
            user = User(username=post.username, display_name=post.name, password_hash=hashed, created_at=now)
            session.add(user)
        session.add(Appointment(user=user, post=posts[post.code], from_date=day))
    session.flush()


def _portfolios(
    session: Session, org: Org, units: Mapping[str, Unit], posts: Mapping[str, Post], day: date
) -> None:
    overseen = set(session.scalars(select(Portfolio.unit_id)))
    for raw, _kind in _raw_units(org):
        unit = units[raw["code"]]
        if raw.get("leader") and unit.id not in overseen:
            session.add(Portfolio(post=posts[raw["leader"]], unit=unit, from_date=day))
    session.flush()


def _substitutions(session: Session, org: Org, posts: Mapping[str, Post]) -> None:
    known = set(session.scalars(select(Substitution.post_id)))
    for wanted in _demo_posts(org):
        post = posts[wanted.code]
        if wanted.substitute and post.id not in known:
            session.add(Substitution(post=post, substitute=posts[wanted.substitute]))
    session.flush()
