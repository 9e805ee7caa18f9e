"""One served demonstration and one browser for all tests of the page."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.browser.chromium import PATIENCE, Watch
from tests.browser.phones import Phone
from tests.served import Demo, at_work_in

Opens = Callable[..., Page]
Comes = Callable[[], str]
NAMES = iter("가람 나래 다솜 라온 마루 바다 새별 아람 자람 찬솔 한결 해솔".split())


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = chromium.found()
    if path is None and chromium.is_required():
        pytest.fail(chromium.MISSING)
    if path is None:
        pytest.skip(chromium.MISSING)
    with chromium.opened(path) as opened:
        yield opened


@pytest.fixture(scope="package")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`madang demo` as a process, used by all and ended by Ctrl-C."""
    folder = tmp_path_factory.mktemp("page")
    demo = Demo(folder, "--port", "0", "--citizens", "30")
    try:
        assert demo.url
        yield demo
    finally:
        code = demo.ends()
    assert (code, at_work_in(folder)) == (0, [])


@pytest.fixture
def opens(browser: Browser, demo: Demo) -> Iterator[Opens]:
    """Open the page in a window of a size; nothing in it may go wrong or ask anybody outside."""
    windows, watches = [], []

    def open_(path: str = "/", size: tuple[int, int] = chromium.WIDE) -> Page:
        window = chromium.window(browser, size)
        page = window.__enter__().new_page()
        windows.append(window)
        watches.append(Watch(page))
        page.goto(f"{demo.url}{path}")
        expect(page.locator("section.phone").first).to_be_attached(timeout=PATIENCE)
        return page

    yield open_
    for window in windows:
        window.__exit__(None, None, None)
    for watch in watches:
        assert watch.errors == []
        assert {url for url in watch.asked if not url.startswith(demo.url)} == set()


@pytest.fixture
def comes(demo: Demo) -> Comes:
    """Somebody new with a phone; what selects it on the page."""

    def come() -> str:
        person = {"first_name": next(NAMES), "part": "citizen"}
        added = httpx.post(f"{demo.url}/control/people", json=person).raise_for_status()
        return f'[data-person="{added.json()["result"]["id"]}"]'

    return come


@pytest.fixture
def page(opens: Opens) -> Page:
    """The page in a wide window."""
    return opens()


@pytest.fixture
def citizen(page: Page, comes: Comes) -> Phone:
    """A citizen nobody else plays."""
    return Phone(page, comes())
