"""Answers typed into the form a task shows, as a browser sends them, judged as the server judges them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import Task
from workflows.deployments import publishing as deployments
from workflows.office.snapshots import office_snapshot
from workflows.rules.calendars import local_day
from workflows.rules.forms import (
    Answered,
    FormSetting,
    RawAnswers,
    UploadedFile,
    check,
    first_answers,
    read_form,
)
from workflows.rules.forms.first_answers import as_sent
from workflows.running.stored import given_back


def filled_in(session: Session, task: Task, answers: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The typed answers the task's form gives for these; what is typed into a hidden field is dropped.

    Fails on a key the form does not have, and on every field the form would send back with a sentence.
    """
    answered = judged(session, task, answers, now)
    assert not answered.errors, {name: sentence.zh for name, sentence in answered.errors.items()}
    return answered.values


def judged(session: Session, task: Task, answers: Mapping[str, Any], now: datetime) -> Answered:
    """What the form makes of these answers: typed values, or sentences by field."""
    schema = deployments.form(session, task.instance.definition, task.form_id)
    assert schema is not None, f"{task.element_id} has no form"
    form = read_form(schema)
    unknown = set(answers) - {component.key for component in form.components}
    assert not unknown, f"the form {task.form_id} does not ask for {unknown}"
    visible = {**given_back(task.instance.variables), **given_back(task.variables)}
    office = office_snapshot(session, task.instance, now)
    setting = FormSetting(visible, local_day(now), office, files=_uploaded(answers))
    typed = _as_typed(answers)
    opened = {name: raw for name, raw in first_answers(form, setting).items() if not _in_row(name, typed)}
    return check(form, {**opened, **typed}, setting)


def _in_row(name: str, typed: RawAnswers) -> bool:
    """Whether a field stands in a row of a list these answers give as a whole."""
    return "[" in name and name[: name.index("[")] in typed


def _uploaded(answers: Mapping[str, Any]) -> dict[str, tuple[UploadedFile, ...]]:
    files = answers.get("attachments") or []
    return {"attachments": tuple(UploadedFile(int(file["document"]), file["name"]) for file in files)}


def _as_typed(answers: Mapping[str, Any]) -> RawAnswers:
    raw: RawAnswers = {}
    for key, value in answers.items():
        if key == "attachments":
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict):
            raw[key] = [""]
            for number, row in enumerate(value):
                raw[f"{key}[{number}]"] = [""]
                raw |= {f"{key}[{number}].{name}": as_sent(part) for name, part in row.items()}
        else:
            raw[key] = as_sent(value)
    return raw
