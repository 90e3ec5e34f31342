"""The office as expressions see it: look-ups, deadlines, the ladder, and when it is read anew."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Deadline,
    DeadlineState,
    Deployment,
    DeploymentFile,
    Portfolio,
    ProcessDefinition,
    ProcessInstance,
    Substitution,
    TimeUnit,
)
from tests.demonstration import OFFICE_NOW
from tests.rules.demo_calendar import at
from workflows.feel import evaluate
from workflows.office.rule_book import RuleChange, change_rule
from workflows.office.settings import put_setting
from workflows.office.snapshots import office_of, office_snapshot
from workflows.people.posts import post_by_code, unit_by_code
from workflows.shipped import SHIPPED

ANCHOR, DUE = at("2026-11-23 09:00"), at("2026-12-04 17:00")


@pytest.fixture
def matter(office: Session) -> ProcessInstance:
    """A supervision matter on a deployment with the shipped ladder, its lead's deadline running."""
    table = (SHIPPED / "supervision" / "escalation_ladder.dmn").read_bytes()
    digest = hashlib.sha256(table).hexdigest()
    deployment = Deployment(name="supervision", version=1, digest=digest, note="", deployed_at=OFFICE_NOW)
    deployment.files.append(DeploymentFile(path="escalation_ladder.dmn", content=table, digest=digest))
    definition = ProcessDefinition(
        deployment=deployment, process_id="supervision", name="督办", version=1, path="", compiled=b""
    )
    instance = ProcessInstance(
        definition=definition, title="冬季供暖", engine_state=b"", started_at=OFFICE_NOW, urgency="normal"
    )
    office.add_all([deployment, definition, instance])
    office.flush()
    deadline(office, instance, "SV-09", "yjj", DUE)
    return instance


def deadline(
    session: Session, instance: ProcessInstance, rule: str, party: str, due_at: datetime
) -> Deadline:
    row = Deadline(
        instance_id=instance.id,
        rule_code=rule,
        party=party,
        anchor_name="dispatched_at",
        anchor_at=ANCHOR,
        unit=TimeUnit.WORKING_DAY,
        amount=9,
        basis="内部期限",
        basis_en="internal limit",
        mark="议",
        original_due_at=due_at,
        due_at=due_at,
        opened_at=ANCHOR,
    )
    session.add(row)
    session.flush()
    return row


def answer(
    session: Session, text: str, instance: ProcessInstance | None = None, now: datetime = OFFICE_NOW
) -> Any:
    return evaluate(text, {}, office_snapshot(session, instance, now)).value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('head_of("yjj")', "yjj-head"),
        ('liaison_of("yjj")', "yjj-liaison"),
        ('section_of("yjj")', "yjj-sec"),
        ('section_of("jxx")', "jxx-yj"),
        ('head_of("supervision-office")', "dch"),
        ('head_of("city")', "mayor"),
        ('head_of("scm")', "scm"),
        ('leader_of("yjj")', "scm"),
        ('leader_of("yjj-head")', "scm"),
        ('leader_of("scm")', "mayor"),
        ('leader_of("mayor")', None),
        ('leader_of("supervision-office")', "sg"),
        ('superior_of("clerk1")', "dch"),
        ('superior_of("mayor")', None),
        ('substitute_of("vm_ind")', "vm_city"),
        ('substitute_of("dch")', None),
        ('is_leader("scm")', True),
        ('is_leader("yjj")', False),
        ('setting("deadline.amber_part")', Decimal(5)),
        ('working_days(@"2026-11-23", 30)', date(2027, 1, 5)),
        ('working_days(@"2026-11-23", -1)', date(2026, 11, 20)),
        ('is_working_day(@"2026-09-20")', True),
        ('working_days_left(@"2026-11-26")', Decimal(3)),
        ('deadline("SV-09")', None),
        ('rung_at("ES-03")', None),
        ("next_feedback(5)", None),
    ],
)
def test_the_office_answers(office: Session, expression: str, expected: Any) -> None:
    assert answer(office, expression) == expected


@pytest.mark.parametrize(
    "expression", ['head_of("nobody")', 'superior_of("nobody")', 'setting("nothing")', "head_of(1)"]
)
def test_what_the_office_does_not_have_is_null_with_a_warning_that_names_it(
    office: Session, expression: str
) -> None:
    evaluation = evaluate(expression, {}, office_snapshot(office, None, OFFICE_NOW))
    assert evaluation.value is None
    assert evaluation.warnings


def test_a_time_of_day_survives_working_days(office: Session) -> None:
    found = answer(office, 'working_days(date and time("2026-09-30T16:30:00@Asia/Shanghai"), 1)')
    assert found == at("2026-10-08 16:30")


@pytest.mark.both_databases
def test_a_running_deadline_is_told_with_shanghai_time(office: Session, matter: ProcessInstance) -> None:
    assert answer(office, 'deadline("SV-09")', matter) == DUE
    assert answer(office, 'deadline("SV-09", "yjj")', matter) == DUE
    assert answer(office, 'deadline("SV-09", "mkj")', matter) is None
    assert answer(office, 'deadline("SV-09").hour', matter) == 17


def test_a_deadline_done_or_withdrawn_is_no_longer_told_and_one_under_review_is(
    office: Session, matter: ProcessInstance
) -> None:
    row = office.scalars(select(Deadline)).one()
    for state, told in (
        (DeadlineState.UNDER_REVIEW, DUE),
        (DeadlineState.DONE, None),
        (DeadlineState.WITHDRAWN, None),
    ):
        row.state = state
        assert answer(office, 'deadline("SV-09")', matter) == told


def test_the_latest_rounds_deadline_counts(office: Session, matter: ProcessInstance) -> None:
    second = deadline(office, matter, "SV-09", "yjj", at("2026-12-18 17:00"))
    second.round = 2
    assert answer(office, 'deadline("SV-09")', matter) == at("2026-12-18 17:00")


def test_a_rung_stands_working_days_after_the_current_end(office: Session, matter: ProcessInstance) -> None:
    assert answer(office, 'rung_at("ES-02")', matter) == DUE
    assert answer(office, 'rung_at("ES-03")', matter) == at("2026-12-09 17:00")
    assert answer(office, 'rung_at("ES-06")', matter) == at("2026-12-25 17:00")


def test_a_deadline_and_its_ladder_add_up_to_the_rung(office: Session, matter: ProcessInstance) -> None:
    for rung in ("ES-01", "ES-02", "ES-03", "ES-04", "ES-05", "ES-06"):
        total = answer(office, f'deadline("SV-09") + ladder("{rung}")', matter)
        assert total == answer(office, f'rung_at("{rung}")', matter) is not None


def test_the_ladder_of_a_very_urgent_matter_is_compressed_and_runs_round_the_clock(
    office: Session, matter: ProcessInstance
) -> None:
    matter.urgency = "special"
    assert answer(office, 'rung_at("ES-03")', matter) == DUE + timedelta(hours=4)
    assert answer(office, 'rung_at("ES-04")', matter) == at("2026-12-07 17:00")
    assert answer(office, 'rung_at("ES-03", null, null, "normal")', matter) == at("2026-12-09 17:00")


def test_a_co_organisers_ladder_counts_from_his_own_deadline(
    office: Session, matter: ProcessInstance
) -> None:
    deadline(office, matter, "SV-06C", "xfzd", at("2026-11-26 17:00"))
    assert answer(office, 'rung_at("ES-03", "SV-06C", "xfzd")', matter) == at("2026-12-01 17:00")
    total = 'deadline("SV-06C", "xfzd") + ladder("ES-03", null, "SV-06C", "xfzd")'
    assert answer(office, total, matter) == at("2026-12-01 17:00")


def test_time_under_review_is_not_counted_by_the_ladder(office: Session, matter: ProcessInstance) -> None:
    office.scalars(select(Deadline)).one().review_seconds = 2 * 86400
    assert answer(office, 'rung_at("ES-03")', matter) == at("2026-12-14 08:30")


def test_an_extension_moves_the_ladder(office: Session, matter: ProcessInstance) -> None:
    office.scalars(select(Deadline)).one().due_at = at("2026-12-11 17:00")
    assert answer(office, 'rung_at("ES-03")', matter) == at("2026-12-16 17:00")


def test_periodic_feedback_falls_due_every_so_many_working_days_from_dispatch(
    office: Session, matter: ProcessInstance
) -> None:
    ask = "next_feedback(5)"
    assert answer(office, ask, matter, at("2026-11-23 10:00")) == at("2026-11-30 17:00")
    assert answer(office, ask, matter, at("2026-11-30 16:59")) == at("2026-11-30 17:00")
    assert answer(office, ask, matter, at("2026-11-30 17:00")) == at("2026-12-07 17:00")
    assert answer(office, "next_feedback(0)", matter) is None


@pytest.mark.both_databases
def test_the_office_is_read_once_until_something_in_it_changes(office: Session) -> None:
    first = office_of(office)
    assert office_of(office) is first
    put_setting(office, "office_hours.closes", "17:30", None, OFFICE_NOW)
    changed = office_of(office)
    assert changed is not first
    assert changed.calendar.close_of_business(date(2026, 11, 23)) == at("2026-11-23 17:30")


def test_a_change_rolled_back_leaves_nothing_behind(office: Session) -> None:
    first = office_of(office)
    put_setting(office, "office_hours.closes", "18:00", None, OFFICE_NOW)
    office_of(office)
    office.rollback()
    put_setting(office, "office_hours.closes", "16:00", None, OFFICE_NOW)
    assert office_of(office).settings["office_hours.closes"] == "16:00"
    office.rollback()
    assert office_of(office).revision == first.revision


def test_another_process_sees_the_change(office: Session) -> None:
    office_of(office)
    with Session(office.get_bind()) as other:
        change_rule(other, "SV-10", RuleChange(amount=3), "人手不足", None, OFFICE_NOW)
        other.commit()
    office.rollback()
    assert office_of(office).rules["SV-10"].amount == 3


def test_a_leader_oversees_from_his_first_day_to_his_last(office: Session) -> None:
    portfolio = office.scalars(
        select(Portfolio).where(Portfolio.unit_id == unit_by_code(office, "yjj").id)
    ).one()
    portfolio.to_date = date(2026, 11, 30)
    office.add(Portfolio(post=post_by_code(office, "evm"), unit=portfolio.unit, from_date=date(2026, 12, 1)))
    assert answer(office, 'leader_of("yjj")', now=at("2026-11-30 23:59")) == "scm"
    assert answer(office, 'leader_of("yjj")', now=at("2026-12-01 00:00")) == "evm"


def test_another_b_role_is_noticed(office: Session) -> None:
    assert answer(office, 'substitute_of("mayor")') == "evm"
    row = office.scalars(
        select(Substitution).where(Substitution.post_id == post_by_code(office, "mayor").id)
    ).one()
    row.substitute = post_by_code(office, "scm")
    assert answer(office, 'substitute_of("mayor")') == "scm"


def test_a_warm_snapshot_needs_few_questions(office: Session, matter: ProcessInstance) -> None:
    office_snapshot(office, matter, OFFICE_NOW)
    asked: list[str] = []
    office.connection().connection.driver_connection.set_trace_callback(asked.append)
    office_snapshot(office, matter, OFFICE_NOW)
    assert len(asked) <= 3
