"""专项行动: opened with its number, deployed, counted, circulated, urged and archived."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from models import MatterState, PartyRelation
from workflows import matters, numbering
from workflows.jobs.campaign_record import campaign_figures
from workflows.jobs.matter import codes, lead, matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of, tell
from workflows.rules.calendars import SHANGHAI
from workflows.words import Sentence


@job("campaign.open", gives=("number",))
def open_campaign(call: JobCall) -> Mapping[str, Value]:
    """The scheme is approved: the campaign gets its number, its parties may see it, it is being handled."""
    series = call.office.office.settings["campaign.number_series"]
    year = call.now.astimezone(SHANGHAI).year
    matters.give_number(call.session, call.instance, numbering.document_number(call.session, series, year))
    partners = [code for code in (*codes(call, "co"), *codes(call, "inspecting")) if code != lead(call)]
    for relation, wanted in (
        (PartyRelation.LEAD, [lead(call)]),
        (PartyRelation.CO_ORGANISER, partners),
        (PartyRelation.LEADER, [text(call, "approver")]),
    ):
        matters.set_party(call.session, call.instance, relation, wanted)
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    return {"number": call.instance.number}


@job("campaign.deploy", gives=())
def deploy(call: JobCall) -> Mapping[str, Value]:
    """One department or county is told what to inspect, and until when."""
    matter, until = matter_words(call), value(call, "period_to")
    tell(
        call,
        [text(call, "unit")],
        "campaign",
        Sentence(f"部署专项行动：{matter.zh}", f"Campaign: {matter.en}"),
        Sentence(
            f"请按检查清单开展检查，{until:%Y年%-m月%-d日}前完成。{text(call, 'goals')}",
            f"Inspect by the checklist until {until:%Y-%m-%d}. {text(call, 'goals')}",
        ),
    )
    return {}


@job("campaign.count", gives=("counts",))
def count(call: JobCall) -> Mapping[str, Value]:
    """The figures so far, from the record, for the summary the lead is about to write."""
    figures = campaign_figures(call.session, call.instance)
    names = ("inspections", "hazards", "major", "cleared", "open", "violations")
    return {"counts": {name: Decimal(getattr(figures, name)) for name in names}}


@job("campaign.circulate", gives=())
def circulate(call: JobCall) -> Mapping[str, Value]:
    """The leader's circular on a stage goes to every unit of the campaign."""
    matter, words = matter_words(call), text(call, "circular_text")
    tell(
        call,
        dict.fromkeys([lead(call), *codes(call, "co"), *codes(call, "inspecting")]),
        "campaign-circular",
        Sentence(f"情况通报：{matter.zh}", f"Circular: {matter.en}"),
        Sentence(words, words),
    )
    return {}


@job("campaign.urge", gives=())
def urge(call: JobCall) -> Mapping[str, Value]:
    """A hazard is not rectified in time: its unit, the unit that found it and the leader in charge know."""
    hazard = value(call, "hazard") or {}
    matter, owner = matter_words(call), name_of(call, hazard.get("owner"))
    what = hazard.get("description") or ""
    tell(
        call,
        [hazard.get("owner"), hazard.get("found_by"), call.office.leader_of(hazard["owner"])],
        "rectification-late",
        Sentence(f"隐患整改逾期：{matter.zh}", f"Rectification overdue: {matter.en}"),
        Sentence(f"{owner.zh}：{what}", f"{owner.en}: {what}"),
    )
    return {}


@job("campaign.archive", gives=("counts",))
def archive(call: JobCall) -> Mapping[str, Value]:
    """The report is approved and the last hazard cleared: the final figures stay with the matter."""
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return count(call)
