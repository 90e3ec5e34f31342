"""县区考核结果: what the counties have filed of a half-year, for the review, the meeting and the circular."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from models import ProcessInstance, Task, TaskState
from workflows.jobs.registry import JobCall
from workflows.jobs.telling import name_of
from workflows.rules.deadline_words import due_words
from workflows.running.stored import given_back
from workflows.words import Sentence

FILING = "HA-05"


def counties_in_words(call: JobCall, half_year: str) -> Sentence:
    """How many counties have filed, and who has not: late, or until when there is time."""
    filings = list(_filings(call.session, half_year))
    filed = [task for _county, task in filings if task.state is TaskState.DONE]
    zh = f"县区半年考核结果：应报{len(filings)}个，已报{len(filed)}个"
    en = f"County results: {len(filings)} due, {len(filed)} filed"
    missing = [
        (county, task.due_at)
        for county, task in filings
        if task.state is TaskState.OPEN and task.due_at is not None
    ]
    for late in (True, False):
        of_these = [(name_of(call, county), due) for county, due in missing if (due <= call.now) is late]
        if of_these:
            due = due_words(of_these[0][1])
            how = Sentence("逾期未报", "overdue")
            if not late:
                how = Sentence(f"{due.zh}前尚可报送", f"not due until {due.en}")
            zh += f"，{how.zh}：{'、'.join(name.zh for name, _due in of_these)}"
            en += f"; {how.en}: {', '.join(name.en for name, _due in of_these)}"
    return Sentence(f"{zh}。", f"{en}.")


def _filings(session: Session, half_year: str) -> Iterator[tuple[str, Task]]:
    """Each county's filing of a half-year, in the order in which they were begun."""
    rows = session.execute(
        select(Task, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == Task.instance_id)
        .where(Task.element_id == FILING)
        .options(undefer(ProcessInstance.variables))
        .order_by(Task.id)
    )
    for task, instance in rows:
        known = given_back(instance.variables)
        if known.get("half_year") == half_year:
            yield known["report"]["party"], task
