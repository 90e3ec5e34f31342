"""The monthly circular over all supervision matters."""

from __future__ import annotations

from sqlalchemy import select

from models import MatterState, ProcessDefinition, ProcessInstance
from tests.scenarios.supervision.matters_at_work import Matter, Office


def circulars(at_work: Office) -> list[Matter]:
    query = (
        select(ProcessInstance.id)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.process_id == "supervision_circular")
        .order_by(ProcessInstance.id)
    )
    with at_work.sessions() as session:
        return [Matter(at_work, id_) for id_ in session.scalars(query)]


def test_a_circular_counts_what_was_closed_and_what_is_late(at_work: Office) -> None:
    at_work.begin().finished()
    at_work.begin().signed_in({"urgency": "urgent"})
    at_work.at(2026, 11, 30, 12, 0)
    circular = at_work.begin(process="supervision_circular")
    assert circular.open() == ["CI-01"]
    assert circular.variables["circular_summary"] == "2026年11月办结1件，平均90分；正在办理1件，其中逾期1件。"


def test_a_circular_is_drafted_signed_and_sent_to_everybody(at_work: Office) -> None:
    circular = at_work.begin(process="supervision_circular")
    circular.do(
        "CI-01",
        "clerk1",
        circular_title="11月督办情况通报",
        circular_text="各单位要按期办结督办事项，及时报送佐证材料。",
    )
    circular.do("CI-02", "sg", outcome="return", circular_text="请补充逾期单位名单，并写明责任单位和时限。")
    circular.do(
        "CI-01",
        "clerk1",
        circular_title="11月督办情况通报",
        circular_text="各单位要按期办结督办事项。逾期单位：市应急管理局。",
    )
    circular.do(
        "CI-02", "sg", outcome="issue", circular_text="各单位要按期办结督办事项。逾期单位：市应急管理局。"
    )
    assert circular.state is MatterState.ARCHIVED
    assert circular.instance.number == "双政督通〔2026〕1号"
    at_work.later(minutes=1)
    assert {"yjj-head", "bqx-gov"} <= circular.told("circular")


def test_a_circular_begins_by_itself_once_a_month(at_work: Office) -> None:
    at_work.at(2026, 11, 30, 12, 0)
    assert circulars(at_work) == []
    at_work.at(2026, 12, 1, 9, 1)
    [circular] = circulars(at_work)
    assert circular.instance.title == "2026年11月督办情况通报"
    at_work.at(2026, 12, 15, 9, 1)
    assert len(circulars(at_work)) == 1
    at_work.at(2027, 1, 4, 9, 1)  # the first working day: 1 January is a holiday
    assert len(circulars(at_work)) == 2
