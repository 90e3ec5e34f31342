"""`run.py import-list FILE`: a duty list becomes the office's, or is refused with the line and reason."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.bootstrap.failure import Refused
from commands.serving.configuration import add_data_option

if TYPE_CHECKING:
    from models import DutyList

HELP = "导入职责清单（.txt 或 .docx） · import a duty list"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="文件原文 · the official document")
    parser.add_argument("--unit", metavar="CODE", help="所属单位代码，不写则按发文机关 · whose list it is")
    add_data_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Import the document in one transaction and say what was read."""
    from commands.serving.office import opened_office
    from workflows import duty_lists
    from workflows.people import posts
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
            unit = posts.unit_by_code(session, arguments.unit) if arguments.unit else None
            now = datetime.now(UTC)
            row = duty_lists.import_list(session, data, arguments.file.name, unit, None, now)
            print(_said(row, new=row.imported_at == now))
    except DomainError as error:
        raise Refused(error.sentence.zh, error.sentence.en) from error
    return 0


def _said(row: DutyList, *, new: bool) -> str:
    counts = "+".join(str(len(role.clauses)) for role in row.roles)
    done = "已导入 · imported" if new else "已有同一文件，未作改动 · already there, nothing changed"
    what = f"{row.unit.name}《{row.title}》{row.document_no} 第{row.version}版"
    return f"{done}: {what} · {len(row.clauses)} 条（{counts}）"
