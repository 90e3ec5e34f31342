"""`run.py worker`: the background work alone, for an office whose pages run in other processes."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from commands.serving.configuration import add_data_option, office_place

HELP = "只运行后台工作（到期、外发），不开网页 · run the background work alone"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """Wake what is due and send what waits, until told to stop."""
    from commands.serving import office
    from webapp import background

    app = office.make_app(office_place(arguments.data, os.environ))
    office.bring_schema_up_to_date(app)
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    background.start(app)
    print("后台工作已启动，按 Ctrl-C 停止 · the background work runs; Ctrl-C stops it", flush=True)
    told_to_stop.wait()
    background.stop()
    return 0
