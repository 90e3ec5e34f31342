"""Abstract and manual tasks: nothing for the process to wait for, tokens pass through."""

from __future__ import annotations

from workflows.engine.specs.activity import Activity


class PassThroughTask(Activity):
    """`bpmn:task` and `bpmn:manualTask`. (Stock stops at the former as if it were a person's.)"""
