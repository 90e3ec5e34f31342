"""What fires by itself: timers, after any pause once and in order; periodic processes once a turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import (
    Deadline,
    DeadlineState,
    EventKind,
    HistoryEvent,
    Incident,
    LadderRung,
    Notice,
    ProcessInstance,
)
from tests.workflows.running import DIAGRAMS, Running
from workflows.deadlines import extensions, ladder
from workflows.deadlines import rows as deadlines
from workflows.deployments import publishing as deployments
from workflows.rules.periods import Period
from workflows.running import periodic
from workflows.running.delivery import carry_on
from workflows.running.sweep import PUSHED_BACK
from workflows.telling import notices
from workflows.words import Sentence


def fired_timers(running: Running, matter: int) -> list[tuple[datetime, datetime]]:
    """(due, fired) of the matter's timers."""
    return running.ask(
        lambda session: [
            (line.due_at, line.at)
            for line in session.scalars(
                select(HistoryEvent).where(
                    HistoryEvent.instance_id == matter,
                    HistoryEvent.kind == EventKind.FIRED,
                    HistoryEvent.due_at.is_not(None),
                )
            )
        ]
    )


@pytest.mark.both_databases
def test_after_standing_still_everything_due_fires_once_marked_with_both_times(running: Running) -> None:
    running.deploy("urging")
    matters = [running.start("urging", lead=unit) for unit in ("yjj", "fgw", "czj")]
    due = running.instance(matters[0]).next_due_at
    running.pass_time(days=40)
    assert running.sweep().woken == 3
    assert running.sweep().woken == 0
    for matter in matters:
        assert fired_timers(running, matter) == [(due, running.now)]
        assert running.instance(matter).variables["fired"] is True


def test_nothing_fires_before_it_is_due(running: Running) -> None:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj")
    running.pass_time(days=13)
    assert running.sweep().woken == 0
    assert fired_timers(running, matter) == []


def test_an_extension_moves_the_timer_with_the_date(running: Running) -> None:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj")
    before = running.instance(matter).next_due_at

    def grant(session: Session) -> None:
        deadline = session.scalars(select(Deadline).filter_by(instance_id=matter)).one()
        new_due_on = (deadline.due_at + timedelta(days=7)).date()
        extensions.grant(
            session, deadline, new_due_on, "等检测报告", running.actor(session, "sg"), running.now
        )
        carry_on(session, None, running.now)

    running.do(grant)
    after = running.instance(matter).next_due_at
    assert after == before + timedelta(days=7)
    running.now = before + timedelta(hours=1)
    assert running.sweep().woken == 0


def test_a_rung_fires_once_for_each_due_date(running: Running) -> None:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj")
    running.pass_time(days=20)
    running.sweep()

    def again(session: Session) -> bool:
        deadline = session.scalars(select(Deadline).filter_by(instance_id=matter)).one()
        return ladder.fire(session, deadline, "ES-02", running.now)

    assert running.do(again) is False
    assert running.ask(lambda session: len(session.scalars(select(LadderRung)).all())) == 1


def test_a_broken_instance_becomes_an_incident_and_does_not_stop_the_others(running: Running) -> None:
    running.deploy("urging")
    broken, sound = running.start("urging", lead="yjj"), running.start("urging", lead="fgw")
    running.do(
        lambda session: session.execute(
            update(ProcessInstance).where(ProcessInstance.id == broken).values(engine_state=b"{}")
        )
    )
    running.pass_time(days=40)
    swept = running.sweep()
    assert (swept.woken, swept.broken) == (1, 1)
    assert fired_timers(running, sound)
    incidents = running.ask(lambda session: [row.instance_id for row in session.scalars(select(Incident))])
    assert incidents == [broken]
    assert running.instance(broken).next_due_at == running.now + PUSHED_BACK
    running.now += PUSHED_BACK
    running.sweep()
    assert running.ask(lambda session: len(session.scalars(select(Incident)).all())) == 1, "it is not doubled"


@pytest.mark.both_databases
def test_a_periodic_process_starts_once_a_month_also_for_months_slept_through(running: Running) -> None:
    running.deploy("between")
    assert running.sweep().started == 0, "the month of the deployment is not looked back on"
    running.now = datetime(2027, 2, 3, 2, tzinfo=UTC)
    assert running.sweep().started == 3
    assert running.sweep().started == 0
    begun = running.ask(
        lambda session: sorted(
            key for key in session.scalars(select(ProcessInstance.start_key)) if key is not None
        )
    )
    assert begun == ["2026-12", "2027-01", "2027-02"]


def test_a_deployment_of_a_new_version_does_not_start_a_turn_again(running: Running) -> None:
    running.deploy("between")
    running.now = datetime(2026, 12, 5, 2, tzinfo=UTC)
    assert running.sweep().started == 1
    files = {"between.bpmn": (DIAGRAMS / "between.bpmn").read_bytes() + b"\n"}
    running.do(lambda session: deployments.deploy(session, "between", files, None, running.now).id)
    assert running.sweep().started == 0


@pytest.mark.parametrize(
    ("cycle", "period"),
    [
        ("R/P1M", Period.MONTH),
        ("0 0 9 1 * *", Period.MONTH),
        ("0 0 9 * * MON", Period.WEEK),
        ("0 0 9 * * *", Period.DAY),
        ("0 0 9 1 1 *", Period.YEAR),
        ("0 0/5 * 1-7 * *", None),
        ("whenever", None),
    ],
)
def test_a_cycle_is_read_as_the_period_it_repeats_over(cycle: str, period: Period | None) -> None:
    assert periodic.period_of_cycle(cycle) is period


@pytest.mark.both_databases
def test_a_notice_appears_after_the_commit_once_for_each_post(running: Running) -> None:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj")
    said = notices.NoticeWords(Sentence("催办单", "Urging notice"), Sentence("请办理", "Please act"))

    def tell(session: Session) -> None:
        instance = session.get_one(ProcessInstance, matter)
        notices.tell(session, instance, ["yjj", "scm"], "ES-02", said, running.now, once="2026-12-07")

    running.do(tell)
    running.do(tell)
    assert running.ask(lambda session: session.scalars(select(Notice)).all()) == []
    running.sweep()
    running.sweep()
    posts = running.ask(lambda session: sorted(notice.post_id for notice in session.scalars(select(Notice))))
    assert len(posts) == len(set(posts)) == 3
    mine = running.ask(lambda session: notices.for_user(session, running.user(session, "scm"), running.now))
    assert [notice.title for notice in mine] == ["催办单"]


def test_a_deadline_under_review_rests_and_what_lay_behind_the_due_date_is_not_counted(
    running: Running,
) -> None:
    running.deploy("urging")
    matter = running.start("urging", lead="yjj")
    with running.sessions() as session:
        instance = session.get_one(ProcessInstance, matter)
        deadline = deadlines.live_deadline(session, instance, "SV-09", "yjj")
        assert deadline is not None
        handed_in = deadline.due_at - timedelta(hours=2)
        deadlines.put_under_review(session, deadline, handed_in)
        deadlines.resume(session, deadline, deadline.due_at + timedelta(hours=3))
        assert deadline.review_seconds == 3 * 3600


def test_two_works_of_one_unit_beside_each_other_have_a_limit_each(running: Running) -> None:
    running.deploy("countersign")
    matter = running.start("countersign", units=["yjj", "yjj"])
    limits = select(Deadline).filter_by(instance_id=matter, rule_code="SV-06C").order_by(Deadline.id)

    def states() -> list[DeadlineState]:
        return running.ask(lambda session: [row.state for row in session.scalars(limits)])

    assert states() == [DeadlineState.RUNNING, DeadlineState.RUNNING]
    running.complete(running.open_tasks(matter, "OPINION")[0], "yjj_head", opinion="同意")
    assert states() == [DeadlineState.DONE, DeadlineState.RUNNING]
