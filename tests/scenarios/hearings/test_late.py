"""The quarter nears its end and passes: reminders, the red light, the explanation, a hearing made up for."""

from __future__ import annotations

from datetime import date, datetime

from models import MatterState
from tests.scenarios.hearings.hearings_at_work import Office
from tests.scenarios.matters_at_work import SHANGHAI


def test_the_leader_is_reminded_every_day_from_fifteen_days_before(at_work: Office) -> None:
    hearing = at_work.begin().arranged()
    at_work.at(2026, 12, 17, 8, 59)
    assert hearing.told("hearing-near") == set()
    at_work.at(2026, 12, 17, 9, 0)
    at_work.later(minutes=1)
    assert hearing.told("hearing-near") == {"vm_city", "dch"}
    assert hearing.notices("hearing-near", "vm_city") == 1
    at_work.at(2026, 12, 18, 9, 1)
    at_work.later(minutes=1)
    assert hearing.notices("hearing-near", "vm_city") == 2
    hearing.held(held_on=date(2026, 12, 18))
    at_work.at(2026, 12, 22, 9, 1)
    at_work.later(minutes=1)
    assert hearing.notices("hearing-near", "vm_city") == 2


def test_not_held_by_the_quarters_end_is_red_explained_and_made_up_for_late(at_work: Office) -> None:
    hearing = at_work.begin().arranged()
    at_work.at(2027, 1, 1, 0, 0)
    at_work.later(minutes=1)
    assert {"vm_city", "scm", "sg", "mayor"} <= hearing.told("hearing-overdue")
    assert hearing.offered_to("QH-05E") == ["vm_city"]
    assert hearing.due("QH-05") == datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI)
    said = hearing.sentences("QH-05E", late_reason="无", makeup_on=date(2027, 2, 1))
    assert "至少10个字" in said["late_reason"]
    assert "超过补办期限" in said["makeup_on"]
    hearing.do("QH-05E", "vm_city", late_reason="年末连续处置雪灾，未能安排。", makeup_on=date(2027, 1, 8))
    assert "QH-05" in hearing.open()
    at_work.at(2027, 1, 8, 15, 0)
    hearing.held(held_on=date(2027, 1, 8))
    assert hearing.instance.title.endswith("（迟）")
    assert hearing.variables["late"] is True
    assert hearing.deadline("QH-05").done_at > hearing.deadline("QH-05").due_at
    hearing.drafted().signed()
    assert hearing.state is MatterState.ARCHIVED


def test_held_in_time_and_taken_down_after_the_quarter_is_not_late(at_work: Office) -> None:
    hearing = at_work.begin().arranged()
    at_work.at(2027, 1, 4, 9, 0)
    hearing.held(held_on=date(2026, 12, 31))
    assert hearing.variables["late"] is False
    assert not hearing.instance.title.endswith("（迟）")
