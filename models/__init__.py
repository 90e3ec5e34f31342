"""The tables. Typed rows that know themselves and nothing of the visitor."""

from . import sqlite
from .calendars import CalendarDay, CalendarStatus, CalendarYear, DayKind
from .db import Base, UtcDateTime, db
from .deadlines import (
    Deadline,
    DeadlineExtension,
    DeadlinePause,
    DeadlineRule,
    DeadlineState,
    ExtensionKind,
    LadderRung,
    TimeUnit,
)
from .deployments import Deployment, DeploymentFile, ProcessDefinition, ShippedChange
from .documents import Attachment
from .duty_lists import Clause, ClauseSetting, DutyList, DutyRole, OfficeSetting
from .instances import (
    Confidentiality,
    InstanceLink,
    InstanceParty,
    InstanceState,
    LinkKind,
    MatterState,
    NumberSequence,
    PartyRelation,
    ProcessInstance,
)
from .journal import EventKind, HistoryEvent, ReadEvent, SecurityEvent
from .people import (
    Absence,
    AccessRole,
    Appointment,
    Portfolio,
    Post,
    PostKind,
    Substitution,
    Unit,
    UnitKind,
    User,
)
from .tasks import CandidateVia, Task, TaskCandidate, TaskDraft, TaskExclusion, TaskState
from .work import (
    Incident,
    Job,
    JobState,
    Message,
    MessageSubscription,
    Notice,
    OutboxEntry,
    SignalSubscription,
)

__all__ = [
    "Absence", "AccessRole", "Appointment", "Attachment", "Base", "CalendarDay", "CalendarStatus", "CalendarYear",
    "CandidateVia", "Clause", "ClauseSetting", "Confidentiality", "DayKind", "Deadline", "DeadlineExtension",
    "DeadlinePause", "DeadlineRule", "DeadlineState", "Deployment", "DeploymentFile", "DutyList", "DutyRole",
    "EventKind", "ExtensionKind", "HistoryEvent", "Incident", "InstanceLink", "InstanceParty", "InstanceState",
    "Job", "JobState", "LadderRung", "LinkKind", "MatterState", "Message", "MessageSubscription", "Notice",
    "NumberSequence", "OfficeSetting", "OutboxEntry", "PartyRelation", "Portfolio", "Post", "PostKind",
    "ProcessDefinition", "ProcessInstance", "ReadEvent", "SecurityEvent", "ShippedChange", "SignalSubscription",
    "Substitution", "Task", "TaskCandidate", "TaskDraft", "TaskExclusion", "TaskState", "TimeUnit", "Unit",
    "UnitKind", "User", "UtcDateTime", "db", "sqlite",
]
