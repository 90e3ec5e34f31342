"""The office's people at their browsers: they log in, find what waits for them, fill it in and hand it in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from workflows.first_start import DEMO_PASSWORD

OWN_SCHEMES = ("data:", "blob:", "about:")
PATIENCE_MS = 30_000  # what a busy machine may take for one step; an idle one waits for none of it
expect.set_options(timeout=PATIENCE_MS)


class Person:
    """One person with one page open."""

    def __init__(self, name: str, page: Page) -> None:
        self.name = name
        self.page = page

    def sign_in(self) -> None:
        """Log in over the wire, without drawing the page; whoever tries the page itself uses `log_in`."""
        form = self.page.request.get("/login").text()
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        answer = self.page.request.post(
            "/login",
            form={"csrf_token": token[1], "username": self.name, "password": DEMO_PASSWORD},
            max_redirects=0,
        )
        assert answer.status == 303, f"{self.name} could not log in: {answer.status}"

    def log_in(self) -> None:
        """Log in as a person does, on the page."""
        self.page.goto("/login")
        self.page.fill("input[name=username]", self.name)
        self.page.fill("input[name=password]", DEMO_PASSWORD)
        self.page.press("input[name=password]", "Enter")
        expect(self.page.locator("h1")).to_contain_text("待办")

    def open_task(self, title: str, step: str) -> None:
        """Go to the inbox and open the one line with this title and step."""
        self.page.goto("/")
        self.task_line(title, step).click()
        expect(self.page.locator("h1")).to_contain_text(step)

    def task_line(self, title: str, step: str) -> Locator:
        return self.page.locator("a.line-link", has_text=title).filter(has_text=f"{step}：")

    def fill_in(self, answers: Mapping[str, Any]) -> None:
        """Fill the fields by their names, each as its kind is filled."""
        for name, value in answers.items():
            self._fill(name, value)

    def _fill(self, name: str, value: Any) -> None:
        field = self.page.locator(f"[name='{name}']").locator("visible=true")
        if isinstance(value, Path):
            with self.page.expect_response(lambda response: "/files" in response.url):
                self.page.locator(f"input[type=file][name='{name}']").first.set_input_files(value)
            expect(self.page.get_by_text(value.name).first).to_be_visible()
        elif isinstance(value, list):
            for one in value:
                self.page.locator(f"[name='{name}'][value='{one}']").check()
        elif field.first.get_attribute("type") in ("radio", "checkbox"):
            self.page.locator(f"[name='{name}'][value='{value}']").check()
        elif field.first.evaluate("field => field.tagName") == "SELECT":
            field.first.select_option(value)
        else:
            field.first.fill(value)

    def hand_in(self, button: str | None = None) -> None:
        """Press the main button; where the act is irreversible, confirm what will be written."""
        here = self.page.url
        with self.page.expect_navigation():
            self.main_button(button).click()
        if self.page.locator("input[name=_confirmed]").count():
            with self.page.expect_navigation():
                self.main_button().click()
        assert self.page.url != here, self.page.locator("main").inner_text()

    def main_button(self, words: str | None = None) -> Locator:
        if words:
            return self.page.get_by_role("button", name=words, exact=True)
        return self.page.locator("main form .btn-primary").last

    def do(self, title: str, step: str, answers: Mapping[str, Any]) -> None:
        """Open a task from the inbox, fill it in and hand it in."""
        self.open_task(title, step)
        self.fill_in(answers)
        self.hand_in()


class People:
    """Everybody's browsers; each person logs in once a test."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int]) -> None:
        self._browser = browser
        self._address = address
        self._size = size
        self._here: dict[str, Person] = {}
        self._contexts: list[BrowserContext] = []
        self.strangers: list[str] = []

    def __getitem__(self, name: str) -> Person:
        if name not in self._here:
            self._here[name] = self.another(name)
            self._here[name].sign_in()
        return self._here[name]

    def another(self, name: str, **options: Any) -> Person:
        """A person in a new browser, not logged in yet."""
        context = self._browser.new_context(
            base_url=self._address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": self._size[0], "height": self._size[1]},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", lambda request: self._note_stranger(request.url))
        self._contexts.append(context)
        return Person(name, context.new_page())

    def _note_stranger(self, url: str) -> None:
        if not url.startswith((self._address, *OWN_SCHEMES)):
            self.strangers.append(url)

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
