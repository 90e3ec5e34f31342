"""The blueprint all routes of the list hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("duties", __name__, url_prefix="/duties")
