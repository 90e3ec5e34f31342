"""Another process asks for a campaign: whoever proposes it finds it filled in and decides as always."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.jobs.matter import text
from workflows.jobs.registry import JobCall, Value, job
from workflows.telling import mail


@job("campaign.propose", gives=())
def propose(call: JobCall) -> Mapping[str, Value]:
    """Send the proposal of a campaign, linked to this matter; once for each time the step is reached.

    Headers: `type`, `trigger`. What the element's input mapping gives: `title`, `scope`, `proposed_lead`. The
    work-safety office sorts it and decides (SC-02).
    """
    key = f"{call.instance.id}:{call.key}"
    mail.send(
        call.session,
        "campaign-proposed",
        key,
        {
            "proposed_by": text(call, "matter_key"),
            "type": call.headers["type"],
            "trigger": call.headers["trigger"],
            "title": text(call, "title") or call.instance.title,
            "scope": text(call, "scope") or None,
            "proposed_lead": text(call, "proposed_lead") or None,
            "period_from": call.office.today,
        },
        call.now,
        message_id=f"campaign-proposed:{key}",
    )
    return {}
