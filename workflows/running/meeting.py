"""Where acts that look for each other's rows meet: of those that come to one name and key, each waits until
the one before it is committed. So a message meets the one who waits for it, and a turn begins once.

Without this, two acts at the same moment would each look for the other's row before it can be seen, and the
message would lie there while its receiver waits. SQLite lets one act write at a time anyway."""

from __future__ import annotations

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.orm import Session

_TURN = select(
    func.pg_advisory_xact_lock(func.hashtextextended(bindparam("place"), bindparam("seed", 0, BigInteger)))
)


def wait_for_turn(session: Session, name: str, key: str | None) -> None:
    """Come to the place of this name and key; it is left when the transaction ends.

    The own row must be flushed before, where there is one, and the other's looked for after."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_TURN, {"place": f"{name} {key!r}"})
