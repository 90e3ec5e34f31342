"""The page of one task and what one does there."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")
