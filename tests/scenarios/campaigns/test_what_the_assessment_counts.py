"""The assessment's figure of rectifications: from the hazards' own limits, with the matters behind it."""

from __future__ import annotations

from datetime import date

from tests.scenarios.campaigns.campaigns_at_work import HAZARD, PLAN, Office
from tests.scenarios.matters_at_work import shanghai
from workflows.jobs.assessment_record import CAMPAIGN, Finding, HalfYear, Record
from workflows.office.snapshots import office_snapshot


def record_of(at_work: Office) -> Record:
    """What is on record of the second half of 2026 when it is over."""
    now = shanghai(2027, 1, 4, 9, 0)
    half_year = HalfYear("2026-H2", date(2026, 7, 1), date(2026, 12, 31), now)
    with at_work.sessions() as session:
        return Record(session, office_snapshot(session, None, now), half_year)


def test_a_rectification_that_is_late_counts_against_the_leader_in_charge_of_its_owner(
    at_work: Office,
) -> None:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)
    campaign.found({**HAZARD, "owner": "jtj"}, {**HAZARD, "owner": "gxj"}, {**HAZARD, "owner": "zjj"})
    campaign.rectify("jtj")
    campaign.do("SC-07", "gxj_liaison", party="gxj", **PLAN)  # planned, and never done
    campaign.do("SC-07", "zjj_liaison", party="zjj", **PLAN)
    at_work.at(2026, 12, 11, 9, 0)
    campaign.report_done("zjj")  # a day late
    record, title = record_of(at_work), campaign.instance.title
    late = [Finding("hazard_late", 1, ((campaign.id, title),))]
    assert [found for found in record.findings("vm_city") if found.measure == "hazard_late"] == late
    assert [found for found in record.findings("vm_ind") if found.measure == "hazard_late"] == late
    assert [found for found in record.findings("vm_agri") if found.measure == "hazard_late"] == []
    assert [(row.party, row.late) for row in record.owed(CAMPAIGN, "vm_city")] == [
        ("jtj", False),
        ("zjj", True),
    ]


def test_who_does_not_even_plan_a_rectification_is_late_once_its_day_has_passed(at_work: Office) -> None:
    campaign = at_work.begin().deployed()
    at_work.at(2026, 11, 24, 15, 0)
    campaign.found({**HAZARD, "owner": "gxj"}, {**HAZARD, "owner": "gxj", "rectify_by": date(2027, 1, 20)})
    [found] = record_of(at_work).owed(CAMPAIGN, "vm_ind")
    assert (found.party, found.late) == ("gxj", True)


def test_without_a_hazard_there_is_no_data_and_that_is_not_zero(at_work: Office) -> None:
    at_work.begin().deployed()
    assert record_of(at_work).owed(CAMPAIGN, "vm_city") == []
