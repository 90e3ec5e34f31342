"""The blueprint all routes about matters hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("matters", __name__, url_prefix="/matters")
