"""Whatever comes in whatever order, the ladder keeps its promises and the matter can still be closed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import MatterState
from tests import standing
from tests.scenarios.supervision.matters_at_work import SHANGHAI, Matter, Office
from workflows.acts import ActRefused

RUNGS = ["ES-01", "ES-02", "ES-03", "ES-04", "ES-05", "ES-06"]
ACTS = st.sampled_from(
    ["wait a day", "wait four days", "wait nine days", "hand in", "return", "extend", "progress"]
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(ACTS, min_size=3, max_size=9))
def test_the_ladder_keeps_its_order_whatever_happens(
    opened_office: Path, place: Path, acts: list[str]
) -> None:
    engine = standing.engine_on(standing.put(place, opened_office))
    office = Office(engine)
    matter = office.begin().signed_in(co=["zjj"])
    for act in acts:
        do(office, matter, act)
        keeps_its_promises(office, matter)
    close(matter)
    assert matter.state is MatterState.CLOSED
    office.later(days=31)
    assert matter.state is MatterState.ARCHIVED
    engine.dispose()


def do(office: Office, matter: Matter, act: str) -> None:
    """The act, where the matter stands so that it can be tried at all; a refusal changes nothing."""
    open_now = matter.open()
    if act.startswith("wait"):
        office.later(days={"a day": 1, "four days": 4, "nine days": 9}[act.removeprefix("wait ")])
    elif act == "hand in" and "SV-09" in open_now:
        matter.hand_in()
        if "SV-06C" in open_now:
            matter.do("SV-06C", "zjj_head", co_opinion="同意主办单位意见", countersign="agree")
    elif act == "return" and "SV-10" in open_now:
        matter.do("SV-10", "clerk2", outcome="return", rework_reason="佐证材料不足")
        if "SV-10S" in matter.open():
            matter.do("SV-10S", "sg", outcome="agree")
    elif act == "extend" and "SV-09" in open_now:
        extend(matter)
    elif act == "progress" and "SV-09" in open_now:
        matter.press("填报进展", "yjj_sec")
        matter.do("SV-07V", "yjj_sec", outcome="report", progress=50, progress_text="过半", need_help=False)


def extend(matter: Matter) -> None:
    before = matter.deadline("SV-09").due_at
    if matter.tasks(element="SV-08") and "SV-08" in matter.open():
        return
    matter.press("申请延期", "yjj_head")
    until = (before + timedelta(days=2)).astimezone(SHANGHAI).date()
    asked = {
        "outcome": "ask",
        "new_due": until,
        "extension_reason": "设备采购须走招标程序",
        "extension_progress": "六成",
    }
    if matter.sentences("SV-08", **asked):
        return
    try:
        matter.do("SV-08", "yjj_head", **asked)
    except ActRefused:
        assert matter.deadline("SV-09").due_at == before
        return
    matter.do("SV-08A", "sg", outcome="grant")
    assert matter.deadline("SV-09").due_at > before


def keeps_its_promises(office: Office, matter: Matter) -> None:
    assert matter.incidents() == []
    climbed = matter.rungs("yjj")
    assert climbed == RUNGS[: len(climbed)], "a rung twice, or out of order"
    asked = [element for element in matter.open() if element in RUNGS]
    assert set(asked) <= set(climbed)
    if "SV-10" in matter.open():
        assert asked == [], "the ladder asks while the result is under review"
    if "ES-02" in climbed:
        assert matter.deadline("SV-09").due_at <= office.now


def close(matter: Matter) -> None:
    for element, by, answers in (
        ("SV-09", "yjj", None),
        ("SV-06C", "zjj_head", {"co_opinion": "同意主办单位意见", "countersign": "agree"}),
    ):
        if element in matter.open():
            matter.hand_in(by) if answers is None else matter.do(element, by, **answers)
    matter.passed()
    matter.read_and_agreed()
    matter.closed()
