"""The demonstration's people."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Appointment, Post, Unit, UnitKind, User
from tests.demonstration import DEMO_PASSWORD, OFFICE_NOW
from workflows.demonstration.people import demo_accounts, load_demo_people
from workflows.people.accounts import authenticate
from workflows.people.posts import (
    head_post,
    holders_of,
    leader_of,
    liaison_post,
    post_by_code,
    posts_of,
    section_post,
    unit_by_code,
    units_overseen,
)
from workflows.rules.calendars import local_day

TODAY = local_day(OFFICE_NOW)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.both_databases
def test_the_office_has_25_departments_8_counties_and_somebody_in_every_post(office: Session) -> None:
    kinds = dict(office.execute(select(Unit.kind, func.count()).group_by(Unit.kind)).all())
    assert kinds[UnitKind.DEPARTMENT] == 25
    assert kinds[UnitKind.COUNTY] == 8
    assert all(holders_of(office, post, TODAY) for post in office.scalars(select(Post)))


def test_loading_the_people_again_changes_nothing(office: Session) -> None:
    before = [count(office, table) for table in (Unit, Post, User, Appointment)]
    load_demo_people(office, OFFICE_NOW, DEMO_PASSWORD)
    assert [count(office, table) for table in (Unit, Post, User, Appointment)] == before


def test_a_departments_way_up_leads_over_its_leader_to_the_mayor(office: Session) -> None:
    steps, post = [], post_by_code(office, "mkj-sec")
    while post is not None:
        steps.append(post.code)
        post = post.superior
    assert steps == ["mkj-sec", "mkj-head", "scm", "mayor"]


def test_a_clerks_way_up_leads_over_the_head_of_the_office_and_the_secretary_general(office: Session) -> None:
    steps, post = [], post_by_code(office, "clerk2")
    while post is not None:
        steps.append(post.code)
        post = post.superior
    assert steps == ["clerk2", "dch", "sg", "mayor"]


def test_a_unit_knows_its_leader_head_contact_and_section(office: Session) -> None:
    unit = unit_by_code(office, "yjj")
    posts = [head_post(office, unit), liaison_post(office, unit), section_post(office, unit)]
    assert [post.code for post in [leader_of(office, unit, TODAY), *posts] if post] == [
        "scm",
        "yjj-head",
        "yjj-liaison",
        "yjj-sec",
    ]


def test_a_county_without_a_section_gives_its_contact(office: Session) -> None:
    county = unit_by_code(office, "jxx")
    section = section_post(office, county)
    assert section is not None and section.code == "jxx-yj"


def test_a_leader_oversees_the_units_of_his_portfolio(office: Session) -> None:
    units = units_overseen(office, post_by_code(office, "vm_law"), TODAY)
    assert [unit.code for unit in units] == ["gaj", "sfj"]


def test_every_account_worth_trying_opens_with_the_one_password(office: Session) -> None:
    for username, title in demo_accounts()[:3]:
        user = authenticate(office, username, DEMO_PASSWORD)
        assert user is not None and user.display_name == title
    assert {post.code for post in posts_of(office, user, TODAY)} == {"dch"}
