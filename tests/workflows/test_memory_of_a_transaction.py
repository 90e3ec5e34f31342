"""What a session remembers within a transaction, and when it forgets."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.memory import memory_of_savepoint, memory_of_transaction
from workflows.people.posts import post_by_code


def remember(session: Session) -> None:
    session.connection()
    memory_of_transaction(session)["seen"] = memory_of_savepoint(session)["seen"] = True


def remembered(session: Session) -> tuple[bool, bool]:
    return "seen" in memory_of_transaction(session), "seen" in memory_of_savepoint(session)


def test_a_flush_makes_nothing_forgotten(office: Session) -> None:
    remember(office)
    post_by_code(office, "yjj-head").name = "新名称"
    office.flush()
    assert remembered(office) == (True, True)


def test_a_savepoint_begins_and_leaves_with_nothing_learned(office: Session) -> None:
    remember(office)
    with office.begin_nested():
        assert remembered(office) == (True, False)
        memory_of_savepoint(office)["seen"] = True
    assert remembered(office) == (True, False)


def test_a_transaction_takes_everything_along(office: Session) -> None:
    remember(office)
    office.commit()
    assert remembered(office) == (False, False)
    remember(office)
    office.rollback()
    assert remembered(office) == (False, False)
