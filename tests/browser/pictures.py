"""`make pictures`: what README and docs show, taken from the running demonstration."""

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from tests.browser import chromium
from tests.browser.dialogue import ANSWER, OPINION, promises, reads, topic_of, writes
from tests.browser.phones import Phone
from tests.served import Demo

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pictures"
TALL: Final = (1320, 1720)  # room for a briefing with its picture in one telephone
HIGH: Final = (1320, 1060)  # room for a letter
TO_ITS_TOP: Final = """bubble => {
  const log = bubble.closest("[data-role=log]");
  log.scrollTop += bubble.getBoundingClientRect().top - log.getBoundingClientRect().top;
}"""
SHARP: Final = 1.5  # pixels of the picture in one of the page
SETTLED: Final = 2500  # milliseconds; toasts and what is typing have gone by then
COLOURS: Final = 256  # plain colours need no more, and a page loads faster


class People:
    """The three on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.citizen = Phone(page, "[data-part=citizen]")
        self.official = Phone(page, "[data-part=official]")
        self.moderator = Phone(page, "[data-part=moderator]")


def main() -> None:
    """Take all pictures. A minute or two."""
    path = chromium.found()
    if path is None:
        sys.exit(chromium.MISSING)
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        chromium.opened(path) as browser,
        _served(Path(folder)) as demo,
    ):
        _take_all(browser, demo)


@contextmanager
def _served(folder: Path) -> Iterator[Demo]:
    home = folder / "demonstration"
    home.mkdir()
    demo = Demo(home, "--port", "0")
    try:
        yield demo
    finally:
        demo.ends()


def _take_all(browser: Browser, demo: Demo) -> None:
    with _people(browser, demo, TALL) as people:
        _begin(people, demo)
        briefing = reads(people.official)
        people.page.wait_for_timeout(SETTLED)
        briefing.evaluate(TO_ITS_TOP)
        _take(people.official.element, "official")
    with _people(browser, demo, HIGH) as people:
        _report_and_look(people)
        _take(people.moderator.element, "moderator")
        people.official.says("/debt")
        people.official.hears("답을 기다리는")
        _take(people.official.element, "official-debt")
        writes(people.official, reads(people.official), topic_of(people.citizen))
        _take(people.official.element, "official-answer")
        people.official.presses("보내기")
        people.citizen.hears("담당 부서의 답변", ANSWER)
        people.official.hears("다 보냈어요")
        _take(people.citizen.element, "citizen")
    with _people(browser, demo, chromium.WIDE) as people:
        _take(people.page, "page-ko")
    with _people(browser, demo, chromium.NARROW) as people:
        _take(people.page, "phone-390", whole=True)
    with _people(browser, demo, HIGH) as people:
        promises(people.official)
        _take(people.official.element, "official-promise")
    with _people(browser, demo, chromium.WIDE, "/?lang=en") as people:
        _in_english(people)
        _take(people.page, "page-en", whole=True)


@contextmanager
def _people(
    browser: Browser, demo: Demo, size: tuple[int, int], path: str = "/"
) -> Iterator[People]:
    with chromium.window(browser, size, sharpness=SHARP) as window:
        page = window.new_page()
        page.goto(f"{demo.url}{path}")
        yield People(page)


def _begin(people: People, demo: Demo) -> None:
    """Everybody has come, and everybody has written."""
    people.citizen.joins()
    people.official.starts()
    people.moderator.starts()
    demo.until(lambda: "178/178" in demo.said)
    people.citizen.says(OPINION)
    people.citizen.hears("잘 받았어요")


def _report_and_look(people: People) -> None:
    """A citizen reports what they read; a moderator gets it to decide about."""
    citizen = people.citizen
    citizen.says("/topics")
    citizen.hears("번호를 쓰시면")
    for label, heard in (
        ("1번 주제", "쓰신 그대로예요"),
        ("문제 있는 글 알리기", "어느 글인가요"),
        ("1번 글", "그 밖의 걱정"),
        ("그 밖의 걱정", "알려 주셔서 고마워요"),
    ):
        citizen.presses(label)
        citizen.hears(heard)
    people.moderator.says("/queue")
    people.moderator.hears("그대로 두기")


def _in_english(people: People) -> None:
    """All three go on in English."""
    for phone in (people.citizen, people.official, people.moderator):
        phone.says("/language")
        phone.hears("English")
        phone.presses("English")
    people.official.says("/summary")
    people.official.hears("opinions")
    people.moderator.says("/queue")
    people.moderator.hears("Keep")
    people.citizen.says("/my")
    people.citizen.hears("Your opinions")


def _take(shown: Page | Locator, name: str, *, whole: bool = False) -> None:
    """Take the picture of a page as it is in its window (or as a `whole`), or of a part of it."""
    page = shown if isinstance(shown, Page) else shown.page
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(SETTLED)
    png = page.screenshot(full_page=whole) if shown is page else shown.screenshot()
    taken = Image.open(io.BytesIO(png))
    few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
