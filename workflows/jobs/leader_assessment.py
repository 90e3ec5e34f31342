"""One leader's sheet: scored by at least two, averaged, checked for a veto, reviewed, counted anew."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from models import Confidentiality, MatterState, PartyRelation, TaskState
from workflows import matters
from workflows.jobs.assessment_record import ACCIDENT, HalfYear, Record, tasks_of
from workflows.jobs.matter import day, refused, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.rules.assessment import averaged, mean, rounded, total
from workflows.rules.periods import name_of_turn


@job(
    "assessment.begin_sheet", gives=("title", "confidentiality", "vetoes", "objection", "reviewed", "outcome")
)
def begin_sheet(call: JobCall) -> Mapping[str, Value]:
    """A matter of its own, that only those concerned may see; its leader is kept out of every step on it."""
    sheet = value(call, "sheet")
    call.instance.confidentiality = Confidentiality.INTERNAL
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [sheet["post"]])
    matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, [])
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    return {
        "title": f"{name_of_turn(text(call, 'half_year')).zh}履职考核：{sheet['name']}",
        "confidentiality": "internal",
        "vetoes": [],
        "objection": None,
        "reviewed": False,
        "outcome": None,
    }


@job(
    "assessment.average",
    gives=(
        "scored_rows",
        "review_rows",
        "scored_bonus",
        "scored_late",
        "scored_total",
        "veto_hints",
        "veto_hints_en",
    ),
)
def average(call: JobCall) -> Mapping[str, Value]:
    """The scorers' mean, clause by clause; every reason and every record named stays with the clause.

    One person cannot score twice, in whatever posts: the second sheet is refused.
    """
    done = [task for task in tasks_of(call.session, call.instance, "HA-08") if task.state is TaskState.DONE]
    if len({task.done_by_id for task in done}) < len(done):
        raise refused(
            "同一人不能代表两个单位评分", "the same person cannot score for two units", field="opinion"
        )
    scored: list[dict[str, Any]] = value(call, "scored") or []
    sheet = value(call, "sheet")
    written = [_by_clause(sheet["rows"], one["rows"]) for one in scored]
    clauses = averaged([{clause: row["score"] for clause, row in one.items()} for one in written])
    labels = {record["value"]: record["label"] for record in sheet["records"]}
    bonus = mean([one["bonus"] or Decimal(0) for one in scored])
    hints = _hints(call, sheet["post"])
    rows = [_averaged_row(row, clauses[row["clause"]], written, labels) for row in sheet["rows"]]
    return {
        "scored_rows": rows,
        "review_rows": [_to_review(row) for row in rows],
        "scored_bonus": rounded(bonus),
        "scored_late": sheet["late"],
        "scored_total": rounded(total(clauses.values(), bonus, sheet["late"])),
        "veto_hints": hints,
        "veto_hints_en": hints,
    }


def _by_clause(laid_out: list[dict[str, Any]], rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows of a form by clause: they stand in the order of the sheet."""
    return {row["clause"]: answer for row, answer in zip(laid_out, rows, strict=True)}


def _averaged_row(
    row: Mapping[str, Any],
    score: Decimal,
    written: list[dict[str, dict[str, Any]]],
    labels: Mapping[str, str],
) -> dict[str, Value]:
    of_clause = [one[row["clause"]] for one in written]
    records = list(dict.fromkeys(record for one in of_clause for record in one.get("records") or []))
    reasons = dict.fromkeys(one["reason"] for one in of_clause if one.get("reason"))
    return {
        "clause": row["clause"],
        "words": row["words"],
        "full": row["full"],
        "score": rounded(score),
        "deducted": rounded(row["full"] - score),
        "reasons": "；".join(reasons),
        "records": records,
        "record_words": "；".join(labels.get(record, record) for record in records),
    }


def _to_review(row: Mapping[str, Any]) -> dict[str, Value]:
    """One clause as the review finds it: unchanged until it says otherwise."""
    return {"new_score": row["score"], "review_reason": None}


def _hints(call: JobCall, post: str) -> str | None:
    """What of the accidents on record may be a veto; whether it is one, people say."""
    first, last = day(call, "period_from"), day(call, "period_to")
    assert first is not None and last is not None
    record = Record(call.session, call.office, HalfYear(text(call, "half_year"), first, last, call.now))
    said = [
        f"{instance.title}：{'迟报，核对V2' if variables.get('late_report') is True else '核对V1'}"
        for instance, variables in record.counted(ACCIDENT)
        if variables.get("leader_in_charge") == post
    ]
    return "；".join(said) or None


@job("assessment.recount", gives=("scored_rows", "scored_total", "reviewed"))
def recount(call: JobCall) -> Mapping[str, Value]:
    """The review's conclusion: upheld, or other points on some clauses and the sum counted anew."""
    changed = {}
    if text(call, "outcome") == "change":
        changed = _by_clause(value(call, "scored_rows"), value(call, "review_rows"))
    rows = [_reviewed_row(row, changed.get(row["clause"])) for row in value(call, "scored_rows") or []]
    clauses = [row["score"] for row in rows]
    points = total(clauses, value(call, "scored_bonus"), value(call, "scored_late"))
    return {"scored_rows": rows, "scored_total": rounded(points), "reviewed": True}


def _reviewed_row(row: Mapping[str, Any], review: Mapping[str, Any] | None) -> dict[str, Value]:
    if review is None or review["new_score"] == row["score"]:
        return dict(row)
    score = review["new_score"]
    return {
        **row,
        "score": score,
        "deducted": row["full"] - score,
        "reasons": f"{row['reasons']}；复核：{review['review_reason']}".lstrip("；"),
    }


@job("assessment.close_sheet", gives=("result",))
def close_sheet(call: JobCall) -> Mapping[str, Value]:
    """What the whole assessment takes over from this sheet."""
    sheet, graded, points = value(call, "sheet"), value(call, "graded"), value(call, "scored_total")
    call.instance.score = int(points)
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {
        "result": {
            "post": sheet["post"],
            "role": sheet["role"],
            "total": points,
            "grade": graded["grade"],
            "commendable": graded["commendable"],
            "vetoes": value(call, "vetoes") or [],
            "rows": value(call, "scored_rows"),
            "bonus": value(call, "scored_bonus"),
            "late": value(call, "scored_late"),
            "objected": value(call, "objection") is not None,
            "reviewed": value(call, "reviewed"),
            "matter": text(call, "matter_key"),
        }
    }
