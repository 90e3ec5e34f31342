"""The machine was off for two days: everything due fires once, in order, marked with when it was due."""

from __future__ import annotations

from sqlalchemy import select

from models import EventKind, HistoryEvent
from tests.scenarios.supervision.matters_at_work import SHANGHAI, Office
from workflows.running.stored import given_back


def test_after_two_days_off_what_was_due_fires_once_in_order_and_says_when_it_was_due(
    at_work: Office,
) -> None:
    matter = at_work.begin().signed_in({"urgency": "special"})
    at_work.at(2026, 11, 26, 21, 0)  # due on the 24th at 17:00; nobody looked since the 23rd
    rungs = ["ES-01", "ES-02", "ES-03", "ES-04", "ES-05"]
    assert matter.rungs() == rungs
    query = (
        select(HistoryEvent)
        .where(HistoryEvent.instance_id == matter.id, HistoryEvent.kind == EventKind.FIRED)
        .order_by(HistoryEvent.id)
    )
    fired = [
        row
        for row in matter.read(lambda session, instance: list(session.scalars(query)))
        if given_back(row.data).get("timer") and row.element_id.endswith("-when")
    ]
    assert [row.element_id for row in fired] == [f"{rung}-when" for rung in rungs]
    assert [row.due_at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") for row in fired] == [
        "11-24 15:00",
        "11-24 17:00",
        "11-24 21:00",
        "11-25 17:00",
        "11-26 17:00",
    ]
    assert {row.at for row in fired} == {at_work.now}
    at_work.later(hours=1)
    assert matter.rungs() == rungs


def test_many_matters_that_waited_all_go_on(at_work: Office) -> None:
    matters = [at_work.begin().signed_in({"urgency": "urgent"}) for _ in range(5)]
    at_work.at(2026, 11, 26, 17, 1)
    assert [matter.rungs() for matter in matters] == [["ES-01", "ES-02"]] * 5
