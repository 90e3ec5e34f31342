"""技术鉴定 and 延期: time that does not count, and the one extension an investigation may have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from models import Deadline, DeadlinePause, User
from workflows.deadlines import extensions, pauses
from workflows.deadlines import rows as deadlines
from workflows.jobs.investigation import INVESTIGATION, UPPER_APPROVAL, moment
from workflows.jobs.matter import count, lead, matter_words, refused, text
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.office.snapshots import office_of
from workflows.people.posts import post_by_code
from workflows.people.substitution import Actor
from workflows.rules.calendars import last_day_before
from workflows.rules.deadline_words import due_words
from workflows.running import courier
from workflows.words import Sentence

BASIS = "技术鉴定"
_COUNTED_BACK = ("AI-04", "AI-06")  #: internal dates counted back from the report's; they move with it


@job("investigation.begin_appraisal", gives=("appraisals", "appraisal_pause"))
def begin_appraisal(call: JobCall) -> Mapping[str, Value]:
    """A qualified institute is commissioned, perhaps beside another one: its time is not counted (Art. 27).
    While any of them lasts nothing is called late."""
    reason = f"{text(call, 'institute')}：{text(call, 'appraisal_subject')}"
    try:
        pause = pauses.pause(
            call.session,
            _running(call),
            reason,
            BASIS,
            _person(call),
            call.now,
            from_at=moment(call, "appraisal_from"),
            beside_others=True,
        )
    except pauses.PauseRefused as no:
        raise refused(no.sentence.zh, no.sentence.en, "appraisal_from") from None
    courier.deadlines_moved(call.session, call.instance.id)
    return {"appraisals": _under_way(call), "appraisal_pause": Decimal(pause.id)}


@job("investigation.end_appraisal", gives=("appraisals",))
def end_appraisal(call: JobCall) -> Mapping[str, Value]:
    """This institute has concluded: the report's date moves by the time that no other one took as well."""
    deadline = _running(call)
    pause = _own_pause(call, deadline)
    if pause is None:
        raise refused("没有正在进行的技术鉴定", "No technical appraisal is under way")
    before = deadline.due_at
    try:
        pauses.end_pause(call.session, pause, _person(call), call.now, to_at=moment(call, "appraisal_to"))
    except pauses.PauseRefused as no:
        raise refused(no.sentence.zh, no.sentence.en, "appraisal_to") from None
    _move_with_it(call, deadline.due_at - before)
    left = _under_way(call)
    if left:
        _tell(call, deadline, Sentence("一项技术鉴定结束", "One of the appraisals has ended"))
    else:
        _tell(call, deadline, Sentence("技术鉴定结束，恢复计时", "The appraisal has ended, the clock runs"))
    return {"appraisals": left}


def _own_pause(call: JobCall, deadline: Deadline) -> DeadlinePause | None:
    """The pause this appraisal began; one begun before appraisals could last beside each other did not keep
    which, and was the only one."""
    lasting = select(DeadlinePause).where(
        DeadlinePause.deadline_id == deadline.id, DeadlinePause.to_at.is_(None)
    )
    own = count(call, "appraisal_pause")
    if own:
        lasting = lasting.where(DeadlinePause.id == own)
    return call.session.scalars(lasting.order_by(DeadlinePause.id)).first()


def _under_way(call: JobCall) -> Decimal:
    """How many appraisals have not concluded."""
    lasting = select(func.count(DeadlinePause.id)).where(
        DeadlinePause.deadline_id == _running(call).id, DeadlinePause.to_at.is_(None)
    )
    return Decimal(call.session.scalar(lasting) or 0)


@job("investigation.check_extension", gives=("extension_asked_by",))
def check_extension(call: JobCall) -> Mapping[str, Value]:
    """Whether the extension may be asked for: before the end, once, by sixty days at most (Art. 29); an
    extraordinarily major accident's approval by thirty (Art. 32). Refused with words when it is handed in."""
    deadline = _extendable(call)
    try:
        extensions.check_request(call.session, deadline, _new_day(call, deadline), call.now)
    except extensions.ExtensionRefused as no:
        raise refused(no.sentence.zh, no.sentence.en, "extension_days") from None
    return {"extension_asked_by": call.by.user.username if call.by is not None else None}


@job("investigation.decide_extension", gives=())
def decide_extension(call: JobCall) -> Mapping[str, Value]:
    """The government answerable for the investigation grants it, or the date stays. A county's government
    grants its own team's."""
    deadline, by = _extendable(call), _person(call)
    asked_by = call.session.scalar(select(User).filter_by(username=text(call, "extension_asked_by")))
    reason, before = text(call, "extension_reason"), deadline.due_at
    new_day = _new_day(call, deadline)
    if text(call, "outcome") != "grant":
        words = text(call, "opinion") or reason
        extensions.refuse(call.session, deadline, new_day, words, by, call.now, asked_by=asked_by)
        _tell(call, deadline, Sentence("不同意延期", "Extension refused"))
        return {}
    county = text(call, "role") == "county"
    granter = post_by_code(call.session, call.office.unit(lead(call)).head or "") if county else None
    extensions.grant(
        call.session, deadline, new_day, reason, by, call.now, asked_by=asked_by, granter=granter
    )
    if deadline.rule_code == INVESTIGATION:
        _move_with_it(call, deadline.due_at - before)
    _tell(call, deadline, Sentence("同意延期", "Extension granted"))
    return {}


def _running(call: JobCall) -> Deadline:
    deadline = deadlines.live_deadline(call.session, call.instance, INVESTIGATION, lead(call))
    if deadline is None:
        raise refused("调查报告的期限没有在走", "No limit of an investigation report is running")
    return deadline


def _extendable(call: JobCall) -> Deadline:
    if text(call, "role") in ("own", "county"):
        return _running(call)
    deadline = deadlines.live_deadline(call.session, call.instance, UPPER_APPROVAL)
    if deadline is None:
        raise refused("没有可以延长的批复期限", "No approval limit is running that may be extended")
    return deadline


def _new_day(call: JobCall, deadline: Deadline) -> date:
    return last_day_before(deadline.due_at) + timedelta(days=count(call, "extension_days"))


def _person(call: JobCall) -> Actor:
    """A clock is stopped and a date moved by a person, never by the process alone."""
    if call.by is None:
        raise refused("期限只能由有权的人调整", "Only a person with the power to do so moves a date")
    return call.by


def _move_with_it(call: JobCall, by: timedelta) -> None:
    calendar = office_of(call.session).calendar
    for rule in _COUNTED_BACK:
        internal = deadlines.live_deadline(call.session, call.instance, rule, lead(call))
        if internal is not None:
            deadlines.move(call.session, internal, internal.due_at + by, calendar)


def _tell(call: JobCall, deadline: Deadline, what: Sentence) -> None:
    matter, due = matter_words(call), due_words(deadline.due_at)
    tell(
        call,
        dict.fromkeys([lead(call), text(call, "team_leader")]),
        "investigation-date",
        Sentence(f"{what.zh}：{matter.zh}", f"{what.en}: {matter.en}"),
        Sentence(f"现行期限{due.zh}。", f"The date is now {due.en}."),
    )
