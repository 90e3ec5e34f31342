"""An accident's report from the first call to the archive, through every hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import InstanceState, MatterState, User
from tests.scenarios.accidents.accidents_at_work import REPORTED, Office, Report
from tests.scenarios.matters_at_work import SHANGHAI, shanghai
from workflows.instances import startable
from workflows.messages import send
from workflows.permissions import NotVisible, instance_for


def test_a_report_goes_from_the_call_to_the_archive(at_work: Office) -> None:
    report = at_work.reported()
    assert report.instance.number == "双事报〔2026〕1号"
    assert report.state is MatterState.HANDLING
    assert report.grade == ("general", False)
    assert sorted(set(report.open())) == ["AR-03", "AR-04", "AR-05", "AR-06"]
    assert report.variables["readers"] == ["mayor", "scm", "vm_city", "sg"]
    assert report.due("AR-03") == datetime(2026, 11, 23, 11, 0, tzinfo=SHANGHAI)  # two hours from the call
    report.handled()
    assert report.open() == ["AR-10"]
    assert report.due("AR-10") == datetime(2026, 11, 30, 17, 0, tzinfo=SHANGHAI)
    report.summed_up()
    assert report.open() == []  # the window for supplements is open for thirty days
    at_work.at(2026, 12, 23, 23, 59)
    assert report.state is MatterState.HANDLING
    at_work.at(2026, 12, 24, 0, 0)
    assert report.state is MatterState.ARCHIVED
    assert report.instance.state is InstanceState.COMPLETED
    assert report.incidents() == []


def test_a_county_reports_and_sees_its_own_and_another_does_not(at_work: Office) -> None:
    report = at_work.reported(by="jxx_yj")
    assert report.variables["registrar"] == "jxx"
    assert report.offered_to("AR-04") == ["yjj"]
    assert report.variables["co"] == ["jxx", "zjj"]
    assert report.buttons("jxx_yj") == {"补报伤亡变化"}
    with at_work.sessions() as session:
        for name in ("jxx_gov", "zjj_head", "vm_city"):
            user = session.scalars(select(User).filter_by(username=name)).one()
            assert instance_for(session, user, report.id, at_work.now).id == report.id
        stranger = session.scalars(select(User).filter_by(username="bsq_yj")).one()
        with pytest.raises(NotVisible):
            instance_for(session, stranger, report.id, at_work.now)


def test_the_duty_desk_and_the_counties_may_begin_one_and_other_departments_may_not(at_work: Office) -> None:
    def begins(name: str) -> bool:
        with at_work.sessions() as session:
            user = session.scalars(select(User).filter_by(username=name)).one()
            return "accident_report" in {one.process_id for one in startable(session, user, at_work.now)}

    assert [name for name in ("yjj_sec", "jxx_yj", "clerk1", "zjj_head", "auditor") if begins(name)] == [
        "yjj_sec",
        "jxx_yj",
        "clerk1",
    ]


def test_another_system_reports_an_accident_once(at_work: Office) -> None:
    def report(session: Session) -> None:
        told = {"title": "110转报：某路口追尾事故", "place": "某路口"}
        send(session, "accident-reported", "110-7", told, None, at_work.now, message_id=f"110:{at_work.now}")

    at_work.do(report)
    at_work.later(minutes=1)
    at_work.do(report)
    [matter] = at_work.matters_of("accident_report")
    case = Report(at_work, matter)
    assert case.offered_to("AR-01") == ["yjj"] and case.instance.title == "110转报：某路口追尾事故"
    case.do("AR-01", "yjj_sec", **{**REPORTED, "title": "某路口追尾事故", "place": "某路口"})
    assert case.instance.number == "双事报〔2026〕1号"


def test_the_citys_two_hours_run_from_the_countys_report(at_work: Office) -> None:
    report = at_work.called("jxx_yj")
    at_work.later(hours=1)
    report.do("AR-01", "jxx_yj", **REPORTED)
    assert report.due("AR-03") == datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)
    assert report.deadline("D02", "jxx").due_at == shanghai(2026, 11, 23, 11, 0)
    assert report.variables["late_report"] is False


@pytest.mark.parametrize(("minutes", "late"), [(119, False), (120, False), (121, True)])
def test_a_county_that_reports_after_two_hours_is_suspected_of_lateness(
    at_work: Office, minutes: int, late: bool
) -> None:
    report = at_work.called("jxx_yj")
    at_work.later(minutes=minutes)
    report.do("AR-01", "jxx_yj", **REPORTED)
    assert report.variables["late_report"] is late


@pytest.mark.parametrize(("informed", "late"), [((8, 1), False), ((8, 0), False), ((7, 59), True)])
def test_a_unit_that_reports_after_an_hour_is_suspected_of_lateness(
    at_work: Office, informed: tuple[int, int], late: bool
) -> None:
    report = at_work.reported(unit_informed_at=shanghai(2026, 11, 23, *informed))
    assert report.variables["late_report"] is late
    [limit] = report.deadlines("D01")
    assert limit.done_at == shanghai(2026, 11, 23, 9, 0)


def test_nobody_is_called_late_where_nobody_knows_since_when(at_work: Office) -> None:
    report = at_work.reported(unit_informed_at=None)
    assert report.variables["late_report"] is False and report.deadlines("D01") == []


def test_everybody_concerned_is_told_at_once(at_work: Office) -> None:
    report = at_work.reported()
    at_work.later(minutes=1)
    assert {"mayor", "scm", "vm_city", "sg", "jxx-gov", "jxx-yj", "zjj-head"} <= report.told("accident")


def test_an_instruction_becomes_a_most_urgent_supervision_matter(at_work: Office) -> None:
    report = at_work.reported()
    order = {"instruction": "全力救援，查明原因。", "instructed_unit": "zjj"}
    report.reads_it("mayor", outcome="instruct", **order, instruction_due=date(2026, 11, 25))
    report.reads_it("sg")
    [supervised] = at_work.matters_of("supervision")
    asked = Report(at_work, supervised).variables
    assert (asked["category"], asked["urgency"], asked["kind"]) == ("3", "special", "instruction")
    assert (asked["lead"], asked["leader"], asked["due_on"]) == ("zjj", "mayor", date(2026, 11, 25))
    assert asked["title"] == "事故批示：某工地坍塌事故"
    assert asked["proposed_by"] == str(report.id)
    assert report.opened("AR-05") == 2


def test_the_same_accident_reported_twice_is_merged(at_work: Office) -> None:
    first, second = at_work.reported(), at_work.reported(title="同一起事故")
    assert second.instance.number == "双事报〔2026〕2号"
    second.do("AR-03", "yjj_head", outcome="merge", merge_into=first.instance.number)
    assert second.state is MatterState.MERGED and second.open() == []
    assert second.instance.state is not InstanceState.RUNNING
    assert first.opened("AR-03") == 1


def test_a_false_report_is_withdrawn_with_approval(at_work: Office) -> None:
    report = at_work.reported()
    assert report.press("撤销（误报）", "yjj_head") is None
    report.do("AR-13", "sg", outcome="keep", withdraw_reason="现场尚未核实完毕。")
    assert report.state is MatterState.HANDLING
    report.press("撤销（误报）", "yjj_head")
    report.do("AR-13", "mayor", outcome="withdraw", withdraw_reason="经核实为演练，未发生事故。")
    assert report.state is MatterState.CANCELLED and report.open() == []
