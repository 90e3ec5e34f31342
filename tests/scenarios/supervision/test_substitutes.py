"""AB角: whoever is away is acted for in his name, and the record says so."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models import TaskState
from tests.scenarios.supervision.matters_at_work import PROPOSED, Matter, Office
from workflows.people.posts import post_by_code
from workflows.people.substitution import register_absence


def away(at_work: Office, post: str, until: date) -> None:
    def work(session: Session) -> None:
        register_absence(
            session, post_by_code(session, post), date(2026, 11, 23), until, "出差", None, at_work.now
        )

    at_work.do(work)


def acted(matter: Matter, element: str) -> tuple[str, str, str | None]:
    """Who did a task: the person, his post, and in whose name."""
    [task] = matter.tasks(TaskState.DONE, element)

    def question(session: Session, _instance: object) -> tuple[str, str, str | None]:
        row = session.get_one(type(task), task.id)
        behalf = row.on_behalf_of.code if row.on_behalf_of else None
        return row.done_by.username, row.acted_as.code, behalf

    return matter.read(question)


def test_the_deputy_opens_a_matter_while_the_secretary_general_is_away(at_work: Office) -> None:
    away(at_work, "sg", date(2026, 11, 27))
    matter = at_work.begin().registered()
    matter.do("SV-02", "clerk1", **PROPOSED)
    matter.do("SV-03", "dsg", outcome="approve", opinion="同意")
    assert acted(matter, "SV-03") == ("dsg", "dsg", "sg")
    assert matter.open() == ["SV-04"]


def test_a_date_the_mayor_set_is_moved_by_his_substitute_in_his_name(at_work: Office) -> None:
    at_work.setting("standing_authorisation", "")
    matter = at_work.begin().registered()
    matter.do("SV-02", "clerk1", **{**PROPOSED, "due_on": date(2026, 12, 11), "due_set_by": "approver"})
    matter.do("SV-03", "mayor", outcome="approve")
    matter.dispatch()
    matter.sign_in()
    assert matter.variables["date_setter"] == "mayor"
    away(at_work, "mayor", date(2026, 11, 27))
    matter.press("申请延期", "yjj_head")
    matter.do(
        "SV-08",
        "yjj_head",
        outcome="ask",
        new_due=date(2026, 12, 15),
        extension_reason="设备采购须走招标程序",
        extension_progress="已完成六成",
    )
    matter.do("SV-08A", "evm", outcome="grant")
    assert acted(matter, "SV-08A") == ("evm", "evm", "mayor")
    assert matter.due("SV-09").date() == date(2026, 12, 15)
