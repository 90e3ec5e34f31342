"""The lead unit says it is not its duty: another unit, a refusal, a final ruling."""

from __future__ import annotations

import pytest

from models import DeadlineState, PartyRelation
from tests.scenarios.supervision.matters_at_work import Matter, Office
from workflows import matters
from workflows.acts import ActRefused

BASIS = "“三定”规定未赋予我单位该项职责"


def returned(matter: Matter, unit: str = "yjj") -> None:
    matter.do("SV-05", f"{unit}_head", outcome="return", return_basis=BASIS, proposed_unit="zjj")


def test_a_returned_matter_goes_to_another_unit_with_a_clock_of_its_own(at_work: Office) -> None:
    matter = at_work.begin().dispatched()
    returned(matter)
    assert matter.open() == ["SV-05R"]
    at_work.later(hours=3)
    matter.do("SV-05R", "clerk2", outcome="reassign", new_lead="zjj")
    assert matter.open() == ["SV-05"]
    assert matter.offered_to("SV-05") == ["zjj-head", "zjj-liaison"]
    old, new = matter.deadlines("SV-09")
    assert (old.party, old.state) == ("yjj", DeadlineState.WITHDRAWN)
    assert (new.party, new.state) == ("zjj", DeadlineState.RUNNING)
    former = matter.read(lambda session, row: matters.parties(session, row, PartyRelation.FORMER_LEAD))
    assert former == ["yjj"]
    matter.sign_in("zjj")
    matter.hand_in("zjj")
    assert matter.open() == ["SV-10"]


def test_a_second_return_is_ruled_by_the_secretary_general_and_the_ruling_is_final(at_work: Office) -> None:
    matter = at_work.begin().dispatched()
    returned(matter)
    matter.do("SV-05R", "clerk2", outcome="reassign", new_lead="zjj")
    returned(matter, "zjj")
    assert matter.open() == ["SV-05S"]
    assert matter.offered_to("SV-05S") == ["sg"]
    matter.do("SV-05S", "sg", outcome="reassign", new_lead="yjj", opinion="由应急局牵头")
    assert matter.offered_to("SV-05") == ["yjj-head", "yjj-liaison"]
    assert matter.variables["must_sign"] is True
    matter.sign_in("yjj")
    assert matter.open() == ["SV-09"]


def test_a_refused_return_must_be_signed_in(at_work: Office) -> None:
    matter = at_work.begin().dispatched()
    returned(matter)
    matter.do("SV-05R", "clerk2", outcome="refuse", opinion="属于应急局职责")
    assert matter.offered_to("SV-05") == ["yjj-head", "yjj-liaison"]
    assert matter.variables["must_sign"] is True
    assert matter.deadline("SV-09").party == "yjj"
    at_work.later(minutes=1)
    assert matter.told("return-refused") == {"yjj-head", "yjj-liaison"}


def test_the_matter_is_not_given_back_to_the_unit_that_returned_it(at_work: Office) -> None:
    matter = at_work.begin().dispatched(co=["zjj"])
    returned(matter)
    for unfit in ("yjj", "zjj"):
        with pytest.raises(ActRefused) as refusal:
            matter.do("SV-05R", "clerk2", outcome="reassign", new_lead=unfit)
        assert refusal.value.field == "new_lead"


def test_a_unit_that_does_not_sign_in_is_urged_once(at_work: Office) -> None:
    matter = at_work.begin().dispatched()
    at_work.at(2026, 11, 24, 16, 59)
    assert matter.told("sign-in-late") == set()
    at_work.at(2026, 11, 24, 17, 1)
    assert {"yjj-head", "yjj-liaison"} <= matter.told("sign-in-late")
    assert matter.open() == ["SV-05"]
    matter.sign_in()
    assert matter.open() == ["SV-09"]
