"""The data files shipped with the product, read from `bpmn/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).resolve().parents[1] / "bpmn"


def shipped_json(*path: str) -> Any:
    """What a shipped JSON file holds: `shipped_json("demo", "org.json")`."""
    return json.loads(SHIPPED.joinpath(*path).read_text("utf-8"))


def shipped_files(folder: str, pattern: str = "*.json") -> list[Path]:
    """The files of a shipped folder in the order of their names."""
    return sorted(SHIPPED.joinpath(folder).glob(pattern))
