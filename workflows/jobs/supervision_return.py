"""The lead unit returned the matter: another unit takes it, or the unit must sign in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from models import DeadlineState, PartyRelation
from workflows import matters
from workflows.deadlines import extensions
from workflows.deadlines import rows as deadlines
from workflows.jobs.matter import (
    RESULT,
    codes,
    count,
    day,
    is_post,
    lead,
    matter_words,
    newest_deadline,
    refused,
    text,
)
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import name_of, tell
from workflows.telling import mail
from workflows.words import Sentence


@job("supervision.settle_return", gives=("returns", "must_sign", "lead", "lead_is_leader", "date_setter"))
def settle_return(call: JobCall) -> Mapping[str, Value]:
    """Carry out the office's decision, or the secretary-general's ruling.

    A unit may return once; after a refusal or the ruling it can only sign in. Refuses to give the matter
    to the unit that returned it, or to a co-organiser. Header: `rule` (the lead's limit, SV-09 by default).
    """
    final = count(call, "returns") > 0
    answer = {"returns": Decimal(count(call, "returns") + 1), "must_sign": True}
    if text(call, "outcome") != "reassign":
        _tell_refused(call)
        return answer
    new_lead = text(call, "new_lead")
    if new_lead == lead(call) and final:
        return answer  # the ruling names the present unit
    if new_lead in (lead(call), *codes(call, "co")):
        raise refused(
            "改派单位不能是现主办或协办单位",
            "The new lead must be another unit, not a co-organiser",
            "new_lead",
        )
    setter = _move_clock(call, new_lead)
    matters.set_party(call.session, call.instance, PartyRelation.LEAD, [new_lead])
    _tell_new_lead(call, new_lead)
    _begin_ladder_anew(call)
    return {
        **answer,
        "must_sign": final,
        "lead": new_lead,
        "lead_is_leader": is_post(call, new_lead),
        "date_setter": setter,
    }


def _move_clock(call: JobCall, new_lead: str) -> str:
    """The old unit is bound no longer. The new one has the full limit from now, or the date somebody set."""
    rule = call.headers.get("rule", RESULT)
    old = newest_deadline(call, rule, lead(call))
    if old is not None and old.state is DeadlineState.RUNNING:
        deadlines.withdraw(call.session, old, call.now)
    set_by = old.set_by_post if old is not None else None
    new = deadlines.open_deadline(
        call.session,
        call.instance,
        rule,
        call.now,
        party=new_lead,
        due_on=day(call, "due_on") if set_by else None,
        set_by_post=set_by,
        variables={**call.variables, "lead": new_lead},
        anchor_at=call.now,
        round_=count(call, "round"),
        by=call.by,
    )
    return extensions.granter_of(call.session, new).code


def _begin_ladder_anew(call: JobCall) -> None:
    """What the ladder asked of the old unit is withdrawn; it begins again for the new one."""
    mail.send(
        call.session,
        "deadline-moved",
        text(call, "matter_key"),
        {},
        call.now,
        message_id=f"{call.instance.id}:{call.key}:lead-changed",
        kept_for=timedelta(0),
    )


def _tell_new_lead(call: JobCall, new_lead: str) -> None:
    matter = matter_words(call)
    tell(
        call,
        [new_lead],
        "notice",
        Sentence(f"督办通知单：{matter.zh}", f"Supervision notice: {matter.en}"),
        Sentence(
            f"原由{name_of(call, lead(call)).zh}承办，现改由贵单位主办，请签收。",
            f"It was with {name_of(call, lead(call)).en}; your unit leads now. Please sign in.",
        ),
    )


def _tell_refused(call: JobCall) -> None:
    matter, reason = matter_words(call), text(call, "opinion")
    tell(
        call,
        [lead(call)],
        "return-refused",
        Sentence(f"退文告知单：{matter.zh}", f"Return refused: {matter.en}"),
        Sentence(
            f"不同意退回，请签收并办理。{reason}", f"The return is refused; sign in and handle it. {reason}"
        ),
    )
