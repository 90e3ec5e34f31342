"""The demonstration: made in the background while the pages are already served, with progress."""

from __future__ import annotations

import logging
import threading

from flask import Flask

from commands.bootstrap.progress import Step
from models import db
from webapp.transactions import new_session
from workflows.acts import run_act
from workflows.demonstration.progress import WHOLE, end_making, making_of
from workflows.demonstration.year.making import make_demonstration

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0


class _Maker(threading.Thread):
    """Makes what is missing; what went wrong is kept for the one who watches."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="demonstration", daemon=True)
        self.app = app
        self.failure: Exception | None = None

    def run(self) -> None:
        # The thread's edge: whatever goes wrong is handed to the watching thread, which records it.
        try:
            with self.app.app_context():
                for sentence in make_demonstration(new_session, self.app.config["DATA"]):
                    log.warning("the demonstration: %s", sentence.en)
        except Exception as failure:
            self.failure = failure


def make_in_background(app: Flask) -> None:
    """Begin making what is missing; the threads end with the process, and the next start goes on."""
    threading.Thread(target=_make_and_show, args=(app,), name="demonstration progress", daemon=True).start()


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
        # The pages go on with what there is, and the office's own clock with them.
        log.exception("the demonstration could not be made to its end")
        with app.app_context():
            run_act(new_session, end_making)


def _show_progress(app: Flask, maker: _Maker) -> None:
    title = ("制作演示单位的往来（可先使用）", "Making the demonstration (pages work already)")
    with Step(*title, total=WHOLE) as step:
        while maker.is_alive():
            step.done = _how_far(app)
            maker.join(SECONDS_BETWEEN_LOOKS)
        if maker.failure is not None:
            raise maker.failure


def _how_far(app: Flask) -> int:
    with app.app_context():
        try:
            making = making_of(db.session())
            return making.done if making is not None else WHOLE
        finally:
            db.session.remove()
