"""自动取数: the half-year's figures in words, and who has not handed in what was asked of him."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from workflows.jobs.assessment import half_year_of
from workflows.jobs.assessment_record import ACCIDENT, CAMPAIGN, SUPERVISION, Record
from workflows.jobs.assessment_report import KINDS, Report, reports_to
from workflows.jobs.county_results import counties_in_words
from workflows.jobs.matter import value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of
from workflows.rules.assessment import growth, rate, rounded
from workflows.words import Sentence

_FUND = ("fund_now", "fund_before", "revenue_now", "revenue_before")


@job(
    "assessment.measure",
    gives=(
        "metrics",
        "metrics_taken",
        "missing_words",
        "missing_words_en",
        "fund_words",
        "fund_words_en",
        "counties_words",
        "counties_words_en",
    ),
)
def measure(call: JobCall) -> Mapping[str, Value]:
    """The figures, for the review of the documents; who has not handed anything in."""
    record = Record(call.session, call.office, half_year_of(call))
    reports = reports_to(call.session, call.instance)
    missing, fund = _missing(call, reports), _fund(reports)
    counties = counties_in_words(call, record.half_year.key)
    rows = [row for leader in value(call, "assessed") or [] for row in _figures(call, record, leader)]
    taken = [*rows, *_of_the_city(record)]
    return {
        "metrics": taken,
        "metrics_taken": taken,
        "missing_words": "、".join(name.zh for name in missing) or None,
        "missing_words_en": ", ".join(name.en for name in missing) or None,
        "fund_words": fund.zh,
        "fund_words_en": fund.en,
        "counties_words": counties.zh,
        "counties_words_en": counties.en,
    }


def _figures(call: JobCall, record: Record, leader: Mapping[str, Any]) -> list[dict[str, Value]]:
    """One leader's figures in words; what has no data says so."""
    post, name = leader["post"], leader["name"]
    owed, items = record.owed(SUPERVISION, post), record.items(post)
    hearings = [one for one in record.hearings if one.holder == post and not one.handed_over]
    acts = sum(count for (_clause, holder), count in record.acts.items() if holder == post)
    said = {
        "听取汇报": _of(sum(one.counts for one in hearings), len(hearings), "次应听取，纪要已签发"),
        "清单事项": _share([not row.late for row in items], "项到期，按期"),
        "督办事项": _share([not row.late for row in owed], "件到期，按期"),
        "隐患整改": _share([not row.late for row in record.owed(CAMPAIGN, post)], "项到期，按期"),
        "应急演练": _drills(record.drills(record.portfolio(post))),
        "履职佐证": f"{acts}件",
    }
    return [{"who": name, "what": what, "said": words} for what, words in said.items()]


def _of(part: int, whole: int, words: str) -> str:
    return f"{whole}{words}{part}" if whole else "无数据"


def _share(kept: list[bool], words: str) -> str:
    share = rate(sum(kept), len(kept))
    return "无数据" if share is None else f"{_of(sum(kept), len(kept), words)}（{rounded(share * 100)}%）"


def _of_the_city(record: Record) -> list[dict[str, Value]]:
    """What concerns the whole city: drills and accidents."""
    accidents = record.counted(ACCIDENT)
    late = sum(variables.get("late_report") is True for _instance, variables in accidents)
    said = f"{len(accidents)}起，其中迟报{late}起" if accidents else "无数据"
    return [
        {"who": "全市", "what": "应急演练", "said": _drills(record.drills())},
        {"who": "全市", "what": "生产安全事故", "said": said},
    ]


def _drills(held: int | None) -> str:
    return "无数据" if held is None else f"{held}次"


def _missing(call: JobCall, reports: list[Report]) -> list[Sentence]:
    """Who did not hand in what was asked of him, or handed it in late."""
    late = [report for report in reports if not report.in_time]
    names = [(name_of(call, report.party), KINDS[report.kind]) for report in late]
    return [Sentence(f"{who.zh}（{what.zh}）", f"{who.en} ({what.en})") for who, what in names]


def _fund(reports: list[Report]) -> Sentence:
    """「与财政收入保持同步增长」: whether the fund grew as fast as the revenue the bureau reported."""
    answers = next((report.answers for report in reports if report.kind == "fund"), {})
    figures = [answers.get(name) for name in _FUND]
    known = growth(*figures) if all(isinstance(figure, Decimal) for figure in figures) else None
    if known is None:
        return Sentence("专项资金：无数据", "Fund: no data")
    fund, revenue = rounded(known.fund * 100), rounded(known.revenue * 100)
    kept = Sentence("同步增长", "kept pace") if known.keeps_pace else Sentence("未同步增长", "fell behind")
    return Sentence(
        f"专项资金增长{fund}%，一般公共预算收入增长{revenue}%：{kept.zh}",
        f"Fund {fund} %, revenue {revenue} %: {kept.en}",
    )
