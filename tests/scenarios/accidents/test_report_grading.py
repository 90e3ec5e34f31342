"""The grade: what is not known is not zero, it rises with what becomes known, the missing count as dead."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.scenarios.accidents.accidents_at_work import Office
from tests.scenarios.matters_at_work import SHANGHAI

UNKNOWN = {"deaths": None, "missing": None, "serious_injuries": None, "direct_loss_wan": None}


@pytest.mark.parametrize(("known", "grade"), [({}, "general"), ({"deaths": 3}, "larger")])
def test_what_is_not_known_never_lowers_the_grade_and_leaves_it_provisional(
    at_work: Office, known: dict, grade: str
) -> None:
    report = at_work.reported(**{**UNKNOWN, **known})
    assert report.grade == (grade, True)


def test_somebody_missing_leaves_a_complete_count_provisional(at_work: Office) -> None:
    assert at_work.reported(missing=1).grade == ("general", True)


@pytest.mark.parametrize(
    ("deaths", "needed"),
    [(2, []), (3, ["较大以上事故必须报省应急管理厅"]), (10, ["较大以上事故必须报省应急管理厅"])],
)
def test_the_grade_says_how_far_up_it_is_reported(at_work: Office, deaths: int, needed: list[str]) -> None:
    report = at_work.reported(deaths=deaths)
    said = report.sentences("AR-03", outcome="report", report_to=["city"])
    assert [words for words in needed if words not in said.get("report_to", "")] == []
    assert bool(needed) == ("report_to" in said)
    if deaths >= 10:
        again = report.sentences("AR-03", outcome="report", report_to=["city", "province"])
        assert "重大以上事故必须报国务院应急管理部门" in again["report_to"]


def test_a_supplement_raises_the_grade_and_everybody_knows(at_work: Office) -> None:
    report = at_work.reported(deaths=2)
    assert report.grade == ("general", False)
    at_work.later(hours=20)
    report.supplement(deaths=3)
    assert report.grade == ("larger", False)
    assert report.figures() == (3, 0, 2, 300)
    at_work.later(minutes=1)
    assert {"mayor", "scm", "zjj-head", "jxx-gov"} <= report.told("accident-regraded")


def test_what_was_known_cannot_become_unknown_again(at_work: Office) -> None:
    report = at_work.reported(deaths=3)
    report.supplement(deaths=None, missing=None, serious_injuries=None, direct_loss_wan=None)
    assert report.figures() == (3, 0, 2, 300)
    assert report.grade == ("larger", False)


def test_a_county_supplements_its_own_accident(at_work: Office) -> None:
    report = at_work.reported(by="jxx_yj", serious_injuries=None)
    assert report.grade == ("general", True)
    report.supplement(by="jxx_yj", serious_injuries=10)
    assert report.grade == ("larger", False)


def test_after_the_window_nothing_is_supplemented_any_more(at_work: Office) -> None:
    report = at_work.reported()  # its own acts are still to be done: the matter stays open
    at_work.at(2026, 12, 23, 23, 0)
    assert "补报伤亡变化" in report.buttons("yjj_liaison")
    at_work.at(2026, 12, 24, 0, 1)
    assert "补报伤亡变化" not in report.buttons("yjj_liaison")


@pytest.mark.parametrize(
    ("domain", "ends"),
    [("construction", (2026, 12, 24)), ("road_traffic", (2026, 12, 1)), ("fire", (2026, 12, 1))],
)
def test_at_the_windows_end_the_missing_count_as_dead(
    at_work: Office, domain: str, ends: tuple[int, int, int]
) -> None:
    report = at_work.reported(accident_domain=domain, deaths=1, missing=2).handled()
    report.summed_up()
    assert report.deadline("D03").due_at == datetime(*ends, tzinfo=SHANGHAI)
    assert report.grade == ("general", True)
    at_work.at(*ends, 0, 0)
    assert report.grade == ("larger", False)
    assert report.figures() == (3, 0, 2, 300)


def test_the_follow_up_carries_new_figures_too(at_work: Office) -> None:
    report = at_work.reported()
    report.rescued()
    at_work.at(2026, 11, 24, 8, 0)
    report.do("AR-07", "yjj_sec", progress="搜救中又发现遇难者两名。", deaths=3)
    assert report.grade == ("larger", False)
