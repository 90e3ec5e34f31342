"""`run.py coverage`: what each clause is bound to, as text and as JSON, and what the exit code says."""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory

from commands import coverage
from commands.serving.office import MIGRATIONS


def asked(data: Path, *, json_: bool) -> int:
    parser = argparse.ArgumentParser()
    coverage.add_arguments(parser)
    return coverage.run(parser.parse_args(["--data", str(data), *(["--json"] if json_ else [])]))


def office_in(data: Path, content: Path) -> None:
    """An office with this content, at this release's schema."""
    shutil.copy(content, data / "office.db")
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with closing(sqlite3.connect(data / "office.db")) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES (?)", (head,))


def test_what_the_release_ships_binds_all_forty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(tmp_path, json_=True) == 0
    said: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert len(said) == 40
    assert all(list(row) == ["clause", "elements", "instances", "evidence"] for row in said)
    assert (said[0]["clause"], said[-1]["clause"]) == ("M-01", "N-01")
    rows = {row["clause"]: row for row in said}
    assert "annual_worklist:WL-02" in rows["M-01"]["elements"]
    assert "annual_worklist:WL-07" in rows["M-02"]["elements"]
    assert "assessment_report:HA-05" in rows["N-01"]["elements"]
    assert {(row["instances"], row["evidence"]) for row in said} == {(0, 0)}
    assert all(row["elements"] for row in said)
    assert not list(tmp_path.iterdir()), "asking leaves nothing behind"


def test_a_clause_that_is_bound_to_nothing_is_named_and_the_exit_code_is_one(
    furnished_office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An office with the list and no process at all."""
    office_in(tmp_path, furnished_office)
    assert asked(tmp_path, json_=True) == 1
    said = json.loads(capsys.readouterr().out)
    assert [row["elements"] for row in said] == [[]] * 40
    assert asked(tmp_path, json_=False) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "没有环节" in lines[0] and lines[-1] == "0 / 40"


def test_an_office_at_work_counts_matters_and_acts(
    office_with_processes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office_in(tmp_path, office_with_processes)
    assert asked(tmp_path, json_=False) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "40 / 40"
