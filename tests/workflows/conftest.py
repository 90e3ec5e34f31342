"""The demonstration office at work."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.workflows.running import Running


@pytest.fixture
def running(office: Session) -> Running:
    """An office whose acts each open their own session."""
    return Running(office.get_bind())
