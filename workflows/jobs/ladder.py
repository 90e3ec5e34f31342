"""催办阶梯: each rung tells the posts it names and those before it, once for each due date of one party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models import EventKind
from workflows import journal
from workflows.deadlines import ladder
from workflows.deadlines import rows as deadlines
from workflows.jobs.matter import lead, matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of, tell
from workflows.office.entries import UnknownToTheOffice
from workflows.rules.deadline_words import due_words
from workflows.telling.notices import every_unit
from workflows.words import Sentence

RUNGS = ("ES-01", "ES-02", "ES-03", "ES-04", "ES-05", "ES-06")
_PAPERS = {
    "ES-01": Sentence("临期提醒", "Reminder"),
    "ES-02": Sentence("催办单", "Urging notice"),
    "ES-03": Sentence("白单：请协调并书面说明", "White slip: coordinate and explain in writing"),
    "ES-04": Sentence("黄单：约谈", "Yellow slip: admonishing talk"),
    "ES-05": Sentence("红单：全市通报", "Red slip: city-wide circular"),
    "ES-06": Sentence("市长专题督办会", "Mayor's meeting"),
}


@job("ladder.fire", gives=("fire",))
def fire(call: JobCall) -> Mapping[str, Value]:
    """A rung's moment has come. It fires unless it did for this due date, or the deadline rests.

    Then its posts and those of the rungs before it are told. `fire` says whether its task is to be done.
    """
    rung, rule, party = call.headers["rung"], call.headers["rule"], text(call, "party")
    deadline = deadlines.live_deadline(call.session, call.instance, rule, party)
    if deadline is None or not ladder.fire(call.session, deadline, rung, call.now):
        return {"fire": False}
    _tell(call, rung, party, due_words(deadline.due_at))
    return {"fire": True}


def _tell(call: JobCall, rung: str, party: str, due: Sentence) -> None:
    matter, paper, name = matter_words(call), _PAPERS[rung], name_of(call, party)
    reached = RUNGS[: RUNGS.index(rung) + 1]
    posts = [post for step in reached for post in posts_of_rung(call, step, party)]
    tell(
        call,
        posts,
        rung,
        Sentence(f"{paper.zh}（{name.zh}）：{matter.zh}", f"{paper.en} ({name.en}): {matter.en}"),
        Sentence(f"{name.zh}应于{due.zh}前办结。", f"{name.en} owes the result by {due.en}."),
    )


def posts_of_rung(call: JobCall, rung: str, party: str) -> Sequence[str | None]:
    """The posts a rung addresses (domain page §7.9); a leader who is the party is his own lower rungs."""
    office = call.office
    if party in office.office.posts:
        lower = {"ES-01": [party], "ES-02": [party], "ES-03": [office.leader_of(party)]}
    else:
        try:
            unit = office.unit(party)
        except UnknownToTheOffice:
            return []
        lower = {
            "ES-01": [unit.section, unit.liaison],
            "ES-02": [unit.head],
            "ES-03": [office.leader_of(party)],
        }
    upper = {
        "ES-04": ["sg", "scm" if text(call, "urgency") == "difficult" else None],
        "ES-05": ["evm"],
        "ES-06": ["mayor"],
    }
    return {**lower, **upper}[rung]


@job("ladder.urge", gives=())
def urge(call: JobCall) -> Mapping[str, Value]:
    """签收逾期: the unit's head is urged to sign in; the supervision office knows."""
    matter = matter_words(call)
    tell(
        call,
        [lead(call), "supervision-office"],
        "sign-in-late",
        Sentence(f"催促签收：{matter.zh}", f"Please sign in: {matter.en}"),
        Sentence(
            f"{name_of(call, lead(call)).zh}逾期未签收。",
            f"{name_of(call, lead(call)).en} has not signed in.",
        ),
    )
    return {}


@job("ladder.publish", gives=("circulated",))
def publish(call: JobCall) -> Mapping[str, Value]:
    """全市通报: every department and county reads it; the score loses its points."""
    matter, words = matter_words(call), text(call, "circular_text")
    tell(
        call,
        every_unit(call.session),
        "ES-05-circular",
        Sentence(f"督办通报：{matter.zh}", f"Circular: {matter.en}"),
        Sentence(words, words),
    )
    return {"circulated": True}


@job("ladder.refer", gives=("referred_to",))
def refer(call: JobCall) -> Mapping[str, Value]:
    """追责建议移送: the mayor approved the proposal; to whom it goes is on record.

    Supervision goes on, and nothing here punishes anybody (《政府督查工作条例》 Arts 21, 23).
    """
    refer_to = value(call, "refer_to") or []
    matter = matter_words(call)
    journal.record(
        call.session,
        call.instance,
        EventKind.NOTICE,
        call.now,
        by=call.by,
        element_id=call.element_id,
        name="追责建议移送",
        data={"what": "referral", "to": refer_to},
    )
    tell(
        call,
        ["sg", "supervision-office"],
        "ES-07",
        Sentence(f"追责建议移送：{matter.zh}", f"Referral: {matter.en}"),
        Sentence(
            "市长已批准，请将建议材料移送有权机关。",
            "The mayor approved: hand the proposal to the competent authority.",
        ),
    )
    return {"referred_to": refer_to}
