"""`run.py import-calendar FILE`: a year's working days, as the State Council's notice gives them."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from commands.bootstrap.failure import Refused
from commands.serving.configuration import add_data_option

HELP = "导入一年的节假日与调休（JSON） · import a year's holidays and make-up days"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="JSON：year、status、source、off、makeup，见 bpmn/calendars"
    )
    add_data_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Put the year in place of what was known of it; deadlines already set keep their dates."""
    from commands.serving.office import opened_office
    from workflows.office.calendar_years import import_calendar
    from workflows.words import DomainError

    try:
        data = arguments.file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(
            f"读不到文件 {arguments.file}：{reason}", f"Cannot read {arguments.file}: {reason}"
        ) from error
    try:
        with opened_office(arguments.data) as session:
            year = import_calendar(session, data, datetime.now(UTC))
            print(f"已导入 · imported: {year.year}（{year.status.value}），{len(year.days)} 天 · days")
    except DomainError as error:
        raise Refused(error.sentence.zh, error.sentence.en) from error
    return 0
