"""One act, one transaction: it is done wholly or not at all, and an overtaken act is done again unseen.

`work` is given a fresh session and must load its rows by id: after a retry the old rows are gone.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from models.memory import memory_of_transaction
from models.sqlite import WRITES
from workflows.words import DomainError

Answer = TypeVar("Answer")

TRIES = 5
_PAUSE_SECONDS = 0.03
_ALONE = "alone"

# SQLSTATE of PostgreSQL for acts that may simply be done again: serialization failure, deadlock, lock not
# available.
_OVERTAKEN_STATES = {"40001", "40P01", "55P03"}


class Overtaken(Exception):
    """Another act changed the instance between loading and saving; the whole act is applied again."""


class ActRefused(DomainError):
    """A rule of the office forbids the act; nothing of it is kept and the person is told why."""


def run_act(
    session_factory: Callable[[], Session], work: Callable[[Session], Answer], tries: int = TRIES
) -> Answer:
    """Do `work` in one transaction of its own and commit it; the only commit a use case knows.

    An act overtaken by another one, or thrown out by the database to resolve a conflict, is done again on
    fresh rows, at most `tries` times with a growing, jittered pause. Domain errors are not retried.
    Raises Overtaken when it loses every time.
    """
    for attempt in range(1, tries + 1):
        with session_factory() as session:
            try:
                connection = session.connection(execution_options=WRITES)
                if connection.dialect.name == "sqlite":
                    memory_of_transaction(session)[_ALONE] = True
                answer = work(session)
                session.commit()
                return answer
            except (Overtaken, DBAPIError) as error:
                session.rollback()
                if attempt == tries or not _may_be_done_again(error):
                    raise
        time.sleep(random.uniform(0.5, 1.5) * _PAUSE_SECONDS * attempt)
    raise AssertionError("tries must be at least 1")


def is_alone(session: Session) -> bool:
    """Whether nobody else can write while this transaction lasts: on SQLite an act holds the whole database
    from its first word, so that what it has read stays true."""
    return _ALONE in memory_of_transaction(session)


def _may_be_done_again(error: Exception) -> bool:
    """Conflicts with other acts, not faults of this one. A row another act has just made (the same message
    id, the same start key) is a conflict too: the second look finds it."""
    if isinstance(error, Overtaken | IntegrityError):
        return True
    original = getattr(error, "orig", None)
    if getattr(original, "sqlstate", None) in _OVERTAKEN_STATES:
        return True
    return "database is locked" in str(original)
