"""The demonstration's matters: made in the background while the pages are already served, with progress."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from flask import Flask

from commands.bootstrap.progress import Step
from models import db
from webapp.transactions import new_session
from workflows.demonstration.matters import make_demo_matters, progress

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0


class _Maker(threading.Thread):
    """Makes the matters; what went wrong is kept for the one who watches."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="demo matters", daemon=True)
        self.app = app
        self.failure: Exception | None = None

    def run(self) -> None:
        # The thread's edge: whatever goes wrong is handed to the watching thread, which records it.
        try:
            with self.app.app_context():
                make_demo_matters(new_session, self.app.config["DATA"], datetime.now(UTC))
        except Exception as failure:
            self.failure = failure


def make_in_background(app: Flask) -> None:
    """Begin making what is missing; the threads end with the process, and the next start goes on."""
    threading.Thread(target=_make_and_show, args=(app,), name="demo progress", daemon=True).start()


def _make_and_show(app: Flask) -> None:
    maker = _Maker(app)
    maker.start()
    maker.join(SECONDS_BETWEEN_LOOKS)
    try:
        if maker.is_alive():  # where nothing was missing, not a word about it
            _show_progress(app, maker)
        if maker.failure is not None:
            raise maker.failure
    except Exception:
        # The pages go on without the demonstration.
        log.exception("the demonstration's matters could not all be made; the next start tries again")


def _show_progress(app: Flask, maker: _Maker) -> None:
    with Step("制作演示事项（可先使用）", "Making demonstration matters (pages work already)") as step:
        while maker.is_alive():
            step.done, step.total = _how_far(app)
            maker.join(SECONDS_BETWEEN_LOOKS)
        if maker.failure is not None:
            raise maker.failure


def _how_far(app: Flask) -> tuple[int, int | None]:
    with app.app_context():
        try:
            return progress(db.session()) or (0, None)
        finally:
            db.session.remove()
