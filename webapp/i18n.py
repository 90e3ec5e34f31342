"""Chinese first, English on a switch.

Templates and views say Chinese sentences inside ``_()``; the English ones lie in
``translations/en/<area>.po``, one file an area, merged and compiled into one catalogue when the application
starts and any of them is newer.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import get_locale, get_translations
from flask_login import current_user

from workflows.words import Sentence

from .extensions import babel

TRANSLATIONS = Path(__file__).parent / "translations"
CHINESE, ENGLISH = "zh", "en"
LOCALES = {CHINESE: "zh_Hans_CN", ENGLISH: "en"}
COOKIE = "language"


def language() -> str:
    """The present visitor's language: ``zh`` or ``en``."""
    locale = get_locale()
    return ENGLISH if locale is not None and locale.language == ENGLISH else CHINESE


def chosen_language() -> str:
    """What the visitor chose: kept with his account, before logging in by a cookie; Chinese otherwise."""
    if current_user.is_authenticated and current_user.language in LOCALES:
        return current_user.language
    return ENGLISH if request.cookies.get(COOKIE) == ENGLISH else CHINESE


def say(words: Sentence | str | None) -> str:
    """A domain sentence in the visitor's language; plain text as it is."""
    if isinstance(words, Sentence):
        return words.in_language(language())
    return words or ""


def in_words(zh: str | None, en: str | None) -> str:
    """Of a name kept in both languages, the one for the visitor; Chinese where the English one is missing."""
    return (en or zh or "") if language() == ENGLISH else (zh or "")


def init_app(app: Flask) -> None:
    compile_catalogue()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    babel.init_app(app, locale_selector=lambda: LOCALES[chosen_language()])
    app.jinja_env.install_gettext_callables(
        lambda words: _translations().ugettext(words),
        lambda one, many, number: _translations().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.filters["say"] = say
    app.jinja_env.globals.update(in_words=in_words, language=language)


def _translations() -> Translations | NullTranslations:
    """The visitor's catalogue, found once in a request: a page asks for hundreds of sentences."""
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def area_files() -> list[Path]:
    """The English catalogues, one an area."""
    return sorted((TRANSLATIONS / ENGLISH).glob("*.po"))


def merged_catalogue() -> Catalog:
    """All areas' English sentences in one catalogue; of two that disagree the first area's stands.

    ``contradictions`` names them, and a test lets none stay.
    """
    merged = Catalog(locale=ENGLISH, revision_date=datetime(2026, 1, 1, tzinfo=UTC))
    for _area, message in _all_messages():
        if merged.get(message.id) is None:
            merged.add(message.id, message.string)
    return merged


def contradictions() -> list[tuple[str, str, str]]:
    """The same Chinese words in different English: area, words, and what another area says."""
    said: dict[str, str] = {}
    return [
        (area, message.id, said[message.id])
        for area, message in _all_messages()
        if said.setdefault(message.id, message.string) != message.string
    ]


def compile_catalogue() -> Path:
    """Write the catalogue Flask-Babel reads, unless it is newer than every area's file."""
    compiled = TRANSLATIONS / ENGLISH / "LC_MESSAGES" / "messages.mo"
    newest = max((path.stat().st_mtime for path in area_files()), default=0.0)
    if compiled.exists() and compiled.stat().st_mtime > newest:
        return compiled
    compiled.parent.mkdir(parents=True, exist_ok=True)
    # Beside it and renamed: a process starting at the same moment reads the old one or the new, never half.
    with tempfile.NamedTemporaryFile(dir=compiled.parent, delete=False) as file:
        write_mo(file, merged_catalogue())
    os.replace(file.name, compiled)
    return compiled


def _all_messages() -> Iterator[tuple[str, Message]]:
    for path in area_files():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=ENGLISH)
        yield from ((path.stem, message) for message in catalogue if message.id)
