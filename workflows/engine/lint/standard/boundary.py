"""Boundary events: what may interrupt an activity, and where that leads (BPMN 2.0, 10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.findings import Finding, refusal
from workflows.engine.lint.drawing import Drawing
from workflows.engine.vocabulary import is_event_subprocess

_NEVER = frozenset(["link", "terminate"])
_INTERRUPTING_ONLY = frozenset(["error", "cancel"])


def boundary_events_have_fitting_triggers(drawing: Drawing) -> Iterator[Finding]:
    """No link or terminate at a border; errors and cancels always interrupt."""
    for event in drawing.nodes("boundaryEvent"):
        triggers = set(drawing.triggers(event))
        if triggers & _NEVER:
            yield refusal(
                "trigger-not-allowed",
                event.get("id"),
                "边界事件不能用链接或终止",
                "a boundary event is never a link or a terminate",
            )
        if event.get("cancelActivity") == "false" and triggers & _INTERRUPTING_ONLY:
            yield refusal(
                "boundary-must-interrupt",
                event.get("id"),
                "错误和取消边界事件总是中断活动；请去掉 cancelActivity=false",
                "error and cancel boundary events always interrupt; remove cancelActivity=false",
            )


def boundary_events_begin_a_branch(drawing: Drawing) -> Iterator[Finding]:
    """No flow leads into a boundary event; one leads out, unless it is for compensation."""
    for event in drawing.nodes("boundaryEvent"):
        own, undoes = event.get("id"), "compensate" in drawing.triggers(event)
        if drawing.incoming[own]:
            yield refusal(
                "boundary-with-incoming", own, "边界事件不能有入流", "a boundary event has no incoming flow"
            )
        if undoes and drawing.outgoing[own]:
            yield refusal(
                "compensation-boundary-with-outgoing",
                own,
                "补偿边界事件没有出流；请用关联连到补偿活动",
                "a compensation boundary event has no outgoing flow; associate it with its handler",
            )
        if not undoes and drawing.triggers(event) and not drawing.outgoing[own]:
            yield refusal(
                "boundary-without-outgoing",
                own,
                "边界事件没有出流；请连到要做的下一步",
                "the boundary event leads nowhere; connect it to what is to be done",
            )


def boundary_events_stand_at_ordinary_activities(drawing: Drawing) -> Iterator[Finding]:
    """An event subprocess and a compensation handler have no boundary events."""
    for event in drawing.nodes("boundaryEvent"):
        activity = drawing.find(event.get("attachedToRef"))
        if activity is not None and is_event_subprocess(activity):
            yield refusal(
                "boundary-at-event-subprocess",
                event.get("id"),
                "事件子流程上不能附边界事件",
                "an event subprocess has no boundary events",
            )


RULES = (
    boundary_events_have_fitting_triggers,
    boundary_events_begin_a_branch,
    boundary_events_stand_at_ordinary_activities,
)
