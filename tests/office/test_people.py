"""Posts and who holds them: coming, leaving, handing over; the B role; accounts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Appointment, Post, SecurityEvent, Unit, UnitKind, User
from tests.demonstration import DEMO_PASSWORD, OFFICE_NOW
from workflows.people.accounts import (
    AccountRefused,
    authenticate,
    create_admin,
    create_user,
    set_password,
)
from workflows.people.appointments import AppointmentRefused, appoint, end_appointment, hand_over
from workflows.people.posts import (
    NoSuchCode,
    holders_of,
    leader_of,
    post_by_code,
    posts_of,
    unit_by_code,
)
from workflows.people.register import register_of
from workflows.people.substitution import (
    AbsenceRefused,
    acting_posts,
    end_absence,
    register_absence,
)
from workflows.rules.calendars import local_day

TODAY = local_day(OFFICE_NOW)
TOMORROW = TODAY + timedelta(days=1)


def is_away(session: Session, post: Post, day: date) -> bool:
    return register_of(session).is_absent(post.id, day)


def user(session: Session, username: str) -> User:
    return session.scalars(select(User).where(User.username == username)).one()


def newcomer(session: Session) -> User:
    return create_user(session, "newcomer", "新任负责人", DEMO_PASSWORD, OFFICE_NOW)


def acts_as(session: Session, username: str, day: date = TODAY) -> list[tuple[str, str | None]]:
    actors = acting_posts(session, user(session, username), day)
    return [(actor.post.code, actor.on_behalf_of.code if actor.on_behalf_of else None) for actor in actors]


def test_a_post_handed_over_is_the_successors_from_that_day_and_the_old_holders_until_then(
    office: Session,
) -> None:
    post, successor = post_by_code(office, "yjj-head"), newcomer(office)
    hand_over(office, post, successor, TOMORROW, None, OFFICE_NOW)
    assert [holder.username for holder in holders_of(office, post, TODAY)] == ["yjj_head"]
    assert [holder.username for holder in holders_of(office, post, TOMORROW)] == ["newcomer"]
    assert posts_of(office, user(office, "yjj_head"), TOMORROW) == []


def test_a_holder_who_came_the_same_day_makes_way_for_the_successor(office: Session) -> None:
    post, successor = post_by_code(office, "yjj-head"), newcomer(office)
    hand_over(office, post, user(office, "yjj_sec"), TODAY, None, OFFICE_NOW)
    hand_over(office, post, successor, TODAY, None, OFFICE_NOW)
    assert [holder.username for holder in holders_of(office, post, TODAY)] == ["newcomer"]
    assert [post.code for post in posts_of(office, user(office, "yjj_sec"), TODAY)] == ["yjj-sec"]


def test_every_change_of_a_post_is_on_record(office: Session) -> None:
    hand_over(office, post_by_code(office, "yjj-head"), newcomer(office), TOMORROW, None, OFFICE_NOW)
    kinds = list(office.scalars(select(SecurityEvent.kind)))
    assert "appointment ended" in kinds and "appointed" in kinds


def test_nobody_holds_a_post_twice_at_a_time(office: Session) -> None:
    with pytest.raises(AppointmentRefused):
        appoint(
            office, user(office, "yjj_head"), post_by_code(office, "yjj-head"), TOMORROW, None, OFFICE_NOW
        )


def test_an_appointment_cannot_end_before_it_begins(office: Session) -> None:
    appointment = office.scalars(select(Appointment).limit(1)).one()
    with pytest.raises(AppointmentRefused):
        end_appointment(office, appointment, appointment.from_date - timedelta(days=1), None, OFFICE_NOW)
    post = post_by_code(office, "yjj-sec")
    with pytest.raises(AppointmentRefused):
        appoint(office, newcomer(office), post, TOMORROW, None, OFFICE_NOW, to_date=TODAY)


def test_a_person_may_hold_several_posts(office: Session) -> None:
    scm = user(office, "scm")
    appoint(office, scm, post_by_code(office, "vm_ind"), TODAY, None, OFFICE_NOW)
    assert [post.code for post in posts_of(office, scm, TODAY)] == ["scm", "vm_ind"]


def test_a_closed_account_holds_nothing(office: Session) -> None:
    user(office, "yjj_head").active = False
    assert holders_of(office, post_by_code(office, "yjj-head"), TODAY) == []


@pytest.mark.both_databases
def test_the_b_role_acts_for_a_leader_only_while_he_is_away(office: Session) -> None:
    mayor = post_by_code(office, "mayor")
    register_absence(office, mayor, TODAY, TODAY, "出差", None, OFFICE_NOW)
    assert acts_as(office, "evm") == [("evm", None), ("evm", "mayor")]
    assert acts_as(office, "evm", TOMORROW) == [("evm", None)]
    assert is_away(office, mayor, TODAY) and not is_away(office, mayor, TOMORROW)


def test_the_b_role_acts_for_a_post_nobody_holds(office: Session) -> None:
    user(office, "sg").active = False
    office.flush()
    assert acts_as(office, "dsg") == [("dsg", None), ("dsg", "sg")]


def test_one_b_role_may_stand_in_for_two(office: Session) -> None:
    for code in ("vm_law", "evm"):
        register_absence(office, post_by_code(office, code), TODAY, TODAY, "开会", None, OFFICE_NOW)
    assert acts_as(office, "scm") == [("scm", None), ("scm", "evm"), ("scm", "vm_law")]


def test_a_and_b_are_not_away_together(office: Session) -> None:
    register_absence(office, post_by_code(office, "vm_ind"), TODAY, TOMORROW, "出差", None, OFFICE_NOW)
    with pytest.raises(AbsenceRefused):
        register_absence(
            office, post_by_code(office, "vm_city"), TOMORROW, TOMORROW, "出差", None, OFFICE_NOW
        )


def test_somebody_without_a_b_role_cannot_be_entered_as_away(office: Session) -> None:
    with pytest.raises(AbsenceRefused):
        register_absence(office, post_by_code(office, "dsg"), TODAY, TODAY, "病假", None, OFFICE_NOW)


def test_whoever_is_back_early_acts_himself_again(office: Session) -> None:
    mayor = post_by_code(office, "mayor")
    absence = register_absence(office, mayor, TODAY, TOMORROW, "出差", None, OFFICE_NOW)
    end_absence(office, absence, TODAY)
    assert is_away(office, mayor, TODAY) and not is_away(office, mayor, TOMORROW)
    end_absence(office, absence, TODAY - timedelta(days=1))
    assert not is_away(office, mayor, TODAY)


def test_a_wrong_password_and_an_unknown_name_open_nothing(office: Session) -> None:
    assert authenticate(office, "clerk1", "wrong password") is None
    assert authenticate(office, "nobody", DEMO_PASSWORD) is None
    assert authenticate(office, " clerk1 ", DEMO_PASSWORD) is not None


def test_a_closed_account_opens_nothing(office: Session) -> None:
    user(office, "clerk1").active = False
    assert authenticate(office, "clerk1", DEMO_PASSWORD) is None


def test_a_new_password_ends_all_sessions(office: Session) -> None:
    clerk = user(office, "clerk1")
    set_password(office, clerk, "another password")
    assert clerk.session_epoch == 1
    assert authenticate(office, "clerk1", DEMO_PASSWORD) is None
    assert authenticate(office, "clerk1", "another password") is clerk


@pytest.mark.parametrize(
    ("username", "password"), [("", "long enough"), ("clerk1", "long enough"), ("new", "short")]
)
def test_an_unfit_account_is_refused(office: Session, username: str, password: str) -> None:
    with pytest.raises(AccountRefused):
        create_user(office, username, "某人", password, OFFICE_NOW)


@pytest.mark.both_databases
def test_the_first_administrator_of_an_empty_office_holds_both_admin_posts(session: Session) -> None:
    admin = create_admin(session, "first", "a long password", OFFICE_NOW)
    assert {post.code for post in posts_of(session, admin, TODAY)} == {"sysadmin", "procadmin"}


def test_a_unit_without_a_leader_has_its_parents(office: Session) -> None:
    parent = unit_by_code(office, "yjj")
    office.add(
        branch := Unit(
            code="yjj-branch", name="分局", name_en="Branch", kind=UnitKind.DEPARTMENT, parent=parent
        )
    )
    office.flush()
    leader = leader_of(office, branch, TODAY)
    assert leader is not None and leader.code == "scm"
    assert leader_of(office, branch, date(2020, 1, 1)) is None


def test_an_unknown_code_is_named(office: Session) -> None:
    with pytest.raises(NoSuchCode, match="no-such"):
        post_by_code(office, "no-such")
