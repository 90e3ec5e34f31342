"""The demonstration office with the shipped processes, ready for a clerk's first act."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.scenarios.supervision.matters_at_work import Office


@pytest.fixture
def at_work(office: Session) -> Office:
    """An office whose acts each open their own session on the file."""
    opened = Office(office.get_bind())
    opened.open_office()
    return opened
