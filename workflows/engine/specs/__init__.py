"""The room's own spec classes, one a file; SpiffWorkflow runs them."""

from workflows.engine.elements import spec_name
from workflows.engine.specs.activity import Activity
from workflows.engine.specs.ad_hoc import AdHocSubprocess
from workflows.engine.specs.base import NodeSpec
from workflows.engine.specs.boundary import BoundaryEvent
from workflows.engine.specs.call_activity import CallActivity
from workflows.engine.specs.catch import CatchEvent
from workflows.engine.specs.complex import ComplexGateway
from workflows.engine.specs.decision import BusinessRuleTask
from workflows.engine.specs.end import EndEvent
from workflows.engine.specs.event_gateway import EventGateway
from workflows.engine.specs.event_subprocess import EventSubprocess
from workflows.engine.specs.exclusive import ExclusiveGateway
from workflows.engine.specs.inclusive import InclusiveGateway
from workflows.engine.specs.job import JobTask
from workflows.engine.specs.parallel import ParallelGateway
from workflows.engine.specs.pass_through import PassThroughTask
from workflows.engine.specs.receive import ReceiveTask
from workflows.engine.specs.script import ScriptTask
from workflows.engine.specs.send import SendTask
from workflows.engine.specs.start import StartEvent
from workflows.engine.specs.subprocess import Subprocess
from workflows.engine.specs.throw import ThrowEvent
from workflows.engine.specs.user_task import UserTask

NODE_SPECS: tuple[type[NodeSpec], ...] = (
    AdHocSubprocess,
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    ComplexGateway,
    EndEvent,
    EventGateway,
    EventSubprocess,
    ExclusiveGateway,
    InclusiveGateway,
    JobTask,
    ParallelGateway,
    PassThroughTask,
    ReceiveTask,
    ScriptTask,
    SendTask,
    StartEvent,
    Subprocess,
    ThrowEvent,
    UserTask,
)

__all__ = ["NODE_SPECS", "Activity", "NodeSpec", "spec_name", *(spec.__name__ for spec in NODE_SPECS)]
