"""What stands in the top bar and, on a phone, in the bottom bar: only what this person may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, current_app, g, request
from flask_babel import lazy_gettext as _l

from models import db
from workflows.demonstration.progress import Making, making_of

from .access import may_use


@dataclass(frozen=True)
class Place:
    """One entry of the bars."""

    endpoint: str
    words: object
    icon: str
    on_phone: bool = True

    @property
    def here(self) -> bool:
        """Whether the page shown belongs to this place."""
        return (request.blueprint or "") == self.endpoint.partition(".")[0]


PLACES = (
    Place("inbox.open_tasks", _l("待办"), "inbox"),
    Place("matters.index", _l("事项"), "folder"),
    Place("duties.index", _l("清单"), "list"),
    Place("board.index", _l("看板"), "board"),
    Place("studio.index", _l("流程设计"), "flow", on_phone=False),
    Place("admin.index", _l("管理"), "gear"),
)


def places() -> list[Place]:
    """The places this visitor may go to, in the order of the bar; looked up once for both bars."""
    if "places" not in g:
        g.places = [place for place in PLACES if may_use(place.endpoint)]
    return g.places


def demo_progress() -> Making | None:
    """How far the demonstration is, while it is being made."""
    making = making_of(db.session()) if current_app.config["DEMO"] else None
    return making if making is not None and making.is_under_way else None


def init_app(app: Flask) -> None:
    @app.context_processor
    def bars() -> Mapping[str, object]:
        return {"places": places, "may_use": may_use, "demo_progress": demo_progress}
