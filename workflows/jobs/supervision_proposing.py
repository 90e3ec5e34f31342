"""Another process asks for supervision: the clerk finds the source filled in and decides as always."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.jobs.matter import codes, day, text, value
from workflows.jobs.registry import JobCall, Value, job
from workflows.telling import mail

_URGENCY = "normal"


@job("supervision.propose", gives=())
def propose(call: JobCall) -> Mapping[str, Value]:
    """Send the supervision office a proposal, linked to this matter; once for each time the step is reached.

    Headers: `category` (1…4), `kind`, `urgency` (normal unless it says otherwise). What the element's input
    mapping gives: `title`, `instruction_text`, `task_text`, `lead`, `co`, `leader`, `due_on`. The proposal
    opens nothing by itself: the secretary-general approves it (《政府督查工作条例》 Art. 11).
    """
    key = f"{call.instance.id}:{call.key}"
    mail.send(
        call.session,
        "supervision-proposed",
        key,
        {
            "proposed_by": text(call, "matter_key"),
            "category": call.headers["category"],
            "kind": call.headers["kind"],
            "urgency": call.headers.get("urgency", _URGENCY),
            "confidentiality": call.instance.confidentiality.value,
            "source_doc_no": call.instance.number,
            "received_on": call.office.today,
            "title": text(call, "title") or call.instance.title,
            "instruction_text": text(call, "instruction_text") or None,
            "task_text": text(call, "task_text") or None,
            "leader": text(call, "leader") or None,
            "lead": text(call, "lead") or None,
            "co": codes(call, "co"),
            "due_on": day(call, "due_on"),
            "due_set_by": "approver" if value(call, "due_on") else None,
        },
        call.now,
        message_id=f"supervision-proposed:{key}",
    )
    return {}
