"""The sentences of templates and views, found by Babel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

import webapp

PAGES = Path(webapp.__file__).parent
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
_METHODS = [
    ("frontend/**", "ignore"),
    ("static/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
]
_OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence with the file it stands in, relative to this package."""
    found = extract_from_dir(
        PAGES, method_map=_METHODS, options_map=_OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
    )
    for file, _line, message, _comments, _context in found:
        for text in message if isinstance(message, tuple) else (message,):
            yield file, text
