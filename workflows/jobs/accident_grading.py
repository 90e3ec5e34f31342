"""重新定级: new figures are taken in, the table is asked again, whoever must know a changed grade is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from workflows.deployments.decision_tables import tables_of
from workflows.jobs.matter import codes, matter_words, text
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.rules.accidents import GRADES, Harm, is_higher, lowest_grade
from workflows.telling import mail
from workflows.words import Sentence

GRADE_DECISION = "accident_grade"
GRADE_WORDS = dict(
    zip(
        GRADES,
        (
            Sentence("一般事故", "general accident"),
            Sentence("较大事故", "larger accident"),
            Sentence("重大事故", "major accident"),
            Sentence("特别重大事故", "extraordinarily major accident"),
        ),
        strict=True,
    )
)
_KEPT_FOR = timedelta(days=60)
_FIGURES = (
    ("deaths", "死亡{}人", "{} dead"),
    ("missing", "下落不明{}人", "{} missing"),
    ("serious_injuries", "重伤{}人", "{} seriously injured"),
    ("direct_loss_wan", "直接经济损失{}万元", "direct loss {} (10 000 yuan)"),
)


@job(
    "accident.regrade",
    gives=("deaths", "missing", "serious_injuries", "direct_loss_wan", "counted", "grade", "provisional"),
)
def regrade(call: JobCall) -> Mapping[str, Value]:
    """Take the new figures in and grade anew (Arts 13, 20). With the header `missing` = `dead` the window has
    ended and the missing count as dead. An investigation that has begun is told of every change."""
    known = Harm.read(call.variables).or_else(Harm.read(call.variables.get("counted") or {}))
    harm = known.with_the_missing_dead() if call.headers.get("missing") == "dead" else known
    before, grade = text(call, "grade"), _grade(call, harm)
    if grade != before:
        _tell_change(call, before, grade, harm)
    answer = {
        **harm.as_values(),
        "counted": harm.as_values(),
        "grade": grade,
        "provisional": not harm.is_complete,
    }
    if harm.as_values() != call.variables.get("counted"):
        _tell_investigation(call, answer, risen=is_higher(grade, before))
    return answer


def _grade(call: JobCall, harm: Harm) -> str:
    for tables in tables_of(call.session, call.instance.definition_id):
        if GRADE_DECISION in tables:
            return lowest_grade(tables.evaluate(GRADE_DECISION, harm.as_values(), host=call.office).value)
    return text(call, "grade")


def _tell_change(call: JobCall, before: str, grade: str, harm: Harm) -> None:
    matter, old, new = matter_words(call), GRADE_WORDS[before], GRADE_WORDS[grade]
    words = harm_words(harm)
    tell(
        call,
        [*codes(call, "readers"), "yjj", *codes(call, "co")],
        "accident-regraded",
        Sentence(f"等级由{old.zh}调整为{new.zh}：{matter.zh}", f"From {old.en} to {new.en}: {matter.en}"),
        Sentence(f"{words.zh}。", f"{words.en}."),
    )


def _tell_investigation(call: JobCall, answer: Mapping[str, Value], *, risen: bool) -> None:
    if call.variables.get("investigated") is True:
        key = f"{call.instance.id}:{call.key}"
        mail.send(
            call.session,
            "accident-regraded",
            str(call.instance.id),
            {name: answer[name] for name in answer if name != "counted"} | {"risen": risen},
            call.now,
            message_id=f"accident-regraded:{key}",
            kept_for=_KEPT_FOR,
        )


def harm_words(harm: Harm) -> Sentence:
    """「死亡2人、下落不明1人」: what is known of the harm; nothing is said of what is not."""
    known = [(zh, en, number) for name, zh, en in _FIGURES if (number := harm.as_values()[name]) is not None]
    if not known:
        return Sentence("伤亡和损失未掌握", "casualties and loss not known")
    return Sentence(
        "、".join(zh.format(f"{number:f}") for zh, _, number in known),
        ", ".join(en.format(f"{number:f}") for _, en, number in known),
    )
