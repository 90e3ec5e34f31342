"""Incidents: what a person must mend. The token waits at its element; nothing else in the instance stops."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from workflows.engine.act import Act
from workflows.engine.faults import Fault
from workflows.engine.step import Happened, Incident
from workflows.engine.tree import Token
from workflows.words import Sentence


def raise_incident(
    act: Act, token: Token, fault: Fault, *, job: bool = False, keep_state: bool = False
) -> None:
    """Record the fault under a key of its own; the token keeps its phase, so that `retry` goes on there."""
    key = act.instance.new_key()
    incident = Incident(
        key=key,
        element_id=token.task_spec.trigger_node(token).id,
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
    if not job and not keep_state and not token.marks.armed:
        token._set_state(TaskState.ERROR)


def resolve_incidents(act: Act, token: Token) -> None:
    """The token goes on or is gone: its incidents no longer matter."""
    for key in [key for key, (held_by, _) in act.instance.incidents.items() if held_by == token.key]:
        del act.instance.incidents[key]
        act.record.incident_resolved(key)


def has_incident(act: Act, token: Token) -> bool:
    """Whether an open incident belongs to the token."""
    return any(held_by == token.key for held_by, _ in act.instance.incidents.values())


def job_failed(message: str) -> Fault:
    """The fault of a job whose handler gave up."""
    return Fault("job", Sentence(f"作业失败：{message}", f"The job failed: {message}"))
