"""Work without a visitor: what is due fires, what was written for others is sent.

Huey carries it: in the serving process on a queue file in the data folder, or, with PostgreSQL, in any
number of
workers on the office's own database. A beat puts a sweep on the queue every ``SWEEP_SECONDS``, and at once
after
an act, so that notices are there when the next page is opened. Two sweeps at a time do no harm: each thing
due is
claimed by the transaction that does it (``workflows.running.sweep``).
"""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

from flask import Flask
from huey import PostgresHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer

from models import db
from workflows import documents
from workflows.demonstration.progress import is_being_made
from workflows.moving import runs
from workflows.running.sweep import NOTHING_SWEPT, Swept, sweep

from .transactions import acted, new_session

QUEUE = "duty-list"
ORPHANS_REMOVED_ON = "orphans-removed-on"
SHUTDOWN_SECONDS = 30


class BackgroundAlreadyStarted(RuntimeError):
    """One process runs one consumer."""


def queue_of(app: Flask) -> Huey:
    """The queue of an office: beside its SQLite database, or inside its PostgreSQL."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("postgresql"):
        return PostgresHuey(
            QUEUE, dsn=url.replace("postgresql+psycopg://", "postgresql://", 1), results=False
        )
    return SqliteHuey(QUEUE, filename=str(Path(app.config["DATA"]) / "queue.db"), fsync=False, results=False)


def sweep_now(app: Flask) -> Swept:
    """One sweep, here and now, at the application's own clock.

    While the demonstration is made on a clock of its own nothing else may fire what is due there."""
    with app.app_context():
        try:
            if is_being_made(db.session()):
                return NOTHING_SWEPT
            moment = app.config["CLOCK"]()
            _remove_orphans_once_a_day(app, moment)
            return sweep(new_session, moment)
        finally:
            db.session.remove()


def move_now(app: Flask) -> int:
    """The next batch of matters to be moved or brought back, here and now; how many were looked at."""
    with app.app_context():
        try:
            return runs.carry_on(new_session, app.config["CLOCK"]())
        finally:
            db.session.remove()


def _remove_orphans_once_a_day(app: Flask, moment: datetime) -> None:
    """Files whose act was never committed; looked for on the first sweep of each day."""
    if app.extensions.get(ORPHANS_REMOVED_ON) != moment.date():
        app.extensions[ORPHANS_REMOVED_ON] = moment.date()
        with new_session() as session:
            documents.sweep_orphans(session, app.config["DATA"], moment)


class _EmbeddedConsumer(Consumer):
    """Huey's consumer inside the serving process, whose signals belong to the server."""

    def _set_signal_handlers(self) -> None:
        pass


class Background:
    """The running work of one application: a consumer with one worker, and the beat that feeds it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._queue = queue_of(app)
        self._sweep = self._queue.task(name="sweep")(self._swept)
        self._move = self._queue.task(name="move")(self._moved)
        self._consumer = _EmbeddedConsumer(
            self._queue, workers=1, periodic=False, max_delay=1.0, shutdown_timeout=SHUTDOWN_SECONDS
        )
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._beat = threading.Thread(target=self._keep_beating, name="sweep-beat", daemon=True)

    def start(self) -> None:
        self._queue.flush()  # sweeps left over from an earlier run; the first beat makes them up
        self._consumer.start()
        self._beat.start()
        acted.connect(self._after_an_act, self._app)

    def stop(self) -> None:
        """Let the sweep under way end, at most ``SHUTDOWN_SECONDS``."""
        acted.disconnect(self._after_an_act, self._app)
        self._stopping.set()
        self._wanted.set()
        self._beat.join()
        self._consumer.stop(graceful=True)
        self._queue.storage.close()

    def _after_an_act(self, _app: Flask) -> None:
        self._wanted.set()

    def _keep_beating(self) -> None:
        while not self._stopping.is_set():
            self._wanted.clear()
            self._sweep()
            self._move()
            self._wanted.wait(self._app.config["SWEEP_SECONDS"])

    def _swept(self) -> None:
        sweep_now(self._app)

    def _moved(self) -> None:
        if move_now(self._app):
            self._wanted.set()  # more may wait: after the next sweep


_running: list[Background] = []


def start(app: Flask) -> None:
    """Begin the background work of this process. Raises BackgroundAlreadyStarted."""
    if _running:
        raise BackgroundAlreadyStarted("the background work of this process runs already")
    background = Background(app)
    background.start()
    _running.append(background)


def stop() -> None:
    """End the background work in order; nothing where none runs."""
    while _running:
        _running.pop().stop()
