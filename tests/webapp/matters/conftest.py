"""Matters at work behind the pages: the same office, moved by the scenarios' own hands."""

from tests.webapp.matters.at_work import at_work

__all__ = ["at_work"]
