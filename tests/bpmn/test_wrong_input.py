"""Wrong input in every field of every shipped form: refused at that field, with a sentence that names it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import standing
from tests.bpmn.reaching import Opened, opened_at
from tests.bpmn.shipped_files import FOLDERS, FORMS
from tests.demonstration import OFFICE_NOW
from workflows.office.entries import OfficeSnapshot
from workflows.office.snapshots import office_snapshot
from workflows.rules.calendars import local_day
from workflows.rules.forms import Component, Form, FormSetting, read_form
from workflows.rules.forms.schema import ONE_OF, OPTIONED, SEVERAL_OF, TEXTS
from workflows.rules.forms.validation import LONGEST
from workflows.words import Sentence

each_folder = pytest.mark.parametrize("folder", FOLDERS)
Fields = Callable[[str], list[tuple[Component, Opened]]]
TODAY = local_day(OFFICE_NOW)
#: what a date that has not come yet is called; every other one is the day of something that has happened
TO_COME = {
    "due", "due_on", "due_date", "new_due", "until", "finish_on", "finish_by", "promised_on", "makeup_on",
    "committed_on", "drill_on", "on", "meeting_at", "rectify_by", "new_rectify_by", "instruction_due",
    "period_to",
}  # fmt: skip
#: a campaign may have begun before it is proposed
EITHER = {"period_from"}
NEEDS_A_ROW = re.compile(r"=count\(value\) >= \d")
FULL = [{"clause": "V-04", "words": "每季度听取", "full": 20, "score": 20}]
#: what the matter knows where a form shows a field, or a limit, only then
KNOWN: dict[str, dict[str, Any]] = {
    "SC-01": {"season": "winter"},
    "HA-04": {"report": {"kind": "leader", "party": "vm_city", "leader": {"rows": FULL, "tenure": "x"}}},
    "HA-08": {"sheet": {"post": "vm_city", "rows": FULL}},
    "HA-11": {"scored_rows": FULL},
    "WL-12": {"year": 2026, "running_items": [{"key": "k", "due_date": date(2026, 11, 30)}]},
    "WL-02": {"year": 2026},
    "DR-01": {"year": 2026},
    "DR-04": {"year": 2026},
    "QH-02": {"quarter_to": date(2026, 12, 31)},
    "QH-02R": {"quarter_to": date(2026, 12, 31)},
}


@pytest.fixture(scope="module")
def at_the_office(furnished_office: Path) -> Iterator[OfficeSnapshot]:
    engine = standing.engine_on(furnished_office)
    with Session(engine) as session:
        yield office_snapshot(session, None, OFFICE_NOW)
    engine.dispose()


@pytest.fixture(scope="module")
def fields(at_the_office: OfficeSnapshot) -> Fields:
    """Every field people fill in of a folder's forms, each in its form opened so that the field shows."""

    @cache
    def of_folder(folder: str) -> list[tuple[Component, Opened]]:
        return [
            (component, opened_at(form, component, setting))
            for form, setting in forms(folder, at_the_office)
            for component in form.inputs()
            if not component.disabled and component.readonly is not True
        ]

    return of_folder


def forms(folder: str, host: OfficeSnapshot) -> Iterator[tuple[Form, FormSetting]]:
    for path in FORMS:
        if path.parents[1].name == folder:
            setting = FormSetting(KNOWN.get(path.stem, {}), TODAY, host)
            yield read_form(json.loads(path.read_text("utf-8"))), setting


def refused(opened: Opened, component: Component, *sent: str) -> None:
    """What is sent comes back at its field, in both languages, in a sentence with the field's name in it."""
    said = opened.said(component, *sent)
    assert said is not None, f"{opened.form.id}: {component.key} takes {str(sent)[:80]}"
    named(said, component)


def named(said: Sentence, component: Component) -> None:
    assert component.label.zh in said.zh and component.label.en in said.en
    assert said.zh.endswith("。") and said.en.endswith(".")


@each_folder
def test_what_is_asked_for_is_missed_and_nothing_else(folder: str, fields: Fields) -> None:
    for component, opened in fields(folder):
        if component.required:
            refused(opened, component)
            if component.type in TEXTS:
                refused(opened, component, " \n ")
        else:
            assert opened.said(component) is None, f"{opened.form.id}: {component.key}"


@each_folder
def test_what_cannot_be_read_is_sent_back(folder: str, fields: Fields) -> None:
    unread = {
        "number": ["三个", "1e3", "12a", "1.2345", "--1"],
        "datetime": ["昨天", "2026-02-30", "2026-13-01", "0026-01-01", "2026-11-23T25:00"],
    }
    for component, opened in fields(folder):
        for sent in unread.get(component.type, []):
            refused(opened, component, sent)
        if component.type in OPTIONED:
            refused(opened, component, "not-offered")
        if component.type in ONE_OF and len(component.choices) > 1:
            refused(opened, component, *(str(choice.value) for choice in component.choices[:2]))
        if component.type in SEVERAL_OF and component.choices:
            refused(opened, component, str(component.choices[0].value), "not-offered")


@each_folder
def test_a_text_has_an_end(folder: str, fields: Fields) -> None:
    for component, opened in fields(folder):
        if component.type in TEXTS:
            longest = int(component.validate.get("maxLength") or LONGEST[component.type])
            refused(opened, component, "长" * (longest + 1))


@each_folder
def test_a_number_has_bounds(folder: str, fields: Fields) -> None:
    for component, opened in fields(folder):
        if component.type == "number":
            least = component.validate["min"]
            assert least >= 0, f"{component.key} counts or measures something"
            refused(opened, component, str(least - 1))
            refused(opened, component, "-1")
            refused(opened, component, "9" * 12)
            if component.decimals == 0:
                refused(opened, component, f"{least}.5")
            most = component.validate.get("max")
            if isinstance(most, int):
                refused(opened, component, str(most + 1))


@each_folder
def test_a_date_lies_on_its_side_of_today(folder: str, fields: Fields) -> None:
    for component, opened in fields(folder):
        if component.type == "datetime" and component.key not in EITHER:
            day = TODAY + timedelta(days=-1 if component.key in TO_COME else 1)
            refused(opened, component, _written(component, day))


def _written(component: Component, day: date) -> str:
    return (
        datetime(day.year, day.month, day.day, 9, 30).isoformat() if component.subtype != "date" else str(day)
    )


@each_folder
def test_a_list_that_needs_a_row_is_not_left_empty(folder: str, at_the_office: OfficeSnapshot) -> None:
    for form, setting in forms(folder, at_the_office):
        for component in form.all():
            if any(NEEDS_A_ROW.match(str(text)) for text in component.properties.values()):
                said = opened_at(form, component, setting).said_without_rows(component)
                assert said is not None, f"{form.id}: {component.key} may be empty"
                named(said, component)
