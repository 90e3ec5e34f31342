"""Incidents: something a person must mend. The token waits at its element; nothing else in the instance
stops.
"""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from workflows.engine.act import Act
from workflows.engine.faults import Fault
from workflows.engine.step import Happened, Incident
from workflows.engine.tree import Token
from workflows.words import Sentence


def raise_incident(act: Act, token: Token, fault: Fault, *, job: bool = False) -> None:
    """Record the fault under a key of its own; the token keeps its phase, so that `retry` goes on from
    there.
    """
    key = act.instance.new_key()
    incident = Incident(
        key=key,
        element_id=waiting_element(token),
        kind=fault.kind,
        message_zh=fault.sentence.zh,
        message_en=fault.sentence.en,
        expression=fault.expression,
        values_seen=dict(fault.values_seen),
        job_key=token.key if job else None,
    )
    act.instance.incidents[key] = (token.key, incident)
    act.record.incidents[key] = incident
    act.record.element_line(token, incident.element_id, token.task_spec.node.name, Happened.ERROR)
    if not job and not token.marks.armed:
        token._set_state(TaskState.ERROR)


def resolve_incidents(act: Act, token: Token) -> None:
    """The token goes on or is gone: its incidents no longer matter."""
    for key in [key for key, (held_by, _) in act.instance.incidents.items() if held_by == token.key]:
        del act.instance.incidents[key]
        act.record.incident_resolved(key)


def waiting_element(token: Token) -> str:
    """The element the person looks at: for an armed event subprocess its start event."""
    start = getattr(token.task_spec, "start_node", None)
    return start(token).id if start is not None and token.marks.armed else token.element_id


def job_failed(message: str) -> Fault:
    """The fault of a job whose handler gave up."""
    return Fault("job", Sentence(f"作业失败：{message}", f"The job failed: {message}"))
