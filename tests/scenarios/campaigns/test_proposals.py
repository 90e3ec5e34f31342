"""What becomes of a proposal: carried out, declined, merged, not carried out, supervised, offline."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models import InstanceLink, InstanceState, LinkKind, MatterState
from tests.scenarios.campaigns.campaigns_at_work import PROPOSED, Campaign, Office
from workflows import messages


def proposed_by_a_hearing(at_work: Office, key: str = "hearing-1") -> Campaign:
    variables = {"proposed_by": "0", "title": "危化品运输专项整治", "type": "rectification"}
    at_work.do(
        lambda session: messages.send(
            session, "campaign-proposed", key, variables, None, at_work.now, message_id=key
        )
    )
    return Campaign(at_work, at_work.matters_of("special_campaign")[-1])


def test_another_process_proposes_once_and_the_committees_office_decides(at_work: Office) -> None:
    campaign = proposed_by_a_hearing(at_work)
    proposed_by_a_hearing(at_work)
    assert len(at_work.matters_of("special_campaign")) == 1
    assert campaign.offered_to("SC-01") == ["yjj"]
    assert campaign.instance.title == "危化品运输专项整治"
    campaign.do(
        "SC-01", "yjj_head", confidentiality="public", outcome="decline", decline_reason="已列入年度执法计划"
    )
    assert campaign.state is MatterState.NOT_OPENED
    assert campaign.instance.state is InstanceState.COMPLETED


def test_whoever_proposes_by_hand_cannot_decline_it(at_work: Office) -> None:
    campaign = at_work.begin()
    said = campaign.sentences("SC-01", confidentiality="public", outcome="decline")
    assert "请从列出的选项中选择" in said["outcome"]


def test_a_classified_campaign_leaves_a_number_and_nothing_else(at_work: Office) -> None:
    campaign = at_work.begin(title="不应留下的标题")
    campaign.do("SC-01", "zjj_head", confidentiality="classified")
    assert campaign.state is MatterState.OFFLINE
    assert campaign.instance.title == "涉密事项（线下办理）"
    assert "title" not in campaign.variables


def test_a_duplicate_is_merged_into_the_running_campaign(at_work: Office) -> None:
    first = at_work.begin().deployed()
    second = at_work.begin("yjj_head").proposed("yjj_head")
    second.do("SC-02", "yjj_liaison", outcome="merge", merge_into=first.instance.number)
    assert second.state is MatterState.MERGED
    with at_work.sessions() as session:
        [link] = session.scalars(select(InstanceLink))
    assert (link.source_id, link.target_id, link.kind) == (second.id, first.id, LinkKind.MERGED_INTO)


def test_a_proposal_is_not_carried_out_with_a_reason(at_work: Office) -> None:
    campaign = at_work.begin().proposed()
    assert "请填写" in campaign.sentences("SC-02", outcome="not_open")["not_open_reason"]
    campaign.do("SC-02", "yjj_liaison", outcome="not_open", not_open_reason="与日常检查重复")
    assert campaign.state is MatterState.NOT_OPENED


def test_a_campaign_ordered_from_above_is_supervised_as_category_two(at_work: Office) -> None:
    campaign = at_work.begin().sorted_out({"trigger": "upper", "source_doc_no": "黑安办〔2026〕9号"})
    assert campaign.open() == ["SC-03"]
    [supervised] = at_work.matters_of("supervision")
    variables = Campaign(at_work, supervised).variables
    assert (variables["category"], variables["kind"], variables["lead"]) == ("2", "campaign", "zjj")
    assert variables["due_on"] == PROPOSED["period_to"]
    with at_work.sessions() as session:
        [link] = session.scalars(select(InstanceLink))
    assert (link.source_id, link.target_id, link.kind) == (campaign.id, supervised, LinkKind.FOLLOWS)


REFUSED = [
    ({"period_to": date(2026, 11, 23)}, "period_to", "应晚于开始日期"),
    ({"period_from": date(2026, 1, 5), "period_to": date(2026, 6, 30)}, "period_to", "应晚于今天"),
    ({"period_to": date(2028, 1, 1)}, "period_to", "一次行动不超过一年"),
    ({"trigger": "upper"}, "source_doc_no", "请填写“上级文号”"),
    ({"title": "整治"}, "title", "至少4个字"),
    ({"type": "raid"}, "type", "请从列出的选项中选择"),
    ({"proposed_lead": None}, "proposed_lead", "请选择“建议牵头单位”"),
]


def test_a_proposal_is_refused_by_field(at_work: Office) -> None:
    campaign = at_work.begin()
    for answers, field, words in REFUSED:
        assert words in campaign.sentences("SC-01", **{**PROPOSED, **answers})[field], answers


def test_the_lead_cannot_be_its_own_partner(at_work: Office) -> None:
    campaign = at_work.begin().proposed()
    said = campaign.sentences("SC-02", outcome="go", lead="zjj", co=["zjj", "gaj"])
    assert "牵头单位不能同时是协同单位" in said["co"]


def test_each_season_proposes_a_campaign_once_a_year_and_the_office_decides(at_work: Office) -> None:
    at_work.at(2027, 1, 5, 8, 29)
    assert at_work.matters_of("special_campaign") == []
    at_work.at(2027, 1, 5, 8, 30)
    at_work.at(2027, 1, 6, 8, 30)
    [spring] = (Campaign(at_work, id_) for id_ in at_work.matters_of("special_campaign"))
    assert spring.offered_to("SC-01") == ["yjj"]
    assert spring.instance.title == "2027年春节期间安全生产专项整治"
    assert spring.variables["period_to"] == date(2027, 2, 24)
    spring.do("SC-01", "yjj_liaison", **{**suggested(spring), "outcome": "propose"})
    assert spring.open() == ["SC-02"]
    at_work.at(2027, 10, 18, 9, 0)
    titles = [Campaign(at_work, id_).instance.title[5:7] for id_ in at_work.matters_of("special_campaign")]
    assert titles == ["春节", "全国", "汛期", "安全", "国庆", "冬季"]


def suggested(campaign: Campaign) -> dict:
    """What the season's suggestion filled in; the rest as any proposal has it."""
    names = ("title", "type", "trigger", "scope", "proposed_lead", "period_from", "period_to")
    return {"confidentiality": "public", "access_check": False} | {
        name: campaign.variables[name] for name in names
    }
