"""A telephone on the page, and what its owner does with it by hand."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PATIENCE


class Phone:
    """The phone of one person. `who` selects it: `[data-part=official]`, `[data-person="7"]`."""

    def __init__(self, page: Page, who: str) -> None:
        self.page = page
        self.element = page.locator(f"section.phone{who}").first
        self.field = self.element.locator("[data-role=field]")

    @property
    def bubbles(self) -> Locator:
        """What the bot said, the oldest first."""
        return self.element.locator(".message[data-by=bot]")

    def starts(self) -> None:
        """Press START."""
        self.element.locator("[data-role=start]").click()

    def says(self, words: str) -> None:
        """Write something and send it."""
        self.field.fill(words)
        self.field.press("Enter")
        expect(self.field).to_have_value("", timeout=PATIENCE)

    def presses(self, label: str) -> None:
        """Press a button under a bubble, the newest of that name."""
        self.buttons(label).last.click()

    def buttons(self, label: str) -> Locator:
        """The buttons of this name under bubbles."""
        named = re.compile(f"^{re.escape(label)}$")
        return self.element.locator("[data-role=button]").filter(has_text=named)

    def hears(self, *words: str) -> Locator:
        """The newest bubble with all these words in it or under it, waited for."""
        bubble = self.bubbles
        for each in words:
            bubble = bubble.filter(has_text=each)
        expect(bubble.last).to_be_visible(timeout=PATIENCE)
        return bubble.last

    def joins(self) -> None:
        """START, and yes to everything."""
        self.starts()
        self.hears("14세 이상이고 모두 동의해요")
        self.presses("14세 이상이고 모두 동의해요")
        self.hears("적어 보내 주세요")
