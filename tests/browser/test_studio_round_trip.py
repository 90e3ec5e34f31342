"""What the modeller opens and writes again without an edit still has every element and attribute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from playwright.sync_api import Browser

from tests.bpmn.shipped_files import SHIPPED
from tests.browser.conftest import ServedOffice
from tests.browser.studio import drawing

FOREIGN = Path(__file__).with_name("files") / "desktop_modeler.bpmn"
SHIPPED_ONES = ["supervision", "accident_report", "special_campaign", "supervision_circular"]


def sentences(xml: str) -> Counter[tuple]:
    """Every element of a file as one sentence: where it stands, its attributes, its text."""
    return Counter(_said(etree.fromstring(xml.encode()), ()))


def _said(element: etree._Element, path: tuple[str, ...]) -> Iterator[tuple]:
    here = (*path, f"{element.tag}#{element.get('id', '')}")
    text = (element.text or "").strip()
    yield here, tuple(sorted(element.attrib.items())), text
    for child in element.iterchildren(etree.Element):
        yield from _said(child, here)


def test_nothing_is_lost_by_opening_and_saving(browser: Browser, office: ServedOffice) -> None:
    files = {name: (SHIPPED / name / f"{name}.bpmn").read_text("utf-8") for name in SHIPPED_ONES}
    files["desktop"] = FOREIGN.read_text("utf-8")
    with drawing(browser, office) as drawer:
        drawer.edit(drawer.open_draft("supervision_circular"), "diagram", "supervision_circular.bpmn")
        written = drawer.run("studio_round_trip.js", files)
    lost = {name: sorted(map(str, sentences(xml) - sentences(written[name]))) for name, xml in files.items()}
    added = {name: sorted(map(str, sentences(written[name]) - sentences(xml))) for name, xml in files.items()}
    assert {name: said for name, said in lost.items() if said} == {}, added
    assert {name: said for name, said in added.items() if said} == {}
