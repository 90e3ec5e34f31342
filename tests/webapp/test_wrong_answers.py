"""What the office fears most to find in its records, sent over the wire: it comes back at its field with a
sentence, and nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Task, TaskState, db
from tests import standing
from tests.scenarios.accidents import accidents_at_work as accidents
from tests.scenarios.matters_at_work import Matter
from tests.scenarios.supervision import matters_at_work as supervision
from tests.webapp.conftest import StandingClock
from tests.webapp.walking import hand_in
from workflows import instances

LogIn = Callable[[str], FlaskClient]
ROW = {"clause": "V-04", "words": "每季度听取汇报", "full": 20, "self_score": 20, "score": 20, "records": []}
SHEET = {
    "post": "vm_city", "name": "副市长", "scorers": ["fgw", "sfj"], "reviewers": ["rsj"], "rows": [ROW],
    "records": [], "late": False,
}  # fmt: skip


@dataclass
class Case:
    """A matter with a task that waits, who does it, and what is wrong with the answer."""

    matter: Matter
    element: str
    by: str
    answers: dict[str, str]
    field: str
    sentence: str


def negative_deaths(app: Flask, clock: StandingClock) -> Case:
    report = accidents.Office(engine(app), clock.now).called()
    return Case(report, "AR-01", "yjj_liaison", {"deaths": "-1"}, "deaths", "不能小于0")


def an_accident_tomorrow(app: Flask, clock: StandingClock) -> Case:
    report = accidents.Office(engine(app), clock.now).called()
    sent = {"occurred_at": "2026-11-24T07:50"}
    return Case(report, "AR-01", "yjj_liaison", sent, "occurred_at", "不能晚于现在")


def a_team_without_a_head(app: Flask, clock: StandingClock) -> Case:
    case = accidents.Office(engine(app), clock.now).investigated().confirmed()
    return Case(case, "AI-03", "yjj_liaison", {"team_leader": ""}, "team_leader", "请选择“调查组组长”")


def an_extension_beyond_the_cap(app: Flask, clock: StandingClock) -> Case:
    case = accidents.Office(engine(app), clock.now).investigated().team_formed()
    case.press("申请延期", "scm")
    sent = {"outcome": "ask", "extension_days": "61"}
    return Case(case, "AI-05X", "scm", sent, "extension_days", "不能大于60")


def an_extension_longer_than_the_limit_was(app: Flask, clock: StandingClock) -> Case:
    office = supervision.Office(engine(app), clock.now)
    office.authorise()
    matter = office.begin().signed_in()
    matter.press("申请延期", "yjj_head")
    sent = {
        "outcome": "ask",
        "new_due": "2027-03-31",
        "extension_reason": "供暖企业分布较散，人手不足。",
        "extension_progress": "已检查六家。",
    }
    return Case(matter, "SV-08", "yjj_head", sent, "new_due", "不能超过原定期限")


def a_score_above_the_full_points(app: Flask, clock: StandingClock) -> Case:
    office = accidents.Office(engine(app), clock.now)
    called = {"sheet": SHEET, "half_year": "2026-H1"}
    sheet = office.do(
        lambda session: instances.start(session, "leader_assessment", called, None, office.now).id
    )
    sent = {"rows[0]": "", "rows[0].score": "20.5"}
    return Case(Matter(office, sheet), "HA-08", "fgw_head", sent, "rows[0].score", "不能超过")


def engine(app: Flask) -> Engine:
    """An engine on the application's file, which is another one than in the test before."""
    found = standing.engine_on(app.config["DATA"] / "office.db")
    found.dispose()
    return found


@pytest.mark.parametrize(
    "make",
    [
        negative_deaths,
        an_accident_tomorrow,
        a_team_without_a_head,
        an_extension_beyond_the_cap,
        an_extension_longer_than_the_limit_was,
        a_score_above_the_full_points,
    ],
)
def test_it_comes_back_at_its_field_with_a_sentence_and_is_not_kept(
    app: Flask, clock: StandingClock, logged_in: LogIn, make: Callable[[Flask, StandingClock], Case]
) -> None:
    case = make(app, clock)
    with app.app_context():
        task = waiting(db.session, case)
        answer = hand_in(logged_in(case.by), task.id, case.answers)
        assert answer.status_code == 422
        at_the_field = re.search(rf'href="#field-{re.escape(case.field)}"[^>]*>([^<]*)<', answer.text)
        assert at_the_field is not None, re.findall(r'href="#field-[^<]*', answer.text)
        assert case.sentence in unescape(at_the_field[1])
        db.session.expire_all()
        assert db.session.get_one(Task, task.id).state is TaskState.OPEN


def waiting(session: Session, case: Case) -> Task:
    query = select(Task).where(Task.instance_id == case.matter.id, Task.element_id == case.element)
    return session.scalars(query.where(Task.state == TaskState.OPEN).limit(1)).one()
