"""考核表: each leader's sheet for the scorers, with what the record costs him clause by clause, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.jobs.assessment import half_year_of
from workflows.jobs.assessment_record import (
    Finding,
    Kept,
    Record,
    qualities,
)
from workflows.jobs.assessment_report import Report, reports_to
from workflows.jobs.matter import codes, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.tables import answer_of
from workflows.jobs.telling import name_of
from workflows.rules.assessment import capped, category_points, deducted, rounded
from workflows.words import DomainError, Sentence

MEASURES = {
    "hearing_missing": Sentence("季度未听取汇报", "quarters without a hearing"),
    "hearing_late": Sentence("季度末后才听取汇报（迟）", "hearings held after the quarter"),
    "report_missing": Sentence("季度综合报告逾期", "quarterly reports overdue"),
    "supervision_late": Sentence("督办事项逾期", "supervision matters overdue"),
    "hazard_late": Sentence("隐患整改逾期", "rectifications overdue"),
    "item_late": Sentence("清单事项逾期", "items of the list overdue"),
    "no_evidence": Sentence("本期没有佐证", "no evidence on record"),
}
_CATEGORIES = {"G-01": "1", "G-02": "2", "G-03": "3", "G-04": "4"}


class TooFewScorers(DomainError):
    """After recusal fewer than two units are left to score a leader, or none to review."""

    def __init__(self, name: Sentence) -> None:
        super().__init__(
            Sentence(
                f"对{name.zh}，回避后考核组不足2个单位或没有复核单位，请更正考核组",
                f"for {name.en} fewer than two units are left to score, or none to review",
            )
        )


@dataclass(frozen=True, slots=True)
class _Cost:
    """What one finding costs on one clause."""

    finding: Finding
    points: Decimal


@job("assessment.sheets", gives=("sheets",))
def sheets(call: JobCall) -> Mapping[str, Value]:
    """Each leader's sheet for the scorers: points proposed by the record, deductions with their records.

    Raises TooFewScorers where recusal leaves too few.
    """
    record = Record(call.session, call.office, half_year_of(call))
    reports = reports_to(call.session, call.instance)
    own = {report.party: report for report in reports if report.kind == "leader"}
    return {"sheets": [_sheet(call, record, leader, own) for leader in value(call, "assessed") or []]}


def _sheet(
    call: JobCall, record: Record, leader: Mapping[str, Any], own: Mapping[str, Report]
) -> dict[str, Value]:
    post = leader["post"]
    scorers, reviewers = (_not_of(call, post, codes(call, name)) for name in ("scorers", "reviewers"))
    if len(scorers) < 2 or not reviewers:  # noqa: PLR2004
        raise TooFewScorers(name_of(call, post))
    report = own.get(post)
    said = _said(leader, report)
    costs = _costs(call, record, leader)
    rows = [_row(row, said, costs.get(row["clause"], []), record, post) for row in leader["rows"]]
    late = report is None or not report.in_time
    return {
        **{name: leader[name] for name in ("post", "name", "role", "tenure")},
        "scorers": scorers,
        "reviewers": reviewers,
        "rows": rows,
        "records": _records(call, record, leader, costs),
        "late": Decimal(call.office.office.settings["assessment.late_points"]) if late else Decimal(0),
        "late_record": f"matter:{report.task.instance_id}" if late and report is not None else None,
    }


def _said(leader: Mapping[str, Any], report: Report | None) -> dict[str, Mapping[str, Any]]:
    """What the leader gave himself, by clause: the form's rows stand in the order of his clauses."""
    rows = (report.answers.get("self_rows") if report is not None else None) or []
    clauses = [row["clause"] for row in leader["rows"]]
    return dict(zip(clauses, rows, strict=True)) if rows else {}


def _not_of(call: JobCall, post: str, units: Iterable[str]) -> list[str]:
    """The units that are not overseen by this leader: nobody scores or reviews his own superior."""
    return [unit for unit in units if call.office.leader_of(unit) != post]


def _costs(call: JobCall, record: Record, leader: Mapping[str, Any]) -> dict[str, list[_Cost]]:
    """What the record costs, by clause: from the findings, and from items that carry their own clauses."""
    costs: dict[str, list[_Cost]] = {}
    for finding in record.findings(leader["post"]):
        clause = answer_of(call, "assessment_measured", measure=finding.measure, role=leader["role"])
        if isinstance(clause, str):
            costs.setdefault(clause, []).append(_cost(call, finding))
    for clause, late in _late_items(record.items(leader["post"])).items():
        matters = tuple((row.matter, row.title) for row in late)
        costs.setdefault(clause, []).append(_cost(call, Finding("item_late", len(late), matters)))
    for row in leader["rows"]:
        if record.acts.get((row["clause"], leader["post"]), 0) == 0:
            costs.setdefault(row["clause"], []).append(_cost(call, Finding("no_evidence", 1, ())))
    return costs


def _late_items(items: Iterable[Kept]) -> dict[str, list[Kept]]:
    late: dict[str, list[Kept]] = {}
    for row in items:
        for clause in (row.variables["item"].get("clauses") or []) if row.late else []:
            late.setdefault(clause, []).append(row)
    return late


def _cost(call: JobCall, finding: Finding) -> _Cost:
    answer = answer_of(call, "assessment_points", measure=finding.measure)
    if answer is None:
        return _Cost(finding, Decimal(0))
    return _Cost(finding, capped(answer["points"], finding.times, answer["most"]))


def _row(
    row: Mapping[str, Any], said: Mapping[str, Any], costs: list[_Cost], record: Record, post: str
) -> dict[str, Value]:
    """One clause as the scorers find it: the proposed points, why, and the records behind them."""
    clause, full = row["clause"], row["full"]
    proposed, words = deducted(full, (cost.points for cost in costs)), _in_words(costs)
    if clause in _CATEGORIES:
        proposed, words = _category(record, clause, full)
    behind = [
        reference
        for cost in costs
        if cost.points
        for reference in _references(cost.finding, record, clause, post)
    ]
    if proposed < full and clause in _CATEGORIES:
        behind = [f"matter:{one.matter}" for one in record.category(_CATEGORIES[clause])]
    return {
        "clause": clause,
        "words": row["words"],
        "full": full,
        "self_score": (said.get(clause) or {}).get("score"),
        "self_said": (said.get(clause) or {}).get("summary"),
        "found": words,
        "score": rounded(proposed),
        "reason": words if proposed < full else None,
        "records": behind if proposed < full else [],
    }


def _in_words(costs: list[_Cost]) -> str:
    said = []
    for cost in costs:
        points = f"，扣{rounded(cost.points)}分" if cost.points else ""
        times = f"{cost.finding.times}" if cost.finding.matters else ""
        said.append(f"{MEASURES[cost.finding.measure].zh}{times}{points}")
    return "；".join(said) or "记录无扣分情形"


def _category(record: Record, clause: str, full: Decimal) -> tuple[Decimal, str]:
    """The secretary-general's clauses: share closed on time × quality; without data nothing is deducted."""
    closed = record.category(_CATEGORIES[clause])
    on_time, grades = sum(not row.late for row in closed), qualities(closed)
    points = category_points(full, on_time, grades)
    if points is None:
        return full, "本期没有办结的此类督办事项，不扣分"
    quality = sum(grades) / len(grades)
    return points, f"办结{len(closed)}件，按期{on_time}件，平均质量{rounded(quality)}"


def _references(finding: Finding, record: Record, clause: str, post: str) -> list[str]:
    if not finding.matters:
        return [f"ledger:{clause}:{post}:{record.half_year.key}"]
    return [f"matter:{id_}" for id_, _title in finding.matters]


def _records(
    call: JobCall, record: Record, leader: Mapping[str, Any], costs: Mapping[str, list[_Cost]]
) -> list[dict[str, Value]]:
    """Everything a deduction may rest on: matters, the ledger's cells, what was found on site."""
    post, found = leader["post"], {}
    for clause, listed in costs.items():
        for id_, title in (matter for cost in listed for matter in cost.finding.matters):
            _note(found, f"matter:{id_}", title, clause)
    for clause, category in _CATEGORIES.items() if leader["role"] == "G" else ():
        for row in record.category(category):
            _note(found, f"matter:{row.matter}", row.title, clause)
    for row in leader["rows"]:
        cell = f"ledger:{row['clause']}:{post}:{record.half_year.key}"
        _note(
            found,
            cell,
            f"履职台账{row['clause']}：本期佐证{record.acts.get((row['clause'], post), 0)}件",
            row["clause"],
        )
    for number, site in enumerate(value(call, "findings") or [], start=1):
        if site["about"] == post:
            _note(found, f"site:{number}", f"现场核查（{site['place']}）：{site['finding']}", site["clause"])
    return list(found.values())


def _note(found: dict[str, dict[str, Value]], reference: str, label: str, clause: str) -> None:
    entry = found.setdefault(
        reference, {"value": reference, "label": label[:120], "label_en": reference, "clauses": []}
    )
    if clause not in entry["clauses"]:
        entry["clauses"].append(clause)
