"""`run.py restore FILE`: an archive made by `run.py backup`, brought back into an empty data folder."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from commands.serving.configuration import add_data_option, office_place

HELP = "把备份恢复到空的数据目录 · bring a backup back into an empty data folder"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="backup 写的归档 · the archive that backup wrote"
    )
    add_data_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check the archive and put its office in place; the next start carries an older schema on."""
    from commands.backups import restoration

    about = restoration.restore(arguments.file.resolve(), office_place(arguments.data, os.environ))
    print(f"已恢复 {about.made_at} 的备份 · restored the backup of that moment: {arguments.data}")
    return 0
