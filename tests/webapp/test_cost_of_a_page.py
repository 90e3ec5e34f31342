"""A page asks the database the same number of questions however much stands on it, and not many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Attachment, TaskState, User, db
from tests.scenarios.supervision.matters_at_work import Matter
from tests.statements import statements_of
from tests.webapp.matters.at_work import OfficeBehindPages, at_work

__all__ = ["at_work"]

LogIn = Callable[[str], FlaskClient]

#: Pages of the office's day, and how many statements each may make.
LISTS = {
    "/": 11,
    "/done": 10,
    "/board/": 25,
    "/board/units/jtj": 8,
    "/matters/": 15,
    "/matters/?state=all": 15,
    "/duties/": 12,
    "/duties/ledger": 11,
    "/duties/ledger/2026-H2/S-04/scm": 11,
    "/notices/": 6,
}
MATTER, STEP, TASK, JUDGED = 32, 29, 20, 9


@pytest.fixture
def engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def asked(engine: Engine, client: FlaskClient, path: str) -> list[str]:
    """What a page asks, looked at for the second time: the first look also reads what is kept afterwards."""
    assert client.get(path).status_code == 200, path
    with statements_of(engine) as told:
        client.get(path)
    return told


def much_of(told: list[str]) -> str:
    """The statements asked most often, for whoever has to mend it."""
    return "\n".join(f"{count} × {words}" for words, count in Counter(told).most_common())


def late_matters(office: OfficeBehindPages, *leads: str) -> None:
    """Matters so late that their leader is told and asked."""
    for lead in leads:
        office.begin().dispatched(lead=lead, co=["jtj"])
    office.later(days=18)
    office.deliver()


def test_the_lists_ask_no_more_with_more_on_them(
    at_work: OfficeBehindPages, logged_in: LogIn, engine: Engine
) -> None:
    people = [logged_in(name) for name in ("clerk1", "scm")]
    late_matters(at_work, "yjj")
    few = {path: [asked(engine, person, path) for person in people] for path in LISTS}
    late_matters(at_work, "zjj", "gaj")
    for path, most in LISTS.items():
        for person, before in zip(people, few[path], strict=True):
            told = asked(engine, person, path)
            assert len(told) == len(before), f"{path}: {len(before)}, then {len(told)}\n{much_of(told)}"
            assert len(told) <= most, f"{path}: {len(told)}\n{much_of(told)}"


def with_files(office: OfficeBehindPages, matter: Matter, *people: str) -> None:
    """A file of each of these people in the matter."""

    def bring(session: Session) -> None:
        for name in people:
            session.add(
                Attachment(
                    instance_id=matter.id,
                    field="attachments",
                    name=f"{name}.txt",
                    size=6,
                    media_type="text/plain",
                    digest=sha256(name.encode()).hexdigest(),
                    uploaded_by=session.scalars(select(User).filter_by(username=name)).one(),
                    uploaded_at=office.now,
                )
            )

    office.do(bring)


def test_a_matter_and_its_task_ask_no_more_the_longer_its_record_is(
    at_work: OfficeBehindPages, logged_in: LogIn, engine: Engine
) -> None:
    clerk, counts = logged_in("clerk2"), []
    matter = at_work.begin().signed_in(co=["zjj"])
    matter.do("SV-06C", "zjj_head", party="zjj", co_opinion="同意", countersign="agree")
    for brought_by in (["yjj_head"], ["yjj_liaison", "zjj_head", "clerk1"]):
        with_files(at_work, matter, *brought_by)
        matter.hand_in()
        [task] = matter.tasks(TaskState.OPEN, "SV-10")
        pages = {f"/matters/{matter.id}": MATTER, f"/matters/{matter.id}/steps/SV-09": STEP}
        pages[f"/tasks/{task.id}"] = TASK
        told = {path: asked(engine, clerk, path) for path in pages}
        counts.append([len(statements) for statements in told.values()])
        for path, most in pages.items():
            assert len(told[path]) <= most, f"{path}: {len(told[path])}\n{much_of(told[path])}"
        matter.do("SV-10", "clerk2", outcome="return", rework_reason="材料不全，请补齐", co_return=[])
    assert counts[0] == counts[1]


def test_handing_a_form_in_asks_for_what_is_judged_and_not_for_the_page(
    at_work: OfficeBehindPages, logged_in: LogIn, engine: Engine
) -> None:
    matter, clerk = at_work.begin().signed_in(), logged_in("clerk2")
    matter.hand_in()
    [task] = matter.tasks(TaskState.OPEN, "SV-10")
    clerk.get(f"/tasks/{task.id}")  # reads the form, which is kept afterwards
    answers = {"outcome": "pass", "quality": "4", "_hand_in": "1"}
    with statements_of(engine) as told:
        answer = clerk.post(f"/tasks/{task.id}", data=answers)
    assert answer.status_code == 303, answer.text
    read_first = told[: told.index("BEGIN IMMEDIATE")]
    assert len(read_first) <= JUDGED, f"{len(read_first)}\n{much_of(read_first)}"
    for table in ("history_event", "appointment", "task_draft"):
        assert not [words for words in read_first if f"FROM {table}" in words], table
