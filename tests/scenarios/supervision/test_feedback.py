"""Progress, asked for in periods and offered unasked."""

from __future__ import annotations

from datetime import datetime

from tests.scenarios.supervision.matters_at_work import SHANGHAI, Office

PROGRESS = {"progress": 40, "progress_text": "已检查一半企业", "need_help": False}


def test_periodic_feedback_is_asked_for_again_and_again_until_the_result_is_there(at_work: Office) -> None:
    matter = at_work.begin().signed_in(feedback="periodic", feedback_days=3)
    at_work.at(2026, 11, 26, 16, 59)
    assert matter.open() == ["SV-09"]
    at_work.at(2026, 11, 26, 17, 0)
    assert sorted(matter.open()) == ["SV-07", "SV-09"]
    assert matter.due("SV-07") == datetime(2026, 11, 27, 17, 0, tzinfo=SHANGHAI)
    matter.do("SV-07", "yjj_sec", **PROGRESS)
    at_work.at(2026, 12, 1, 16, 59)
    assert matter.open() == ["SV-09"]
    at_work.at(2026, 12, 1, 17, 0)
    assert sorted(matter.open()) == ["SV-07", "SV-09"]
    matter.hand_in()
    assert matter.open() == ["SV-10"]


def test_a_difficult_matter_is_periodic_by_the_table_when_the_proposal_says_nothing(at_work: Office) -> None:
    matter = at_work.begin().dispatched({"urgency": "difficult"}, feedback=None)
    assert (matter.variables["feedback"], matter.variables["feedback_days"]) == ("periodic", 5)


def test_progress_may_be_offered_at_any_time_and_as_often_as_wanted(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    for progress in (20, 60):
        assert matter.press("填报进展", "yjj_sec") == "SV-07V"
        matter.do("SV-07V", "yjj_sec", outcome="report", **{**PROGRESS, "progress": progress})
    matter.press("填报进展", "yjj_sec")
    matter.do("SV-07V", "yjj_sec", outcome="drop")
    assert matter.variables["progress"] == 60
    assert matter.open() == ["SV-09"]
    assert "填报进展" not in matter.buttons("zjj_head")
