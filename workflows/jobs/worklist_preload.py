"""启动建账: the new list begins with every leader's standing items and with what is left from last year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from models import InstanceState, ProcessDefinition, ProcessInstance
from workflows.deployments.decision_tables import tables_of
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.yearly import is_second_of_year, turn_year
from workflows.running.stored import given_back
from workflows.words import Sentence

LIST, ITEM = "annual_worklist", "duty_item"
STANDING = "standing_items"
PARTS = ("M", "E", "S", "V", "G")
SECOND_HALF = 7  #: from this month on a list drawn up by hand is next year's
_KEPT = ("leader", "clauses", "work", "target", "measures", "lead", "co", "evidence", "weight")


@job(
    "worklist.preload",
    gives=("already", "year", "title", "task_text", "lead", "items", "basis_docs", "summed_up"),
)
def preload(call: JobCall) -> Mapping[str, Value]:
    """The year and its first items. A second list of one year is refused; a timer that finds one ends."""
    year = _year(call)
    if is_second_of_year(call, year, Sentence(f"{year}年度已有清单", f"There is a list of {year} already")):
        return {"already": True}
    return {
        "already": False,
        "year": Decimal(year),
        "title": f"{year}年度安全生产重点工作责任清单",
        "task_text": "市政府领导年度安全生产重点工作逐项明确：责任领导、目标、措施、牵头单位和完成时限。",
        "lead": "yjj",
        "items": _with_left_over(list(_standing_items(call, year)), _left_over(call)),
        "basis_docs": [],
        "summed_up": False,
    }


def _year(call: JobCall) -> int:
    """The calendar's turn of a December draws up the next year's list."""
    turn = turn_year(call)
    if turn is not None:
        return turn + 1
    return call.office.today.year + (call.office.today.month >= SECOND_HALF)


def _standing_items(call: JobCall, year: int) -> Iterator[dict[str, Any]]:
    """What the table lists for each leader's part of the duty list, the leaders in the office's order."""
    for post in call.office.office.posts.values():
        if post.duty_role in PARTS:
            for row in _table_rows(call, post.duty_role):
                yield _standing_item(call, post.code, row, year)


def _table_rows(call: JobCall, role: str) -> list[Mapping[str, Any]]:
    for tables in tables_of(call.session, call.instance.definition_id):
        if STANDING in tables:
            return tables.evaluate(STANDING, {"role": role}, host=call.office).value or []
    return []


def _standing_item(call: JobCall, leader: str, row: Mapping[str, Any], year: int) -> dict[str, Any]:
    """Without a lead in the table it is the first unit in the leader's charge, the others beside it."""
    charge = [
        entry.unit
        for entry in call.office.office.portfolios
        if entry.leader == leader and entry.holds_on(call.office.today) and _is_department(call, entry.unit)
    ]
    month, day = (int(part) for part in row["due"].split("-"))
    return {
        "leader": leader,
        "clauses": row["clauses"],
        "work": row["work"],
        "target": row["target"],
        "measures": row["measures"],
        "lead": row["lead"] or next(iter(charge), None),
        "co": row["co"] or ([] if row["lead"] else charge[1:]),
        "due_date": date(year, month, day),
        "evidence": row["evidence"],
        "weight": row["weight"],
        "source": f"标准事项{row['id']}",
    }


def _is_department(call: JobCall, unit: str) -> bool:
    return call.office.unit(unit).kind == "department"


def _with_left_over(items: list[dict[str, Any]], left_over: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """A standing item of last year that is not finished stands once: this year's, and says so."""
    standing = {(item["leader"], item["work"]): item for item in items}
    others = []
    for left in left_over:
        again = standing.get((left["leader"], left["work"]))
        if again is None:
            others.append(left)
        else:
            again["source"] += f"；{left['source']}"
    return items + others


def _left_over(call: JobCall) -> Iterator[dict[str, Any]]:
    """Items of an earlier list that still run: proposed again, with a date to be set anew."""
    running = (
        select(ProcessInstance)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.process_id == ITEM, ProcessInstance.state == InstanceState.RUNNING)
        .options(undefer(ProcessInstance.variables))
        .order_by(ProcessInstance.id)
    )
    for row in call.session.scalars(running):
        if row.parent is not None and row.parent.definition.process_id == LIST:
            item = given_back(row.variables)["item"]
            kept = {name: item.get(name) for name in _KEPT}
            yield {
                **kept,
                "weight": None,
                "due_date": None,
                "source": f"上年未完成：{row.number or row.title}",
            }
