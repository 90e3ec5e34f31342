"""The demonstration office as the tests know it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from workflows.demonstration.people import load_demo_people
from workflows.duty_lists import enter_shipped_list
from workflows.first_start import DEMO_PASSWORD
from workflows.office.calendar_years import import_shipped_calendars
from workflows.office.rule_book import enter_shipped_rules
from workflows.office.settings import enter_shipped_settings
from workflows.people.posts import unit_by_code

__all__ = ["DEMO_PASSWORD", "OFFICE_NOW", "furnish"]

OFFICE_NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # a Monday, 09:00 in Shanghai


def furnish(session: Session) -> None:
    """Settings, calendar, rule book, list and people of the demonstration office."""
    enter_shipped_settings(session)
    import_shipped_calendars(session, OFFICE_NOW)
    enter_shipped_rules(session)
    load_demo_people(session, OFFICE_NOW, DEMO_PASSWORD)
    enter_shipped_list(session, unit_by_code(session, "city"), OFFICE_NOW)
