"""A real browser, as Debian ships it. Nothing is downloaded and nobody outside is asked."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
MISSING: Final = (
    "there is no Chromium, so the page is not tested (Debian: apt install chromium fonts-nanum)"
)
QUIETLY: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE: Final = 90_000  # milliseconds for anything that must appear; two busy cores are slow
WIDE: Final = (1440, 1000)  # CSS pixels
NARROW: Final = (390, 844)


def found() -> str | None:
    """Where the browser lies; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def is_required() -> bool:
    """Whether tests must fail where the browser is missing."""
    return bool(os.environ.get("REQUIRE_BROWSER"))


@contextmanager
def opened(path: str) -> Iterator[Browser]:
    """The browser, without a window and with nothing in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIETLY])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(
    browser: Browser, size: tuple[int, int] = WIDE, *, sharpness: float = 1
) -> Iterator[BrowserContext]:
    """A window of somebody in Korea that was never used before; `sharpness`: pixels in a pixel."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=sharpness,
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
        color_scheme="light",
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        context.close()


class Watch:
    """What goes wrong in a page, and whom it asks."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.asked: set[str] = set()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.asked.add(request.url))
