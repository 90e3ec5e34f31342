"""Where things lie in the checkout, before and after the environment exists."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

ENVIRONMENT = ROOT / ".venv"
STAMPS = ENVIRONMENT / ".stamps"
REQUIREMENTS = ROOT / "requirements.txt"
TEST_REQUIREMENTS = ROOT / "tests" / "requirements.txt"

#: Present only in an archive made by ``run.py pack``: everything pip needs, so that it asks no index.
PACKED_WHEELS = ROOT / "wheels"

FRONTEND = ROOT / "webapp" / "frontend"
TEMPLATES = ROOT / "webapp" / "templates"
BUILT_FRONTEND = ROOT / "webapp" / "static" / "dist"


def environment_python() -> Path:
    """The environment's own interpreter."""
    if os.name == "nt":
        return ENVIRONMENT / "Scripts" / "python.exe"
    return ENVIRONMENT / "bin" / "python"


def inside_environment() -> bool:
    """Whether this very process already runs in the checkout's environment."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()
