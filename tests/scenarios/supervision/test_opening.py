"""Before the dispatch: not opened, merged, classified, returned; who approves; several matters of a paper."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models import Confidentiality, InstanceLink, InstanceState, LinkKind, MatterState, ProcessInstance
from tests.scenarios.supervision.matters_at_work import PROPOSED, Matter, Office
from workflows.acts import ActRefused


def test_a_paper_for_information_is_not_opened(at_work: Office) -> None:
    matter = at_work.begin().registered()
    matter.do("SV-02", "clerk1", open_decision="not_open")
    assert matter.state is MatterState.NOT_OPENED
    assert matter.instance.state is InstanceState.COMPLETED
    assert matter.instance.number is None


def test_the_secretary_general_may_refuse_to_open(at_work: Office) -> None:
    matter = at_work.begin().registered()
    matter.do("SV-02", "clerk1", **PROPOSED)
    matter.do("SV-03", "sg", outcome="not_open", opinion="已有安排")
    assert matter.state is MatterState.NOT_OPENED


def test_a_proposal_is_returned_and_proposed_again(at_work: Office) -> None:
    matter = at_work.begin().registered()
    matter.do("SV-02", "clerk1", **PROPOSED)
    matter.do("SV-03", "sg", outcome="return", opinion="请明确协办单位")
    assert matter.open() == ["SV-02"]
    matter.do("SV-02", "clerk1", **{**PROPOSED, "co": ["zjj"]})
    matter.do("SV-03", "sg", outcome="approve")
    assert matter.open() == ["SV-04"]


def test_a_duplicate_is_merged_into_the_matter_that_runs(at_work: Office) -> None:
    first = at_work.begin().dispatched()
    second = at_work.begin().registered(title="再次要求检查供暖安全")
    second.do("SV-02", "clerk1", open_decision="merge", merge_into=first.instance.number)
    assert second.state is MatterState.MERGED
    at_work.later(minutes=1)
    assert first.told("merged") == set() and second.told("merged") == {"yjj-head", "yjj-liaison"}
    with at_work.sessions() as session:
        [link] = session.scalars(select(InstanceLink)).all()
    assert (link.source_id, link.target_id, link.kind) == (second.id, first.id, LinkKind.MERGED_INTO)


@pytest.mark.parametrize("number", ["双政督〔2026〕99号", "不是编号"])
def test_merging_into_a_number_nobody_has_is_refused_and_nothing_is_kept(
    at_work: Office, number: str
) -> None:
    matter = at_work.begin().registered()
    with pytest.raises(ActRefused) as refusal:
        matter.do("SV-02", "clerk1", open_decision="merge", merge_into=number)
    assert refusal.value.field == "merge_into"
    assert matter.open() == ["SV-02"]
    assert matter.sentences("SV-02", open_decision="merge") == {"merge_into": "请填写“并入事项编号”。"}


def test_a_classified_paper_leaves_a_number_and_nothing_else(at_work: Office) -> None:
    matter = at_work.begin()
    matter.do(
        "SV-01",
        "clerk1",
        confidentiality="classified",
        title="绝不能留下的标题",
        instruction_text="绝不能留下的正文",
    )
    assert matter.state is MatterState.OFFLINE
    instance = matter.instance
    assert instance.confidentiality is Confidentiality.CLASSIFIED
    assert instance.number == "双政督（线下）〔2026〕1号"
    assert instance.state is InstanceState.COMPLETED
    kept = matter.read(lambda session, row: repr((row.title, row.variables, row.engine_state)))
    answers = repr([(task.answers, task.variables) for task in matter.tasks()])
    assert "绝不能留下" not in kept + answers


@pytest.mark.parametrize(
    ("proposed", "registered", "authorised", "approver"),
    [
        ({}, {}, True, "sg"),
        ({}, {"category": "4"}, True, "sg"),
        ({"accountability": True}, {"category": "4"}, True, "mayor"),
        ({"accountability": True}, {"category": "1"}, True, "sg"),
        ({}, {}, False, "mayor"),
    ],
)
def test_the_mayor_approves_accountability_and_what_he_has_not_authorised(
    at_work: Office, proposed: dict, registered: dict, authorised: bool, approver: str
) -> None:
    if not authorised:
        at_work.setting("standing_authorisation", "")
    matter = at_work.begin().registered(**registered)
    matter.do("SV-02", "clerk1", **{**PROPOSED, **proposed})
    assert matter.offered_to("SV-03") == [approver]


def test_a_campaign_stage_needs_a_date(at_work: Office) -> None:
    matter = at_work.begin().opened({"kind": "campaign"})
    with pytest.raises(ActRefused) as refusal:
        matter.dispatch()
    assert refusal.value.field == "due_on"
    matter.dispatch(due_on=date(2026, 12, 31))
    assert matter.open() == ["SV-05"]


def test_a_lead_that_is_its_own_co_organiser_is_refused(at_work: Office) -> None:
    matter = at_work.begin().opened(co=["zjj"])
    with pytest.raises(ActRefused):
        matter.dispatch(co=["yjj", "zjj"])


def test_one_paper_with_three_matters_opens_three_linked_instances(at_work: Office) -> None:
    first = at_work.begin().opened(
        matters=[
            {"title": "整治燃气安全", "lead": "zjj", "co": [], "task_text": "排查燃气管网", "due_on": None},
            {
                "title": "整治消防通道",
                "lead": "xfzd",
                "co": ["cgj"],
                "task_text": "清理通道",
                "due_on": date(2026, 12, 20),
            },
        ]
    )
    first.dispatch()
    with at_work.sessions() as session:
        ids = session.scalars(select(ProcessInstance.id).order_by(ProcessInstance.id)).all()
    _first, gas, fire = (Matter(at_work, id_) for id_ in ids)
    assert gas.open() == fire.open() == ["SV-04"]
    assert gas.instance.title == "整治燃气安全"
    gas.dispatch()
    fire.dispatch()
    assert [m.instance.number for m in (first, gas, fire)] == [f"双政督〔2026〕{n}号" for n in (1, 2, 3)]
    assert fire.open() == ["SV-05", "SV-06C"]
    with at_work.sessions() as session:
        links = session.scalars(select(InstanceLink).order_by(InstanceLink.id)).all()
    assert [(row.source_id, row.target_id, row.kind) for row in links] == [
        (first.id, gas.id, LinkKind.SAME_DOCUMENT),
        (first.id, fire.id, LinkKind.SAME_DOCUMENT),
    ]


def test_an_urgent_matter_is_proposed_approved_and_signed_in_within_two_hours(at_work: Office) -> None:
    matter = at_work.begin().registered(urgency="special")
    assert (matter.due("SV-02") - at_work.now).total_seconds() == 2 * 3600
    matter.do("SV-02", "clerk1", **PROPOSED)
    assert (matter.due("SV-03") - at_work.now).total_seconds() == 2 * 3600
    matter.do("SV-03", "sg", outcome="approve")
    matter.dispatch()
    assert (matter.due("SV-05") - at_work.now).total_seconds() == 2 * 3600
