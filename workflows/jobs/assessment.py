"""半年检查考核: who is assessed, the notice with the fixed period, the ranking, the circular, the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models import Appointment, MatterState, Post, UnitKind
from workflows import matters, numbering
from workflows.jobs.assessment_record import HalfYear, Record
from workflows.jobs.county_results import counties_in_words
from workflows.jobs.matter import codes, day, matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.tables import answer_of
from workflows.jobs.telling import name_of, tell
from workflows.queries.clauses import newest_list
from workflows.rules.assessment import quota, rounded, within_quota
from workflows.rules.calendars import SHANGHAI
from workflows.rules.limits import months_later
from workflows.rules.periods import Period, name_of_turn, turn_of
from workflows.telling.notices import every_unit
from workflows.words import Sentence

SCORED = ("E", "S", "V", "G")
MAYOR = "M"
FINANCE = "czj"  #: the bureau that reports how the fund grew
_WORDS_SHOWN = 60
GRADE_WORDS = {"excellent": "优秀", "good": "良好", "qualified": "合格", "unqualified": "不合格"}


@job(
    "assessment.open",
    gives=(
        "title",
        "confidentiality",
        "half_year",
        "period_from",
        "period_to",
        "assessed_posts",
        "departments",
        "missing_words",
        "plan_return_reason",
        "settle_return_reason",
        "found",
    ),
)
def open_assessment(call: JobCall) -> Mapping[str, Value]:
    """The half-year that has just ended is to be assessed: its name, and everybody who holds such duties."""
    first, last = day(call, "period_from"), day(call, "period_to")
    if first is None or last is None:
        present = turn_of(Period.HALF_YEAR, call.office.today)
        ended = turn_of(Period.HALF_YEAR, present.first - timedelta(days=1))
        first, last = ended.first, ended.after - timedelta(days=1)
    key = turn_of(Period.HALF_YEAR, first).key
    scored = _holders(call, (*SCORED, MAYOR) if _setting(call, "mayor_scored") else SCORED)
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    return {
        "title": f"{name_of_turn(key).zh}安全生产履职检查考核",
        "confidentiality": "internal",
        "half_year": key,
        "period_from": first,
        "period_to": last,
        "assessed_posts": scored,
        "departments": _departments(call),
        "missing_words": None,
        "plan_return_reason": None,
        "settle_return_reason": None,
        "found": [],
    }


def _holders(call: JobCall, roles: Iterable[str]) -> list[str]:
    wanted = set(roles)
    return [post.code for post in call.office.office.posts.values() if post.duty_role in wanted]


def _departments(call: JobCall) -> list[str]:
    return [unit.code for unit in call.office.office.units.values() if unit.kind == UnitKind.DEPARTMENT]


def _setting(call: JobCall, name: str) -> Any:
    return call.office.office.settings[f"assessment.{name}"]


@job("assessment.issue", gives=("number", "assessed", "reports", "collect_until"))
def issue(call: JobCall) -> Mapping[str, Value]:
    """The plan is approved: numbered, each leader's clauses laid out with what is on record for them, and
    everybody listed who has to report; the counties were asked by the calendar."""
    series, year = _setting(call, "number_series"), call.now.astimezone(SHANGHAI).year
    matters.give_number(call.session, call.instance, numbering.document_number(call.session, series, year))
    record = Record(call.session, call.office, half_year_of(call))
    assessed = [_laid_out(call, post, record) for post in codes(call, "assessed_posts")]
    reporting = [] if _setting(call, "mayor_scored") else _holders(call, (MAYOR,))
    asked = [
        *({"kind": "leader", "party": one["post"], "leader": one} for one in assessed),
        *({"kind": "mayor", "party": post} for post in reporting),
        *({"kind": "department", "party": unit} for unit in codes(call, "departments")),
        {"kind": "fund", "party": FINANCE},
    ]
    return {
        "number": call.instance.number,
        "assessed": assessed,
        "reports": asked,
        "collect_until": _collect_until(call),
    }


def half_year_of(call: JobCall) -> HalfYear:
    """The half-year this matter assesses, seen now."""
    first, last = day(call, "period_from"), day(call, "period_to")
    assert first is not None and last is not None
    return HalfYear(text(call, "half_year"), first, last, call.now)


def _collect_until(call: JobCall) -> datetime:
    """So many working days after the last limit of those who report: then the review goes on without them."""
    calendar = call.office.calendar
    days = call.office.office.rules["HA-04"].amount or 0
    last = calendar.add_working_days(call.office.today, days)
    last = calendar.add_working_days(last, int(_setting(call, "wait_days")))
    return calendar.close_of_business(last).astimezone(SHANGHAI)


def _laid_out(call: JobCall, post: str, record: Record) -> dict[str, Value]:
    """One leader's sheet before anybody wrote on it: his clauses, their points, what is on record."""
    name, tenure = name_of(call, post), _tenure(call, post)
    return {
        "post": post,
        "name": name.zh,
        "role": call.office.post(post).duty_role,
        "tenure": tenure.zh if tenure else None,
        "tenure_en": tenure.en if tenure else None,
        "rows": [
            {
                "clause": clause,
                "words": words,
                "full": answer_of(call, "assessment_weights", clause=clause),
                "evidence": f"本期佐证{record.acts.get((clause, post), 0)}件",
                "score": None,
                "summary": None,
            }
            for clause, words in _clauses(call, post)
        ],
    }


def _clauses(call: JobCall, post: str) -> list[tuple[str, str]]:
    """The clauses of a post's part of the list, each with the beginning of its own words."""
    duty_list, role = newest_list(call.session), call.office.post(post).duty_role
    rows = duty_list.clauses if duty_list is not None else []
    return [
        (row.code, row.text[:_WORDS_SHOWN] + ("…" if len(row.text) > _WORDS_SHOWN else ""))
        for row in rows
        if row.code.startswith(f"{role}-")
    ]


def _tenure(call: JobCall, post: str) -> Sentence | None:
    """Who came to the post within the half-year, and when: each answers for his own time."""
    first, last = day(call, "period_from"), day(call, "period_to")
    query = (
        select(Appointment.from_date)
        .join(Post, Post.id == Appointment.post_id)
        .where(Post.code == post, Appointment.from_date > first, Appointment.from_date <= last)
        .order_by(Appointment.from_date)
    )
    days = list(call.session.scalars(query))
    if not days:
        return None
    return Sentence(
        "".join(f"{at.month}月{at.day}日起由接任者任职，此前为前任任期。" for at in days),
        " ".join(f"Another holder since {at}; what lies before is his predecessor's." for at in days),
    )


@job(
    "assessment.rank",
    gives=("ranking", "final", "excellent_most", "counties_words", "counties_words_en", "circular_text"),
)
def rank(call: JobCall) -> Mapping[str, Value]:
    """Everybody's result in a row, with at most so many excellent as the quota allows."""
    results: list[dict[str, Any]] = value(call, "results") or []
    totals = {row["post"]: row["total"] for row in results}
    most = quota(len(results), Decimal(_setting(call, "quota_percent")))
    excellent = [row["post"] for row in results if row["grade"] == "excellent"]
    staying = within_quota(totals, excellent, most)
    ranking = [
        {
            "post": row["post"],
            "name": name_of(call, row["post"]).zh,
            "total": row["total"],
            "grade": row["grade"],
            "proposed": _within(row, staying),
        }
        for row in sorted(results, key=lambda row: row["total"], reverse=True)
    ]
    counties = counties_in_words(call, text(call, "half_year"))
    return {
        "ranking": ranking,
        "final": [{"final_grade": row["proposed"], "change_reason": _why_lower(row)} for row in ranking],
        "excellent_most": Decimal(most),
        "counties_words": counties.zh,
        "counties_words_en": counties.en,
        "circular_text": _circular(call, ranking, counties),
    }


def _within(row: Mapping[str, Any], staying: set[str]) -> str:
    return "good" if row["grade"] == "excellent" and row["post"] not in staying else row["grade"]


def _why_lower(row: Mapping[str, Any]) -> str | None:
    return None if row["proposed"] == row["grade"] else "优秀比例所限"


def _circular(call: JobCall, ranking: list[dict[str, Any]], counties: Sentence) -> str:
    lines = (f"{row['name']}：{GRADE_WORDS[row['proposed']]}" for row in ranking)
    return f"{text(call, 'title')}结果通报。{'；'.join(lines)}。{counties.zh}"


@job("assessment.publish", gives=("commendable", "rectifying", "published_on", "rectify_by"))
def publish(call: JobCall) -> Mapping[str, Value]:
    """The circular goes out; who may be commended and who must mend is settled by the decided grades."""
    final = _decided(call)
    results = {row["post"]: row for row in value(call, "results") or []}
    title = Sentence(f"考核通报：{matter_words(call).zh}", f"Circular: {matter_words(call).en}")
    words = text(call, "circular_text")
    posts = [row["post"] for row in final]
    tell(call, [*posts, *every_unit(call.session)], "assessment-circular", title, Sentence(words, words))
    commendable = [
        row["post"]
        for row in final
        if row["final_grade"] == "excellent" and results[row["post"]]["commendable"]
    ]
    return {
        "commendable": commendable,
        "rectifying": [
            {"post": row["post"], "name": row["name"], "problems": problems}
            for row in final
            if (problems := _problems(call, row, results[row["post"]]))
        ],
        "published_on": call.office.today,
        "rectify_by": months_later(call.office.today, 1),
    }


def _decided(call: JobCall) -> list[dict[str, Any]]:
    """The grades as the meeting left them: its form shows names, the ranking knows whose they are."""
    ranking, final = value(call, "ranking") or [], value(call, "final") or []
    return [{**ranked, **decided} for ranked, decided in zip(ranking, final, strict=True)]


def _problems(call: JobCall, row: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """What a leader has to put right: clauses far below their points, and an unqualified result."""
    share = Decimal(_setting(call, "problem_percent")) / 100
    weak = [
        f"{one['clause']}（{rounded(one['score'])}/{rounded(one['full'])}分）{one['reasons']}"
        for one in result["rows"]
        if one["score"] < one["full"] * share
    ]
    if row["final_grade"] == "unqualified":
        weak.insert(0, "考核不合格")
    return "；".join(weak)


@job("assessment.archive", gives=())
def archive(call: JobCall) -> Mapping[str, Value]:
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {}
