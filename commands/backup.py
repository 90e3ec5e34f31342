"""`run.py backup FILE`: database and attachments in one archive, while the office goes on working."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from commands.serving.configuration import add_data_option, office_place

HELP = "把数据库和附件一致地备份成一个归档 · database and attachments into one archive"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="归档文件（.tar.gz），不得已存在 · the new archive"
    )
    add_data_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the archive; 1 if attachments were already lost, so that a nightly job is noticed."""
    from commands.backups import archive

    about = archive.make(
        office_place(arguments.data, os.environ), arguments.file.resolve(), datetime.now(UTC)
    )
    print(f"已备份 · backed up: {arguments.file}（{len(about.members) - 1} 个附件 · attachments）")
    for digest in about.missing_files:
        print(f"!!! 附件缺失或损坏 · attachment lost or damaged: {digest}", file=sys.stderr)
    return 1 if about.missing_files else 0
