"""`run.py coverage [--json]`: what each clause of the list in force is bound to."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.serving.configuration import add_data_option, office_place

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HELP = "清单每一条由哪些环节落实、有多少佐证 · what each clause of the list is bound to"

BOUND, UNBOUND = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="一个JSON数组 · one JSON list")
    add_data_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the coverage of the office in the data folder; where none was started yet, of what the release
    ships. 1 when a clause is bound to nothing, or no list is imported."""
    from workflows.queries.coverage import coverage

    with _office(arguments.data) as session:
        clauses = coverage(session)
    if arguments.json:
        said = [
            {
                "clause": row.clause,
                "elements": list(row.elements),
                "instances": row.instances,
                "evidence": row.evidence,
            }
            for row in clauses
        ]
        print(json.dumps(said, ensure_ascii=False))
    else:
        for row in clauses:
            steps = " ".join(row.elements) or "没有环节 · bound to nothing"
            print(f"{row.clause}  {row.instances} 件 · matters  {row.evidence} 次 · acts  {steps}")
        print(f"{sum(row.bound for row in clauses)} / {len(clauses)}")
    return BOUND if clauses and all(row.bound for row in clauses) else UNBOUND


@contextmanager
def _office(data: Path) -> Iterator[Session]:
    from commands.serving.office import opened_office

    file = office_place(data, os.environ).sqlite_file
    if file is None or file.exists():
        with opened_office(data) as session:
            yield session
        return
    with _as_shipped() as session:
        yield session


@contextmanager
def _as_shipped() -> Iterator[Session]:
    """An office in memory with what the release ships and nobody in it."""
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from models import db
    from workflows.first_start import prepare_office

    engine = create_engine("sqlite://")
    db.metadata.create_all(engine)
    with Session(engine) as session:
        prepare_office(session, demo=False, now=datetime.now(UTC))
        yield session
    engine.dispose()
