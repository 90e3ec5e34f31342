"""Where an instance stands, without what it knows: instances of one posture have one forecast."""

from __future__ import annotations

from typing import Any

import orjson


def posture(state: bytes) -> bytes:
    """All places of an instance at rest, told the same for every instance that stands alike.

    Read from the stored state without building the engine's tree, so that ten thousand are asked in a moment.
    """
    return orjson.dumps(_of_scope(orjson.loads(state).get("scope", {})))


def _of_scope(stored: dict[str, Any]) -> list[Any]:
    # In an order of their own: which of two tokens came first is of no account.
    return sorted(
        (_of_token(token) for token in stored.get("tokens", ()) if not token.get("armed")), key=repr
    )


def _of_token(stored: dict[str, Any]) -> list[Any]:
    inside = [_of_scope(stored["scope"])] if "scope" in stored else []
    items = sorted((_of_token(item) for item in stored.get("items", ())), key=repr)
    return [stored["at"], stored["phase"], stored.get("flow"), items, inside]
