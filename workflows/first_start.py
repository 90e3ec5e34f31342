"""What every office starts with: settings, calendar, rule book, list, processes; and the demonstration."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Unit, UnitKind
from workflows.demonstration import people as demo_office
from workflows.deployments.shipped_processes import deploy_shipped
from workflows.duty_lists import enter_shipped_list
from workflows.office.calendar_years import import_shipped_calendars
from workflows.office.rule_book import enter_shipped_rules
from workflows.office.settings import enter_shipped_settings
from workflows.shipped import shipped_json

DEMO_PASSWORD = "lvzhi-2026"
"""Of every demonstration account; shown at start and on the login page, so never reachable from another
machine unless somebody says so."""


def prepare_office(session: Session, demo: bool, now: datetime) -> None:
    """Bring in what the release ships and the office has none of yet; doing it again changes nothing.

    The office's own settings, rules, calendars, list versions and processes stay as they are.
    Raises DeploymentRefused when a shipped process does not pass its checks.
    """
    enter_shipped_settings(session)
    import_shipped_calendars(session, now)
    enter_shipped_rules(session)
    if demo:
        demo_office.load_demo_people(session, now, DEMO_PASSWORD)
    enter_shipped_list(session, _city(session), now)
    deploy_shipped(session, now)
    session.flush()


def demo_accounts() -> list[tuple[str, str, str]]:
    """Accounts worth trying first: user name, password, title."""
    return [(username, DEMO_PASSWORD, title) for username, title in demo_office.demo_accounts()]


def _city(session: Session) -> Unit:
    """The city's own unit; an office without demonstration people has none yet."""
    city = session.scalar(select(Unit).where(Unit.code == "city"))
    if city is None:
        named = shipped_json("demo", "org.json")["city"]
        city = Unit(code=named["code"], name=named["name"], name_en=named["name_en"], kind=UnitKind.CITY)
        session.add(city)
        session.flush()
    return city
