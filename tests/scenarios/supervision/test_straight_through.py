"""A matter from registration to the archive, through every hand."""

from __future__ import annotations

from datetime import datetime

from models import InstanceState, MatterState
from tests.scenarios.supervision.matters_at_work import SHANGHAI, Office


def test_a_matter_goes_from_registration_to_the_archive(at_work: Office) -> None:
    matter = at_work.begin()
    assert matter.open() == ["SV-01"]
    matter.dispatched()
    assert matter.instance.number == "双政督〔2026〕1号"
    assert matter.state is MatterState.HANDLING
    assert matter.open() == ["SV-05"]
    assert matter.due("SV-05") == datetime(2026, 11, 24, 17, 0, tzinfo=SHANGHAI)
    matter.sign_in()
    assert matter.open() == ["SV-09"]
    assert matter.due("SV-09") == datetime(2026, 12, 7, 17, 0, tzinfo=SHANGHAI)  # ten working days
    matter.hand_in()
    assert matter.state is MatterState.REVIEWING
    matter.passed(quality=5)
    assert matter.offered_to("SV-11") == ["scm"]
    matter.read_and_agreed()
    matter.closed(quality=5)
    assert matter.state is MatterState.CLOSED
    assert matter.instance.score == 100
    assert matter.open() == []
    at_work.later(days=29)
    assert matter.state is MatterState.CLOSED
    at_work.later(days=2)
    assert matter.state is MatterState.ARCHIVED
    assert matter.instance.state is InstanceState.COMPLETED
    assert matter.incidents() == []
