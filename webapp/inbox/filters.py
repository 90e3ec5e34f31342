"""The chips of the address: a view can be sent to a colleague as a link."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import g, request, url_for

from workflows.queries.waiting import InboxFilters

LIGHTS = ("red", "amber", "green")
LONGEST_SEARCH = 100


def filters_from(args: Mapping[str, str]) -> InboxFilters:
    """The filters an address asks for; what it asks for wrongly is left out."""
    light = args.get("light")
    return InboxFilters(
        process=(args.get("process") or "")[:64] or None,
        light=light if light in LIGHTS else None,
        post=(args.get("post") or "")[:64] or None,
        text=(args.get("q") or "").replace("\0", "").strip()[:LONGEST_SEARCH],
    )


def with_filter(**changes: str | None) -> str:
    """The present address with some filters changed, from its first page."""
    kept = {name: request.args.get(name) for name in ("process", "light", "post", "q")} | changes
    asked = urlencode({name: value for name, value in kept.items() if value})
    return f"{_address()}?{asked}" if asked else _address()


def _address() -> str:
    """The list shown, without filters; looked up once for all chips of a page."""
    if "inbox_address" not in g:
        g.inbox_address = url_for(request.endpoint or "inbox.open_tasks")
    return g.inbox_address
