"""`run.py serve` (and `run.py` alone): the office's pages on an address of this machine."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from commands.bootstrap import frontend
from commands.serving.configuration import (
    add_serving_options,
    behind_a_proxy,
    office_place,
    refuse_demo_accounts_on_network,
)

if TYPE_CHECKING:
    from flask import Flask

HELP = "启动系统，默认 http://127.0.0.1:5000 · serve the pages"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_serving_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build the pages' parts, open the office, fill a new one, then serve until told to stop."""
    frontend.ensure_built()
    # Only now: these import the packages and take their second.
    from commands.serving import first_start, server

    app = make_app(arguments.data)
    demo = first_start.wants_demo(app, empty=arguments.empty)
    refuse_demo_accounts_on_network(arguments.host, demo_accounts=demo, allowed=arguments.demo_on_network)
    app.config["DEMO"] = demo
    listening = server.listen(app, arguments.host, arguments.port)
    first_start.prepare(app, demo=demo, with_past=not arguments.short_demo)
    return server.serve(app, listening, demo=demo)


def make_app(data: Path, *, demo: bool = False) -> Flask:
    """The application of the office in a data folder, its schema brought up to date."""
    from commands.serving import office

    app = office.make_app(office_place(data, os.environ), DEMO=demo, **behind_a_proxy(os.environ))
    office.bring_schema_up_to_date(app)
    return app
