"""`run.py demonstrate`: a demonstration office with twelve months behind it, in a data folder of its own."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from commands.bootstrap.failure import Refused
from commands.bootstrap.places import ROOT
from commands.bootstrap.progress import Step
from commands.serving.configuration import office_place

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HELP = "制作有十二个月往来的演示单位 · make a demonstration office with twelve months behind it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=ROOT / "data" / "demonstration",
        help="新的数据目录 · a new data folder",
    )
    parser.add_argument(
        "--on", type=_day, metavar="DATE", help="以哪一天为“今天”，默认今天 · the day it is made for"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the office and say how to open it; 1 where people could not do a step of the plan."""
    from commands.serving.office import bring_schema_up_to_date, make_app
    from webapp.transactions import new_session
    from workflows.acts import run_act
    from workflows.demonstration.progress import WHOLE
    from workflows.demonstration.year.making import make_demonstration

    place = office_place(arguments.data, os.environ)
    if place.sqlite_file is None or place.sqlite_file.exists():
        raise Refused(
            f"演示单位要建在新的数据目录里，{place.data} 已有数据库。",
            f"The demonstration is made in a data folder of its own; {place.data} has a database.",
        )
    anchor = _office_morning(arguments.on) if arguments.on else datetime.now(UTC)
    app = make_app(place, DEMO=True)
    bring_schema_up_to_date(app)
    with app.app_context():
        run_act(new_session, lambda session: _prepare(session, anchor))
        with Step("制作演示单位的十二个月", "Making the demonstration's twelve months", total=WHOLE) as step:

            def tell(done: int) -> None:
                step.done = done

            failures = make_demonstration(new_session, place.data, tell)
    for failure in failures:
        print(f"{failure.zh} · {failure.en}")
    print(f"打开 · open: python3 run.py --data {arguments.data}")
    return 1 if failures else 0


def _prepare(session: Session, anchor: datetime) -> None:
    from commands.serving.first_start import demonstration_setting
    from workflows.demonstration.year.making import first_moment, prepare_demonstration

    prepare_demonstration(session, anchor, first_moment(anchor))
    session.add(demonstration_setting(True))


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError("日期如 2026-11-27 · a date such as 2026-11-27") from None


def _office_morning(day: date) -> datetime:
    from workflows.rules.calendars import SHANGHAI

    return datetime.combine(day, time(10), SHANGHAI).astimezone(UTC)
