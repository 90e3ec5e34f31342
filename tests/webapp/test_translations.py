"""English is complete on the switch, and says one thing for one thing."""

from __future__ import annotations

import re

from tests.webapp.sentences import sentences
from webapp.i18n import contradictions, merged_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def test_every_sentence_of_the_pages_has_its_english() -> None:
    known = {message.id for message in merged_catalogue() if message.id and message.string}
    missing = sorted({f"{file}: {text}" for file, text in sentences() if text not in known})
    assert not missing, "\n".join(["no English in webapp/translations/en/*.po for:", *missing])


def test_no_two_areas_contradict_each_other() -> None:
    assert contradictions() == []


def test_every_translation_fills_in_the_same_values() -> None:
    for message in merged_catalogue():
        if message.id:
            assert sorted(PLACEHOLDER.findall(message.id)) == sorted(PLACEHOLDER.findall(message.string)), (
                message.id
            )


def test_no_english_sentence_has_chinese_left_in_it() -> None:
    for message in merged_catalogue():
        if message.id:
            assert not re.search(r"[\u4e00-\u9fff]", message.string), message.string
