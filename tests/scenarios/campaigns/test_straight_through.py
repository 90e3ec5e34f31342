"""A campaign from its proposal to the archive, through every hand."""

from __future__ import annotations

from datetime import datetime

from models import InstanceState, MatterState
from tests.scenarios.campaigns.campaigns_at_work import HAZARD, Office
from tests.scenarios.matters_at_work import SHANGHAI


def test_a_campaign_goes_from_its_proposal_to_the_archive(at_work: Office) -> None:
    campaign = at_work.begin()
    assert campaign.offered_to("SC-01") == ["zjj-head"]
    campaign.proposed()
    assert campaign.offered_to("SC-02") == ["yjj"]
    assert campaign.due("SC-02") == datetime(2026, 11, 25, 17, 0, tzinfo=SHANGHAI)
    campaign.do("SC-02", "yjj_liaison", outcome="go", lead="zjj", co=[])
    assert campaign.due("SC-03") == datetime(2026, 11, 30, 17, 0, tzinfo=SHANGHAI)
    campaign.planned()
    assert campaign.offered_to("SC-04") == ["vm_city"]
    campaign.do("SC-04", "vm_city", outcome="approve")
    assert campaign.instance.number == "双安专〔2026〕1号"
    assert campaign.state is MatterState.HANDLING
    assert campaign.open() == ["SC-06"]
    assert campaign.due("SC-06") == datetime(2026, 12, 31, 17, 0, tzinfo=SHANGHAI)
    at_work.at(2026, 11, 24, 15, 0)
    campaign.found(HAZARD)
    assert campaign.open() == ["SC-07"]
    campaign.rectify()
    campaign.recheck()
    assert campaign.open() == []
    at_work.at(2026, 12, 28, 9, 0)  # three working days before the stage ends
    assert campaign.due("SC-11") == datetime(2026, 12, 31, 17, 0, tzinfo=SHANGHAI)
    campaign.stage_read()
    at_work.at(2026, 12, 31, 17, 0)
    assert campaign.due("SC-12") == datetime(2027, 1, 15, 17, 0, tzinfo=SHANGHAI)  # ten working days
    campaign.summed_up()
    assert campaign.state is MatterState.ARCHIVED
    assert campaign.instance.state is InstanceState.COMPLETED
    figures = campaign.variables["counts"]
    assert {name: int(value) for name, value in figures.items()} == {
        "inspections": 1, "hazards": 1, "major": 0, "cleared": 1, "open": 0, "violations": 0
    }  # fmt: skip
    assert campaign.incidents() == []
