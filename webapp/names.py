"""Processes and steps by their names, in the visitor's language where the diagram gives both."""

from __future__ import annotations

from flask import Flask

from models import ProcessDefinition, Task, db
from workflows.deployments import names

from .i18n import say


def process_name(definition: ProcessDefinition) -> str:
    return say(names.process_name(db.session, definition))


def task_name(task: Task) -> str:
    return say(names.task_name(task))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(process_name=process_name, task_name=task_name)
