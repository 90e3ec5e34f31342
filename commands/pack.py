"""`run.py pack`: one archive from which `python3 run.py` starts on a machine without any network."""

from __future__ import annotations

import argparse
import os
import tarfile
import tempfile
import zipfile
from pathlib import Path

from commands.bootstrap import frontend
from commands.bootstrap.places import BUILT_FRONTEND, PACKED_WHEELS, ROOT
from commands.bootstrap.progress import Step
from commands.packing import checkout, wheels
from commands.packing.platforms import PYTHONS, TAGS, this_machine

HELP = "打成一个归档，拷到没有网络的机器上直接启动 · one archive that starts without any network"

#: The folder that unpacking makes.
FOLDER = "duty-list"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--platform", choices=sorted(TAGS), help="目标系统，默认同本机 · the system it is for"
    )
    parser.add_argument(
        "--python",
        action="append",
        choices=PYTHONS,
        help="目标机器的 Python，可写多次，默认全部 · the Pythons it is for, all by default",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="归档文件 .tar.gz 或 .zip · the archive")


def run(arguments: argparse.Namespace) -> int:
    """Build the front end, fetch the wheels, write the archive."""
    platform = arguments.platform or this_machine()
    output = arguments.output or Path(f"{FOLDER}-{platform}{_usual_ending(platform)}")
    checkout.require_committed_front_end()
    frontend.ensure_built()
    with tempfile.TemporaryDirectory() as folder:
        packages = wheels.fetch(Path(folder), platform, arguments.python or PYTHONS)
        _write(output.resolve(), _contents(packages))
    size = output.stat().st_size / 1_000_000
    print(f"已打包 · packed: {output}（{size:.0f} MB）")
    print(f"目标机器上 · there: 解开 · unpack，cd {FOLDER}，python3 run.py")
    return 0


def _usual_ending(platform: str) -> str:
    return ".zip" if platform.startswith("windows") else ".tar.gz"


def _contents(packages: list[Path]) -> list[tuple[Path, str]]:
    """Each file with the path it gets below the archive's folder."""
    built = [file for file in BUILT_FRONTEND.rglob("*") if file.is_file()]
    files = [(file, file.relative_to(ROOT).as_posix()) for file in [*checkout.tracked_files(), *built]]
    return files + [(wheel, f"{PACKED_WHEELS.name}/{wheel.name}") for wheel in packages]


def _write(output: Path, contents: list[tuple[Path, str]]) -> None:
    """Write beside the final name and rename: a broken-off run leaves no half archive under the good name."""
    unfinished = output.with_name(f".{output.name}.unfinished")
    with Step("写入归档", "Writing the archive", total=len(contents)) as step:
        (_write_zip if output.suffix == ".zip" else _write_tar)(unfinished, contents, step)
    os.replace(unfinished, output)


def _write_tar(target: Path, contents: list[tuple[Path, str]], step: Step) -> None:
    with tarfile.open(target, "w:gz") as archive:
        for file, name in contents:
            archive.add(file, f"{FOLDER}/{name}", recursive=False)
            step.advance(name)


def _write_zip(target: Path, contents: list[tuple[Path, str]], step: Step) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, name in contents:
            archive.write(file, f"{FOLDER}/{name}")
            step.advance(name)
