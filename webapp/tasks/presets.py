"""Opinions people give all day, one touch each: 同意 · 已阅 · 请××阅处 · 退回."""

from __future__ import annotations

from flask_babel import gettext as _

from workflows.rules.forms import FieldShown

from ..i18n import in_words


def presets_of(field: FieldShown) -> list[str]:
    """The presets of a text field: its own (properties ``presets`` and ``presets_en``, words with ``|``
    between), else the office's for a field named as an opinion; none for any other."""
    properties = field.component.properties
    own = in_words(properties.get("presets"), properties.get("presets_en"))
    if own:
        return [words.strip() for words in own.split("|") if words.strip()][:8]
    if field.component.key == "opinion" or field.component.key.endswith("_opinion"):
        return [_("同意"), _("已阅"), _("请××阅处"), _("退回")]
    return []
