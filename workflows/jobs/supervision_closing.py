"""办结、归档、撤销: close-out with its score, the archive, a closing undone, a matter withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select

from models import Deadline, MatterState
from workflows import matters
from workflows.deadlines import rows as deadlines
from workflows.deployments.decision_tables import tables_of
from workflows.jobs.matter import OBJECTION, RESULT, codes, count, lead, matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.rules.calendars import SHANGHAI
from workflows.words import Sentence

SCORE_DECISION = "supervision_score"


@job("supervision.close", gives=("closed_at", "score"))
def close(call: JobCall) -> Mapping[str, Value]:
    """Close the matter: lights and ladder stop, it is scored, and the parties have thirty days to object
    (《政府督查工作条例》 Arts 16–17)."""
    matters.set_state(call.session, call.instance, MatterState.CLOSED, call.now, by=call.by)
    call.instance.closed_at = call.now
    call.instance.score = _score(call)
    deadlines.open_deadline(
        call.session,
        call.instance,
        OBJECTION,
        call.now,
        anchor_at=call.now,
        round_=count(call, "round"),
        by=call.by,
    )
    matter, conclusion = matter_words(call), text(call, "closing_text")
    tell(
        call,
        [lead(call), *codes(call, "co")],
        "closed",
        Sentence(f"已办结：{matter.zh}", f"Closed: {matter.en}"),
        Sentence(
            f"{conclusion} 如有异议，请在30日内提出。",
            f"{conclusion} Objections may be raised within 30 days.",
        ),
    )
    score = call.instance.score
    return {
        "closed_at": call.now.astimezone(SHANGHAI),
        "score": Decimal(score) if score is not None else None,
    }


def _score(call: JobCall) -> int | None:
    """The item's points by the decision table; None where the deployment has no such table."""
    for tables in tables_of(call.session, call.instance.definition_id):
        if SCORE_DECISION in tables:
            inputs = {
                "quality": value(call, "quality"),
                "late": _late(call),
                "reworks": Decimal(count(call, "reworks")),
                "circulated": value(call, "circulated") is True,
            }
            points = tables.evaluate(SCORE_DECISION, inputs, host=call.office).value
            return max(int(points), 0) if isinstance(points, Decimal) else None
    return None


def _late(call: JobCall) -> bool:
    """Whether a result of any round was handed in after the date that bound it."""
    results = select(Deadline).where(Deadline.instance_id == call.instance.id, Deadline.rule_code == RESULT)
    return any(
        deadline.done_at is not None
        and deadline.state == deadlines.DeadlineState.DONE
        and deadline.done_at > deadline.due_at
        for deadline in call.session.scalars(results)
    )


@job("supervision.archive", gives=())
def archive(call: JobCall) -> Mapping[str, Value]:
    """Nobody objected, or the closing was upheld: the matter is archived (《档案法》 Art. 14)."""
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {}


@job("supervision.reopen", gives=("score", "closed_at", "new_instruction", "due_on"))
def reopen(call: JobCall) -> Mapping[str, Value]:
    """The objection holds: the closing and its score are undone, another round begins at the dispatch."""
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    call.instance.score = None
    window = deadlines.live_deadline(call.session, call.instance, OBJECTION)
    if window is not None:
        deadlines.withdraw(call.session, window, call.now)
    matter = matter_words(call)
    tell(
        call,
        [lead(call), *codes(call, "co")],
        "reopened",
        Sentence(f"异议成立，重新办理：{matter.zh}", f"Objection upheld, handled again: {matter.en}"),
        Sentence(text(call, "review_text"), text(call, "review_text")),
    )
    return {"score": None, "closed_at": None, "new_instruction": None, "due_on": None}


@job("supervision.withdraw", gives=())
def withdraw(call: JobCall) -> Mapping[str, Value]:
    """The matter is withdrawn with approval and a reason; everybody who had a part in it is told."""
    reason = text(call, "withdraw_reason")
    matters.set_state(call.session, call.instance, MatterState.CANCELLED, call.now, by=call.by, reason=reason)
    matter = matter_words(call)
    tell(
        call,
        [lead(call), *codes(call, "co"), text(call, "leader")],
        "withdrawn",
        Sentence(f"已撤销：{matter.zh}", f"Withdrawn: {matter.en}"),
        Sentence(f"理由：{reason}", f"Reason: {reason}"),
    )
    return {}
