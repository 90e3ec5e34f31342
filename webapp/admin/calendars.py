"""The office's calendar: years of holidays and make-up days, a provisional year marked as such."""

from __future__ import annotations

import calendar
import json
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response

from models import CalendarDay, CalendarYear, DayKind, SecurityEvent, db
from workflows.office import calendar_years

from ..clock import now, today
from ..matters.actor import present_actor
from .blueprint import blueprint, for_technicians, for_the_office
from .refusals import tried, typed_day, typed_text


@blueprint.get("/calendars")
@for_the_office
def calendar_list() -> str:
    """The years the office knows, the newest first."""
    years = db.session.scalars(
        select(CalendarYear).options(selectinload(CalendarYear.days)).order_by(CalendarYear.year.desc())
    )
    return render_template("admin/calendars.html", years=list(years))


@blueprint.get("/calendars/<int:year>")
@for_the_office
def calendar_year(year: int) -> str:
    """One year, month by month."""
    return _page(year)


@blueprint.post("/calendars/<int:year>/days")
@for_technicians
def change_day(year: int) -> Response | tuple[str, int]:
    """Make one day a holiday, a make-up day, or what its weekday says; 422 where the calendar refuses it."""
    day, kind = typed_day("day"), typed_text("kind")
    if day is None or day.year != year:
        return _page(year, {"day": _("请填写%(year)s年的一天。", year=year)}), 422
    return _store(year, lambda content: _with_day(content, day, kind), _("日历已修改并记录。"), "day")


@blueprint.post("/calendars/<int:year>/status")
@for_technicians
def change_status(year: int) -> Response | tuple[str, int]:
    """Say whether the State Council has announced the year, and where."""
    status, source = typed_text("status"), typed_text("source")
    if status == "official" and not source:
        return _page(year, {"source": _("请填写放假通知的名称或文号。")}), 422
    return _store(
        year,
        lambda content: {**content, "status": status, "source": source},
        _("日历已修改并记录。"),
        "status",
    )


def _store(year: int, change, done: str, field: str) -> Response | tuple[str, int]:
    """Import the year again with something changed, on record."""
    moment = now()

    def work(session: Session) -> None:
        row = session.get(CalendarYear, year) or abort(404)
        content = change(_content_of(row))
        calendar_years.import_calendar(session, json.dumps(content).encode(), moment)
        by = present_actor(session).user.username
        words = "; ".join(f"{name}: {value}" for name, value in request.form.items() if name != "csrf_token")
        session.add(SecurityEvent(at=moment, kind="calendar changed", username=by, words=f"{year}: {words}"))

    _done, errors = tried(work, field)
    if errors:
        return _page(year, errors), 422
    flash(done, "done")
    return redirect(url_for("admin.calendar_year", year=year), 303)


def _content_of(row: CalendarYear) -> dict:
    """A year as its file says it."""
    days = {kind: sorted(day.day.isoformat() for day in row.days if day.kind is kind) for kind in DayKind}
    return {
        "year": row.year,
        "status": row.status.value,
        "source": row.source,
        "off": days[DayKind.OFF],
        "makeup": days[DayKind.MAKEUP],
    }


def _with_day(content: dict, day: date, kind: str) -> dict:
    text = day.isoformat()
    lists = {name: [one for one in content[name] if one != text] for name in ("off", "makeup")}
    if kind in lists:
        lists[kind].append(text)
    return {**content, **lists}


def _page(year: int, errors: dict[str, str] | None = None) -> str:
    row = db.session.get(CalendarYear, year) or abort(404)
    marked = {day.day: day for day in row.days}
    return render_template(
        "admin/calendar.html",
        row=row,
        months=[(month, calendar.Calendar().monthdatescalendar(year, month)) for month in range(1, 13)],
        marked=marked,
        counts=_counts(year, marked),
        today=today(),
        errors=errors or {},
        typed=request.form,
    )


def _counts(year: int, marked: dict[date, CalendarDay]) -> dict[str, int]:
    """Working days of the year, holidays on weekdays, and weekend days worked."""
    days = [
        date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    ]
    off = sum(1 for day in days if day in marked and marked[day].kind is DayKind.OFF and day.weekday() < 5)
    makeup = sum(1 for day in days if day in marked and marked[day].kind is DayKind.MAKEUP)
    return {
        "working": sum(1 for day in days if day.weekday() < 5) - off + makeup,
        "off": off,
        "makeup": makeup,
    }
