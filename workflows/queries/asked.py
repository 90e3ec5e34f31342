"""A task as its answers are judged: what is asked, of whom, and what the form may show. The task's page shows
this and much around it (`queries.task`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import Task, User
from workflows.deployments.forms import form_of
from workflows.deployments.names import task_name
from workflows.people.substitution import Actor
from workflows.permissions import task_for
from workflows.rules.forms import Form
from workflows.running.stored import given_back
from workflows.words import Sentence


@dataclass(frozen=True)
class TaskAsked:
    task: Task
    name: Sentence
    actor: Actor | None  #: in which post he would act; None: he may only read
    why_not: Sentence | None  #: why he may not act (recused, not offered, done already)
    form: Form
    variables: dict[str, Any]  #: what the form may show, FEEL values
    submit: Sentence | None  #: words of the main button
    irreversible: bool


def task_asked(session: Session, user: User, task_id: int, now: datetime) -> TaskAsked:
    """What is asked of this person. Raises NotVisible."""
    access = task_for(session, user, task_id, now)
    task, instance = access.task, access.task.instance
    submit = task.properties.get("submit_zh")
    return TaskAsked(
        task=task,
        name=task_name(task),
        actor=access.actor,
        why_not=access.why_not,
        form=form_of(session, instance.definition_id, task.form_id),
        variables=given_back(instance.variables) | given_back(task.variables),
        submit=Sentence(submit, task.properties.get("submit_en", submit)) if submit else None,
        irreversible=task.properties.get("irreversible") == "true",
    )
