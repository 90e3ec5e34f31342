"""How far the making of the demonstration has come, kept as a setting: the pages say it, and a start after a
break goes on from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import OfficeSetting
from workflows.office.pictures import Picture

PROGRESS = "office.demonstration.matters"
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Making:
    """The day it is made for, the moment on the moved clock it has come to (both aware), the parts done."""

    anchor: datetime
    clock: datetime
    done: int  #: of WHOLE

    @property
    def is_under_way(self) -> bool:
        return self.done < WHOLE


def begin_making(session: Session, anchor: datetime, begins: datetime) -> None:
    """The demonstration is to be made for `anchor`, its first day is `begins`."""
    _keep(session, Making(anchor, begins, 0))


def keep_progress(session: Session, clock: datetime, done: int) -> None:
    """It has come to this moment on its clock; `done` of WHOLE parts are made."""
    making = making_of(session)
    if making is not None:
        _keep(session, Making(making.anchor, clock, done))


def end_making(session: Session) -> None:
    """It is all there, or given up: nothing more is made, and the office's own clock goes on."""
    making = making_of(session)
    if making is not None:
        _keep(session, Making(making.anchor, making.anchor, WHOLE))


def making_of(session: Session) -> Making | None:
    """What is kept, read once until it changes, because every page asks; None for an office that has no
    demonstration, or one made before this was kept."""
    return _making.of(session)


def _read(session: Session, _stamp: int) -> Making | None:
    row = session.get(OfficeSetting, PROGRESS)
    if row is None or "anchor" not in row.value:
        return None
    kept = row.value
    return Making(
        datetime.fromisoformat(kept["anchor"]), datetime.fromisoformat(kept["clock"]), kept["value"][0]
    )


_making = Picture(_read)


def is_being_made(session: Session) -> bool:
    making = making_of(session)
    return making is not None and making.is_under_way


def _keep(session: Session, making: Making) -> None:
    row = session.get(OfficeSetting, PROGRESS)
    if row is None:
        row = OfficeSetting(key=PROGRESS, words="演示单位制作进度", basis="系统记录", mark="—", value={})
        session.add(row)
    row.value = {
        "value": [making.done, WHOLE],
        "anchor": making.anchor.isoformat(),
        "clock": making.clock.isoformat(),
    }
