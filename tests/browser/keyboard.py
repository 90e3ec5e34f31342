"""A person without a mouse: Tab to a thing, then Enter, arrows and letters. What cannot be reached fails."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST_TABS = 120


class Keyboard:
    """The keyboard of one page; nothing else is ever used."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, wanted: Locator) -> None:
        """Tab until the thing, or something in it, has the focus."""
        for _ in range(MOST_TABS):
            if wanted.first.evaluate("it => it.contains(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {wanted}")

    def walk(self, items: Locator, wanted: Locator) -> None:
        """A list that is one stop of the Tab key: from its first item down to the wanted one."""
        self.reach(items.and_(self.page.locator("[tabindex='0']")))
        self.page.keyboard.press("Home")
        place = wanted.first.element_handle()
        for _ in range(items.evaluate_all("(all, it) => all.indexOf(it)", place)):
            self.page.keyboard.press("ArrowDown")
        assert place.evaluate("it => it === document.activeElement"), f"no arrow leads to {wanted}"

    def press(self, wanted: Locator, key: str = "Enter") -> None:
        """A button or a link: reach it and press it."""
        self.reach(wanted)
        self.page.keyboard.press(key)

    def type(self, wanted: Locator, words: str) -> None:
        """A field: what stood in it is replaced."""
        self.reach(wanted)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def choose(self, wanted: Locator, value: str) -> None:
        """A list of choices: down to the one of that value."""
        self.reach(wanted)
        values = wanted.first.evaluate("it => [...it.options].map(option => option.value)")
        self.page.keyboard.press("Home")
        for _ in range(values.index(value)):
            self.page.keyboard.press("ArrowDown")
        assert wanted.first.input_value() == value
