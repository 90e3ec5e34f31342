"""The blueprint all routes of the board hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("board", __name__, url_prefix="/board")
