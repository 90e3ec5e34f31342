"""Whatever an act or a sweep asks is found by an index, also where only what waits is in it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from tests.statements import statements_of
from tests.workflows.running import Running

TABLES = ("task", "task_candidate", "deadline", "history_event", "process_instance", "outbox_entry")


def plans(running: Running, statements: list[str]) -> dict[str, list[str]]:
    """How SQLite goes about each statement that looks for rows."""
    found = {}
    with running.engine.connect() as connection:
        for statement in statements:
            if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
                asked = text(f"EXPLAIN QUERY PLAN {statement}".replace(":", r"\:"))
                found[statement] = [row[3] for row in connection.execute(asked)]
    return found


def whole_life(running: Running) -> list[str]:
    """What the database is told from a matter's start to its end, with a sweep in between."""
    running.deploy("review")
    with statements_of(running.engine) as told:
        matter = running.start("review", reviewers="supervision-office")
        running.do_step(matter, "DRAFT", "clerk1")
        running.do_step(matter, "REVIEW", "clerk2", decision="return")
        running.do_step(matter, "DRAFT", "clerk1")
        running.now += timedelta(days=30)
        running.sweep()
        running.do_step(matter, "REVIEW", "clerk2", decision="accept")
    return told


def test_no_act_walks_through_a_whole_table(running: Running) -> None:
    scans = {f"SCAN {table}" for table in TABLES}
    walked = {said: plan for said, plan in plans(running, whole_life(running)).items() if scans & set(plan)}
    assert not walked


def test_what_waits_is_in_indexes_of_its_own(running: Running) -> None:
    used = " / ".join(step for plan in plans(running, whole_life(running)).values() for step in plan)
    for index in (
        "ix_task_open",
        "ix_task_open_deadline",
        "ix_deadline_live",
        "ix_process_instance_due",
        "ix_process_instance_parent_id",
        "ix_outbox_entry_unsent",
    ):
        assert f"INDEX {index} " in used, index
