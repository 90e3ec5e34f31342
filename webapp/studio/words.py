"""What the studio's codes are called on screen."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint
from flask_babel import lazy_gettext as _l

DRAFT_STATES: Mapping[str, object] = {
    "open": _l("正在画"),
    "handed_in": _l("已交审"),
    "discarded": _l("已收起"),
}


def init_blueprint(blueprint: Blueprint) -> None:
    """Give the templates filters such as ``|draft_state``."""
    blueprint.add_app_template_filter(lambda code: DRAFT_STATES[str(code)], "draft_state")
