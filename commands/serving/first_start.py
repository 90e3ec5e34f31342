"""What a new office is filled with, and whether an office is the demonstration or a real one."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from commands.bootstrap.progress import Step
from models import db
from models.duty_lists import OfficeSetting
from workflows.demonstration.year.making import first_moment, prepare_demonstration
from workflows.first_start import prepare_office

#: The setting that says once and for all whether this office has demo accounts.
DEMONSTRATION = "office.demonstration"


def wants_demo(app: Flask, *, empty: bool) -> bool:
    """Whether the office has demo accounts or, being new, will have them: ``--empty`` decides only then."""
    with app.app_context():
        kept = db.session.get(OfficeSetting, DEMONSTRATION)
        return not empty if kept is None else bool(kept.value["value"])


def prepare(app: Flask, *, demo: bool, with_past: bool = False) -> None:
    """Fill a new office, and bring an older one what this release ships besides. One transaction.

    A demonstration `with_past` is prepared as of its first day; its months are made afterwards.
    """
    now = datetime.now(UTC)
    with app.app_context():
        if db.session.get(OfficeSetting, DEMONSTRATION) is not None:
            prepare_office(db.session(), demo=demo, now=now)
        else:
            with Step("准备清单、日历、人员、流程", "Preparing list, calendar, people, processes"):
                if demo:
                    prepare_demonstration(db.session(), now, first_moment(now) if with_past else now)
                else:
                    prepare_office(db.session(), demo=False, now=now)
                db.session.add(demonstration_setting(demo))
        db.session.commit()


def demonstration_setting(demo: bool) -> OfficeSetting:
    """Settles once and for all whether an office has demo accounts."""
    return OfficeSetting(
        key=DEMONSTRATION,
        value={"value": demo},
        words="是否演示机构（有演示账号）",
        basis="首次启动时确定",
        mark="〔议〕",
    )
