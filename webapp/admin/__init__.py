"""Administration: what must be mended, people, the calendar, limits, versions, the audit."""

from . import absences, accounts, audit, calendars, deployments, incidents, overview, people, rules, settings
from .blueprint import blueprint

__all__ = [
    "absences",
    "accounts",
    "audit",
    "blueprint",
    "calendars",
    "deployments",
    "incidents",
    "overview",
    "people",
    "rules",
    "settings",
]
