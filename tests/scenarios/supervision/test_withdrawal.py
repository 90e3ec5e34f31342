"""撤销: asked for by a button, decided with a reason, and until then everything goes on."""

from __future__ import annotations

from models import DeadlineState, InstanceState, MatterState
from tests.scenarios.supervision.matters_at_work import Office


def test_a_matter_withdrawn_ends_with_its_reason_and_everybody_is_told(at_work: Office) -> None:
    matter = at_work.begin().signed_in(co=["zjj"])
    assert matter.press("撤销事项", "sg") == "SV-14"
    assert sorted(matter.open()) == ["SV-06C", "SV-09", "SV-14"]
    matter.do("SV-14", "sg", outcome="withdraw", withdraw_reason="上级已统一部署，不再单独督办")
    assert matter.state is MatterState.CANCELLED
    assert matter.instance.state is not InstanceState.RUNNING
    assert matter.open() == []
    assert {row.state for row in matter.deadlines("SV-09")} == {DeadlineState.WITHDRAWN}
    at_work.later(minutes=1)
    assert {"yjj-head", "zjj-head", "scm"} <= matter.told("withdrawn")


def test_a_withdrawal_not_approved_changes_nothing(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    matter.press("撤销事项", "mayor")
    matter.do("SV-14", "mayor", outcome="keep")
    assert matter.open() == ["SV-09"]
    assert "撤销事项" in matter.buttons("sg")


def test_a_matter_can_be_withdrawn_before_it_has_a_number(at_work: Office) -> None:
    matter = at_work.begin().registered()
    matter.press("撤销事项", "sg")
    matter.do("SV-14", "sg", outcome="withdraw", withdraw_reason="登记有误，重新登记")
    assert matter.state is MatterState.CANCELLED


def test_only_the_secretary_general_and_the_mayor_have_the_button(at_work: Office) -> None:
    matter = at_work.begin().signed_in()
    assert "撤销事项" not in matter.buttons("yjj_head") | matter.buttons("clerk1") | matter.buttons("scm")
