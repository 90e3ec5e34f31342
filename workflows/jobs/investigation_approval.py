"""批复: it takes effect, everybody it binds knows, the evaluation is scheduled; at last the archive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from models import MatterState
from workflows import matters
from workflows.jobs.investigation import moment
from workflows.jobs.matter import codes, lead, matter_words, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.jobs.telling import tell
from workflows.rules.calendars import SHANGHAI
from workflows.telling import mail
from workflows.words import Sentence

_EVALUATED = ("own", "county")  #: 谁调查谁评估: what the city or a county investigated
_HANDED_ON = (
    "accident_domain", "county", "place", "accident_unit", "grade", "sector", "leader_in_charge", "role",
    "lead", "co", "decisions", "measures", "approval_doc_no",
)  # fmt: skip


@job("investigation.approve", gives=("approved_at",))
def approve(call: JobCall) -> Mapping[str, Value]:
    """The approval takes effect: by the mayor's hand now, or when the county's or a higher body's paper says.

    All that follows counts from here: decisions, publication, measures, and the evaluation after ten months.
    """
    own = text(call, "role") == "own"
    approved = call.now.astimezone(SHANGHAI) if own else moment(call, "approved_on")
    matters.set_state(call.session, call.instance, MatterState.HANDLING, call.now, by=call.by)
    bound = [item["by_unit"] for item in value(call, "decisions") or []]
    bound += [item["owner"] for item in value(call, "measures") or []]
    matter, document = matter_words(call), text(call, "approval_doc_no")
    tell(
        call,
        dict.fromkeys([lead(call), *codes(call, "co"), *bound]),
        "approved",
        Sentence(f"已批复（{document}）：{matter.zh}", f"Approved ({document}): {matter.en}"),
        Sentence(
            "请按批复落实处理决定和防范整改措施。", "Carry out its decisions and measures of prevention."
        ),
    )
    if text(call, "role") in _EVALUATED:
        _schedule_evaluation(call, approved)
    return {"approved_at": approved}


def _schedule_evaluation(call: JobCall, approved: object) -> None:
    """评估 begins ten months after the approval (安委办〔2021〕4号 Art. 3); scheduled now, once."""
    key = str(call.instance.id)
    mail.send(
        call.session,
        "evaluation-scheduled",
        key,
        {name: value(call, name) for name in _HANDED_ON}
        | {
            "title": text(call, "title").removesuffix("（调查）"),
            "proposed_by": key,
            "investigation_key": key,
            "investigation_number": call.instance.number,
            "approved_at": approved,
            "team_units": [member["unit"] for member in value(call, "members") or []],
        },
        call.now,
        message_id=f"evaluation-scheduled:{key}",
        kept_for=timedelta(days=400),
    )


@job("investigation.archive", gives=())
def archive(call: JobCall) -> Mapping[str, Value]:
    """Everything the approval ordered has been answered for: archived (Art. 31; 《档案法》 Art. 14)."""
    matters.set_state(call.session, call.instance, MatterState.ARCHIVED, call.now, by=call.by)
    return {}
