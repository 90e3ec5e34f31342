"""After the close-out: thirty days to object, a review by others, the archive."""

from __future__ import annotations

from models import InstanceState, MatterState
from tests.scenarios.supervision.matters_at_work import Matter, Office

WHY = "结论与事实不符，我单位已按期完成并报送全部材料"


def objected(matter: Matter, by: str = "yjj_head", unit: str = "yjj") -> None:
    assert matter.press("提出异议", by) == "SV-12O"
    matter.do("SV-12O", by, outcome="raise", objecting_unit=unit, objection_text=WHY)


def test_an_objection_is_reviewed_by_those_who_had_no_hand_in_the_matter(at_work: Office) -> None:
    matter = at_work.begin().finished()
    at_work.later(days=10)
    objected(matter)
    assert matter.open() == ["SV-12R"]
    at_work.later(days=25)
    assert matter.state is MatterState.CLOSED, "an objection under review keeps the matter from the archive"
    matter.do("SV-12R", "dch", outcome="upheld", review_text="经复核，原结论事实清楚")
    assert matter.state is MatterState.ARCHIVED
    assert matter.instance.state is InstanceState.COMPLETED


def test_an_objection_that_holds_opens_the_matter_again(at_work: Office) -> None:
    matter = at_work.begin().finished(co=[])
    objected(matter)
    matter.do("SV-12R", "dch", outcome="overturned", review_text="原结论确有遗漏，重新办理")
    assert matter.state is MatterState.HANDLING
    assert matter.instance.score is None and matter.instance.closed_at is None
    assert matter.open() == ["SV-04"]
    matter.dispatch()
    matter.sign_in()
    matter.hand_in()
    matter.passed()
    matter.read_and_agreed()
    matter.closed()
    at_work.later(days=31)
    assert matter.state is MatterState.ARCHIVED


def test_an_objection_taken_back_leaves_the_thirty_days_running(at_work: Office) -> None:
    matter = at_work.begin().finished()
    assert matter.press("提出异议", "yjj_head") == "SV-12O"
    matter.do("SV-12O", "yjj_head", outcome="withdraw")
    assert matter.open() == []
    assert "提出异议" in matter.buttons("yjj_head")
    at_work.later(days=31)
    assert matter.state is MatterState.ARCHIVED


def test_nobody_objects_after_thirty_days_and_no_stranger_objects_at_all(at_work: Office) -> None:
    matter = at_work.begin().finished()
    assert "提出异议" not in matter.buttons("zjj_head")
    at_work.later(days=29)
    assert "提出异议" in matter.buttons("yjj_head")
    at_work.later(days=2)
    assert matter.buttons("yjj_head") == set()
