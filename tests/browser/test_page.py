"""The page as people use it, in a real browser, beside the really served demonstration."""

import re
from datetime import datetime, timedelta

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.chromium import NARROW, PATIENCE
from tests.browser.conftest import Comes, Opens
from tests.browser.dialogue import ANSWER, OPINION, answers, reads, topic_of
from tests.browser.phones import Phone
from tests.served import Demo

TABS = 300  # at most, until a keyboard has reached something


def test_a_newcomer_comes_from_the_page_to_an_answered_opinion(page: Page, demo: Demo) -> None:
    citizen, official = Phone(page, "[data-part=citizen]"), Phone(page, "[data-part=official]")
    citizen.joins()
    # The neighbours have written; on a busy machine one may have gone away for want of patience.
    demo.until(lambda: re.search(r"(49|5\d)/52", demo.said))
    citizen.says(OPINION)
    citizen.hears("잘 받았어요")

    official.starts()
    briefing = reads(official)
    expect(briefing.locator("[data-role=photo] img")).to_be_visible()
    answers(official, briefing, topic_of(citizen))

    letter = citizen.hears("담당 부서의 답변", ANSWER)
    expect(letter).to_contain_text(OPINION)
    citizen.presses("답이 됐어요")
    expect(citizen.buttons("답이 됐어요")).to_have_count(0, timeout=PATIENCE)


def test_everything_can_be_done_by_keyboard_alone(page: Page) -> None:
    _tabs_to(page, "[data-role=add-person]")
    page.keyboard.press("Enter")
    page.keyboard.type("자판")
    _tabs_to(page, "[data-role=new-add]")
    page.keyboard.press("Enter")
    phone = page.locator("section.phone", has_text="자판").last
    expect(phone).to_be_visible(timeout=PATIENCE)
    own = f'section.phone[data-person="{phone.get_attribute("data-person")}"]'
    person = Phone(page, own.removeprefix("section.phone"))

    _tabs_to(page, f"{own} [data-role=start]")
    page.keyboard.press("Enter")
    person.hears("14세 이상이고 모두 동의해요")
    _tabs_to(page, f"{own} [data-role=button]")
    page.keyboard.press("Enter")
    person.hears("적어 보내 주세요")
    _tabs_to(page, f"{own} [data-role=field]")
    page.keyboard.type("자판만으로 쓴 의견이에요")
    page.keyboard.press("Enter")
    person.hears("잘 받았어요")


def _tabs_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(TABS):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no keyboard reaches {wanted}")


def test_a_telephones_window_scrolls_in_one_direction_only(opens: Opens, comes: Comes) -> None:
    who = comes()
    page = opens(f"/{_in_front(who)}", NARROW)
    Phone(page, who).joins()
    wide = page.evaluate(
        "() => [...document.querySelectorAll('body, body *')]"
        ".filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1"
        " && !one.closest('.switcher, .path, .aside')).map(one => one.outerHTML.slice(0, 80))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], wide


def test_a_long_name_takes_one_line_where_there_is_little_room(opens: Opens, demo: Demo) -> None:
    person = {"first_name": "매우" * 20, "part": "citizen"}
    httpx.post(f"{demo.url}/control/people", json=person).raise_for_status()
    row = opens("/", NARROW).locator(".switcher button")
    heights = [box["height"] for each in row.all() if (box := each.bounding_box())]
    assert len(heights) > 3
    assert max(heights) < 60


def _in_front(who: str) -> str:
    """The end of an address that shows this phone in a window with room for one."""
    return f"#phone-{re.sub(r'[^0-9]', '', who)}"


def test_a_page_reloaded_midway_goes_on(page: Page, citizen: Phone) -> None:
    citizen.starts()
    citizen.hears("14세 이상이고 모두 동의해요")
    page.reload()
    citizen.presses("14세 이상이고 모두 동의해요")
    citizen.hears("적어 보내 주세요")
    citizen.field.fill("쓰다 만 글")
    page.reload()
    expect(citizen.field).to_have_value("쓰다 만 글", timeout=PATIENCE)
    citizen.field.press("Enter")
    citizen.hears("잘 받았어요")


def test_two_tabs_show_the_same(opens: Opens, comes: Comes) -> None:
    who = comes()
    first, second = Phone(opens(), who), Phone(opens(), who)
    first.joins()
    second.says("두 번째 탭에서 쓴 글이에요")
    received = first.hears("잘 받았어요").inner_text()
    assert second.hears("잘 받았어요").inner_text() == received


def test_a_fault_that_is_switched_on_is_seen_and_can_be_switched_off(
    page: Page, citizen: Phone
) -> None:
    citizen.joins()
    fault = page.locator("[data-fault=too_many]")
    fault.click()
    expect(fault).to_have_attribute("aria-checked", "true", timeout=PATIENCE)
    citizen.says("고장 난 사이에 쓴 글이에요")
    waits = page.locator("[data-station=answers] li").filter(has_text="차례를 기다려요")
    expect(waits).not_to_have_text(re.compile(r"\b0$"), timeout=PATIENCE)
    expect(citizen.bubbles.filter(has_text="잘 받았어요")).to_have_count(0)
    fault.click()
    expect(fault).to_have_attribute("aria-checked", "false", timeout=PATIENCE)
    citizen.hears("잘 받았어요")


def test_a_day_ahead_is_a_day_ahead_on_the_page_and_for_the_bot(page: Page, demo: Demo) -> None:
    clock = page.locator("[data-role=now]")
    before = datetime.fromisoformat(clock.get_attribute("datetime") or "")
    page.locator("[data-role=day]").click()
    expect(page.locator(".clock [role=status]")).not_to_be_empty(timeout=PATIENCE)
    after = datetime.fromisoformat(str(demo.asks("clock")))
    assert timedelta(days=1) <= after - before < timedelta(days=1, minutes=10)


def test_the_page_speaks_english_too(page: Page) -> None:
    page.locator("[data-role=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=PATIENCE)
    expect(page.locator("h1")).to_have_text("Madang playground")
    expect(page.locator("[data-station=answers] h3")).to_have_text("Answers")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_axe_finds_nothing_that_shuts_anybody_out(
    opens: Opens, comes: Comes, language: str
) -> None:
    who = comes()
    page = opens(f"/?lang={language}{_in_front(who)}")
    Phone(page, who).joins()
    assert _shut_out(page) == []
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    assert _shut_out(page) == []


def _shut_out(page: Page) -> list[str]:
    """Which rule of axe what breaks."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]
