"""A message is sent and somebody comes to wait for it in two acts at the same moment, neither of which sees
the other's rows yet: they meet all the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy.orm import Session

from tests.workflows.running import Running
from workflows import instances, messages

A_MOMENT = 0.5
"""Seconds for which the first act stays open; a second one that has to wait for it comes after it."""

Act = Callable[[Session], object]


def at_the_same_moment(running: Running, first: Act, second: Act) -> None:
    """Do the second act whole while the first one has done its work and is not committed yet."""
    worked, over = Event(), Event()

    def stay_open(session: Session) -> None:
        first(session)
        worked.set()
        over.wait(A_MOMENT)

    def follow() -> None:
        assert worked.wait(timeout=30)
        running.do(second)
        over.set()

    with ThreadPoolExecutor(2) as pool:
        acts = [pool.submit(running.do, stay_open), pool.submit(follow)]
        for act in acts:
            act.result()


@pytest.mark.both_databases
@pytest.mark.parametrize("message_first", [True, False], ids=["message first", "waiting first"])
def test_a_message_and_the_one_who_waits_for_it_never_miss_each_other(
    running: Running, message_first: bool
) -> None:
    running.deploy("between")
    matters: list[int] = []

    def send(session: Session) -> None:
        messages.send(session, "answer", "Q-1", {"answer": "可以"}, None, running.now, message_id="m-1")

    def wait(session: Session) -> None:
        clerk = running.actor(session, "clerk1")
        matters.append(instances.start(session, "asker", {"question_key": "Q-1"}, clerk, running.now).id)

    at_the_same_moment(running, *((send, wait) if message_first else (wait, send)))
    assert running.instance(matters[-1]).variables["answer"] == "可以"
