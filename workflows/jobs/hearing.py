"""季度听取汇报: set up for a leader and quarter, announced, urged, held, its minutes issued, archived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from models import MatterState, PartyRelation
from workflows import matters, numbering
from workflows.deadlines import rows as deadlines
from workflows.jobs.matter import codes, day, matter_words, refused, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of, tell
from workflows.rules.calendars import SHANGHAI
from workflows.rules.periods import Period, Turn, name_of_turn, turn_of
from workflows.telling import mail
from workflows.words import Sentence

HELD_BY = "QH-05"  #: the limit a hearing must be held within: the quarter's end
_NOW_OR_NEVER = timedelta(0)


@job(
    "hearing.open",
    gives=(
        "holder",
        "holder_role",
        "quarter",
        "quarter_from",
        "quarter_to",
        "arrange_from",
        "title",
        "departments",
        "held_on",
        "held",
        "late",
    ),
)
def open_hearing(call: JobCall) -> Mapping[str, Value]:
    """One leader's hearing of one quarter: its title, its parties, and the limit that runs from the start.

    A leader who begins one himself is its holder. Who came to the post in mid-quarter takes over from his
    predecessor where that one's hearing has not been held.
    """
    holder, role = _holder(call)
    first_day = day(call, "turn_from") or call.office.today
    turn = turn_of(Period.QUARTER, first_day)
    known = {
        "holder": holder,
        "holder_role": role,
        "quarter": turn.key,
        "quarter_from": turn.first,
        "quarter_to": turn.after - timedelta(days=1),
        "arrange_from": max(turn.first, day(call, "part_from") or first_day),
        "title": _title(call, holder, turn),
        "departments": _portfolio(call, holder),
        "held_on": None,
        "held": False,
        "late": False,
    }
    matters.set_party(call.session, call.instance, PartyRelation.LEADER, [holder])
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    variables = {**call.variables, **known}
    deadlines.open_deadline(
        call.session, call.instance, HELD_BY, call.now, party=holder, variables=variables, by=call.by
    )
    _take_over(call, text(call, "takes_over"))
    return known


def _holder(call: JobCall) -> tuple[str, str]:
    """Whose hearing it is, and his part of the duty list."""
    code = text(call, "holder") or text(call, "begun_by")
    post = call.office.office.posts.get(code)
    if post is None or post.duty_role is None:
        raise refused(
            "听取汇报由市领导本人发起；督查室只负责通知和起草纪要",
            "a hearing is begun by the leader himself; the office only announces it and drafts its minutes",
        )
    return code, post.duty_role


def _title(call: JobCall, holder: str, turn: Turn) -> str:
    name = name_of(call, holder).zh
    title = f"{name_of_turn(turn.key).zh}听取安全生产汇报：{name}"
    since = day(call, "part_from")
    return f"{title}（{since.month}月{since.day}日起）" if since and since > turn.first else title


def _portfolio(call: JobCall, holder: str) -> list[str]:
    """The units a leader oversees today: who reports to him unless he says otherwise."""
    return [
        portfolio.unit
        for portfolio in call.office.office.portfolios
        if portfolio.leader == holder
        and portfolio.holds_on(call.office.today)
        and call.office.unit(portfolio.unit).kind == "department"
    ]


def _take_over(call: JobCall, predecessor: str) -> None:
    """Tell the predecessor's hearing that this one takes its place; one that was held hears nothing of it."""
    if predecessor:
        mail.send(
            call.session,
            "hearing-taken-over",
            predecessor,
            {"taken_over_by": text(call, "matter_key")},
            call.now,
            message_id=f"hearing-taken-over:{predecessor}:{call.instance.id}",
            kept_for=_NOW_OR_NEVER,
        )


@job("hearing.taken_over", gives=())
def taken_over(call: JobCall) -> Mapping[str, Value]:
    """The predecessor's part ends without a hearing, on record; the limit goes on in the successor's."""
    running = deadlines.live_deadline(call.session, call.instance, HELD_BY, text(call, "holder"))
    if running is not None:
        deadlines.withdraw(call.session, running, call.now)
    reason = "领导调整，任内尚未听取，由接任者的事项办理"
    matters.set_state(call.session, call.instance, MatterState.CANCELLED, call.now, by=call.by, reason=reason)
    return {}


@job("hearing.announce", gives=())
def announce(call: JobCall) -> Mapping[str, Value]:
    """Every department that reports is told when, where and on what; `again` = true: of the new time."""
    matter, at = matter_words(call), value(call, "meeting_at").astimezone(SHANGHAI)
    departments, place, topics = codes(call, "departments"), text(call, "place"), text(call, "topics")
    again = call.headers.get("again") == "true"
    what = Sentence("改期", "Rescheduled") if again else Sentence("听取汇报", "Hearing")
    matters.set_party(call.session, call.instance, PartyRelation.CO_ORGANISER, departments)
    tell(
        call,
        departments,
        "hearing",
        Sentence(f"{what.zh}：{matter.zh}", f"{what.en}: {matter.en}"),
        Sentence(
            f"{at:%Y年%-m月%-d日 %H:%M}{'，' + place if place else ''}。议题：{topics}",
            f"{at:%Y-%m-%d %H:%M}{', ' + place if place else ''}. Topics: {topics}",
        ),
    )
    return {}


@job("hearing.remind", gives=())
def remind(call: JobCall) -> Mapping[str, Value]:
    """The quarter is nearly over and nothing was held: the leader and his contact are told, every day."""
    last = day(call, "quarter_to") or call.office.today
    left = (last - call.office.today).days
    _tell_of_the_limit(call, "hearing-near", Sentence(f"还剩{left}天", f"{left} days left"), [])
    return {}


@job("hearing.overdue", gives=())
def overdue(call: JobCall) -> Mapping[str, Value]:
    """The quarter ended without a hearing: the leader explains; those above and the office know."""
    _tell_of_the_limit(call, "hearing-overdue", Sentence("已逾期", "overdue"), ["mayor", "scm", "sg"])
    return {}


def _tell_of_the_limit(call: JobCall, kind: str, what: Sentence, others: list[str]) -> None:
    matter, last = matter_words(call), day(call, "quarter_to") or call.office.today
    liaison = call.office.office.settings["hearing.liaison"]
    tell(
        call,
        dict.fromkeys([text(call, "holder"), liaison, *others]),
        kind,
        Sentence(f"听取汇报{what.zh}：{matter.zh}", f"Hearing {what.en}: {matter.en}"),
        Sentence(
            f"每季度至少听取1次，本季度应在{last:%Y年%-m月%-d日}24时前听取。",
            f"At least one hearing a quarter; this quarter's is to be held by the end of {last:%Y-%m-%d}.",
        ),
    )


@job("hearing.held", gives=("held", "late", "title"))
def held(call: JobCall) -> Mapping[str, Value]:
    """It was held; after the quarter's last day it is late and says so. It counts when signed."""
    held_on, last = day(call, "held_on"), day(call, "quarter_to")
    late = _is_after(held_on, last)
    title = text(call, "title")
    if late and not title.endswith("（迟）"):
        title += "（迟）"
    return {"held": True, "late": late, "title": title}


def _is_after(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other


@job("hearing.sign", gives=("number", "minutes_signed_at"))
def sign(call: JobCall) -> Mapping[str, Value]:
    """The minutes are signed: numbered, told to everybody who reported, and from now on they count."""
    series = call.office.office.settings["hearing.number_series"]
    year = call.now.astimezone(SHANGHAI).year
    matters.give_number(call.session, call.instance, numbering.document_number(call.session, series, year))
    matter = matter_words(call)
    tell(
        call,
        codes(call, "departments"),
        "hearing-minutes",
        Sentence(f"听取汇报纪要：{matter.zh}", f"Minutes: {matter.en}"),
        Sentence(text(call, "situation_analysis"), text(call, "situation_analysis")),
    )
    return {"number": call.instance.number, "minutes_signed_at": call.now.astimezone(SHANGHAI)}


@job("hearing.archive", gives=())
def archive(call: JobCall) -> Mapping[str, Value]:
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {}
