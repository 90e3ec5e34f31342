"""Somebody who draws, at his desk: his draft, the editor's parts, and what the server has kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, ServedOffice
from tests.browser.people import People, Person

SCRIPTS = Path(__file__).parent


class Drawer:
    """A person with a draft of one process open in the studio."""

    def __init__(self, person: Person) -> None:
        self.page: Page = person.page

    def open_draft(self, name: str) -> str:
        """Go on with the draft of a process; its address."""
        self.page.goto("/studio/")
        self.page.locator(f"form[action$='/{name}/draft'] button").click()
        expect(self.page.locator("main h1")).to_be_visible()
        return self.page.url

    def edit(self, draft: str, kind: str, path: str) -> None:
        """Open a file in its editor and wait until it is there."""
        self.page.goto(f"{draft}/{kind}/{path}")
        self.page.wait_for_selector("body[data-editor-ready=yes]")

    def choose(self, name: str) -> None:
        """Select an element in the outline."""
        self.page.locator("[data-outline] button", has_text=name).first.click()

    def open_group(self, group: str) -> None:
        """Unfold a group of the properties panel."""
        header = self.page.locator(f"[data-group-id='group-{group}'] .bio-properties-panel-group-header")
        if "open" not in (header.get_attribute("class") or ""):
            header.click()

    def saved(self, draft: str, path: str) -> str:
        """The file as the server has it, once all typing has arrived there."""
        self.page.evaluate("() => window.studio.keeper.settled()")
        return self.page.request.get(f"{draft}/contents/{path}").text()

    def run(self, script: str, argument: Any = None) -> Any:
        """A script of this folder, in the page."""
        return self.page.evaluate((SCRIPTS / script).read_text(encoding="utf-8"), argument)


@contextmanager
def drawing(browser: Browser, office: ServedOffice, name: str = "procadmin") -> Iterator[Drawer]:
    """The process administrator at a desk; a request to another host fails the test."""
    people = People(browser, office.address, SIZES["desk"])
    yield Drawer(people[name])
    people.leave()
    assert people.strangers == []
