"""The office's own working-day calendar, year by year."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Day, Key, Moment, Words, db


class CalendarStatus(StrEnum):
    OFFICIAL = "official"
    PROVISIONAL = "provisional"  #: the State Council has not announced the year yet; screens say so


class CalendarYear(db.Model):
    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[CalendarStatus]
    source: Mapped[Words]
    imported_at: Mapped[Moment]

    days: Mapped[list[CalendarDay]] = relationship(
        back_populates="calendar_year", cascade="all, delete-orphan", order_by="CalendarDay.day"
    )


class DayKind(StrEnum):
    OFF = "off"  #: a holiday by decision of the State Council
    MAKEUP = "makeup"  #: a weekend day worked in exchange (调休)


class CalendarDay(db.Model):
    """A day that is not what its weekday says."""

    __tablename__ = "calendar_day"

    id: Mapped[Key]
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"))
    day: Mapped[Day] = mapped_column(unique=True)
    kind: Mapped[DayKind]

    calendar_year: Mapped[CalendarYear] = relationship(back_populates="days")


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5
