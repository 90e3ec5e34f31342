"""The engine room: BPMN executed over SpiffWorkflow, pure functions over an instance's state at rest."""

from workflows.engine.acts.events import deliver_message, deliver_signal, wake
from workflows.engine.acts.jobs import escalate, fail_job, finish_job
from workflows.engine.acts.mending import cancel, retry, set_variables
from workflows.engine.acts.people import complete
from workflows.engine.acts.starting import start
from workflows.engine.compiling import compile_process
from workflows.engine.definition import Definition, load_definition
from workflows.engine.snapshot import describe

__all__ = [
    "Definition",
    "cancel",
    "compile_process",
    "complete",
    "deliver_message",
    "deliver_signal",
    "describe",
    "escalate",
    "fail_job",
    "finish_job",
    "load_definition",
    "retry",
    "set_variables",
    "start",
    "wake",
]
