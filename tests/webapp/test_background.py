"""Work without a visitor: begun and ended in order, and prompt after an act."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from huey import PostgresHuey, SqliteHuey
from sqlalchemy import func, select

from models import Notice, OutboxEntry, db
from tests.webapp.walking import PROPOSAL, do, registered
from webapp import background

LogIn = Callable[[str], FlaskClient]
PATIENCE_SECONDS = 30


@pytest.fixture
def running(app: Flask) -> Iterator[Flask]:
    app.config["SWEEP_SECONDS"] = 3600  # only acts wake it
    background.start(app)
    yield app
    background.stop()


def waits_in_vain(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > end:
            return True
        time.sleep(0.1)
    return False


def notices(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Notice)) or 0


def dispatched(logged_in: LogIn) -> None:
    clerk = logged_in("clerk1")
    registered(clerk)
    do(clerk, "拟办", PROPOSAL)
    do(logged_in("sg"), "立项审批", {"outcome": "approve"})
    do(clerk, "交办督办通知单", {"title": "燃气排查", "task_text": "全面排查", "lead": "yjj", "co": ["zjj"]})


def test_notices_are_there_soon_after_the_act_that_wrote_them(running: Flask, logged_in: LogIn) -> None:
    dispatched(logged_in)
    assert not waits_in_vain(lambda: notices(running) > 0)


def test_without_a_worker_a_sweep_by_hand_sends_what_waits_and_once_only(
    app: Flask, logged_in: LogIn
) -> None:
    dispatched(logged_in)
    assert notices(app) == 0
    assert background.sweep_now(app).sent > 0
    sent = notices(app)
    assert background.sweep_now(app).sent == 0 and notices(app) == sent
    with app.app_context():
        assert not db.session.scalars(select(OutboxEntry).where(OutboxEntry.sent_at.is_(None))).all()


def test_one_process_runs_one_worker(running: Flask) -> None:
    with pytest.raises(background.BackgroundAlreadyStarted):
        background.start(running)


def test_it_stops_at_once_and_may_be_started_again(app: Flask) -> None:
    app.config["SWEEP_SECONDS"] = 3600  # who waited for the next beat would wait an hour
    for _turn in range(2):
        background.start(app)
        stopping = threading.Thread(target=background.stop, daemon=True)
        stopping.start()
        stopping.join(PATIENCE_SECONDS)
        assert not stopping.is_alive()


def test_the_queue_lies_beside_the_database(app: Flask) -> None:
    queue = background.queue_of(app)
    assert isinstance(queue, SqliteHuey) and str(app.config["DATA"]) in queue.storage.filename
    queue.storage.close()


@pytest.mark.both_databases
def test_the_queue_keeps_what_is_put_on_it(app: Flask, database_url: str) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    queue = background.queue_of(app)
    assert isinstance(queue, PostgresHuey if database_url.startswith("postgresql") else SqliteHuey)
    queue.task(name="to be done")(lambda: None)()
    assert queue.pending_count() == 1
    queue.flush()
    queue.storage.close()
