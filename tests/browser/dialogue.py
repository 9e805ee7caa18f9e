"""A dialogue on the page, by hand: what citizen, official and moderator do one after another."""

import re
from typing import Final

from playwright.sync_api import Locator, expect

from tests.browser.chromium import PATIENCE
from tests.browser.phones import Phone

OPINION: Final = "밤마다 골목에 차 댈 곳이 없어 세 바퀴를 돌아요. 공영주차장을 만들어 주세요"
ANSWER: Final = (
    "옛 시장 자리 지하 1층에 공영주차장을 넣는 안을 검토하고 있습니다. "
    "몇 면이 될지는 2027년 3월까지 설계를 마치며 정합니다."
)
REASON: Final = "골목마다 밤에 차를 댈 곳이 모자라요."
PROMISE: Final = {
    "무엇을 약속하시나요": "옛 시장 자리에 지을 공영주차장의 설계를 마칩니다.",
    "어디에서 맡나요": "도시재생과",
    "언제까지 지키시나요": "내년 3월 31일",
    "지킨 것을 무엇으로": "설계 도면을 누리집에 올려요",
}
"""What is asked, and what the official says."""
IN_TOPIC: Final = re.compile("주제 ‘(.+?)’")
BRIEFING: Final = "같은 글을 묶으면"
NEWER: Final = "그 뒤에 온 의견"


def reads(official: Phone) -> Locator:
    """A briefing with the newest opinions in it."""
    official.says("/summary")
    briefing = official.hears(BRIEFING)
    if NEWER in briefing.inner_text():
        official.presses("새로 모으기")
        newest = official.bubbles.filter(has_text=BRIEFING).last
        expect(newest).not_to_contain_text(NEWER, timeout=PATIENCE)
    return official.hears(BRIEFING)


def topic_of(citizen: Phone) -> str:
    """The topic in which the citizen's own words are."""
    citizen.says("/my")
    named = IN_TOPIC.search(citizen.hears("주제 ‘").inner_text())
    assert named
    return named[1].rstrip("…")


def answers(official: Phone, briefing: Locator, topic: str) -> None:
    """Open the topic, write, and send."""
    writes(official, briefing, topic)
    official.presses("보내기")


def writes(official: Phone, briefing: Locator, topic: str) -> None:
    """Open the topic and write, as far as the preview."""
    place = re.search(rf"^(\d+) {re.escape(topic)}", briefing.inner_text(), re.MULTILINE)
    assert place, briefing.inner_text()
    official.presses(f"{place[1]}번 주제")
    official.hears("답변 쓰기")
    official.presses("답변 쓰기")
    official.hears("갈 답변을 적어 주세요")
    official.says(ANSWER)
    official.hears("반영하시나요")
    official.presses("나중에 검토해요")
    official.hears("까닭을 적어 주세요")
    official.says(REASON)
    official.hears("보내기")


def promises(official: Phone) -> None:
    """Make a promise from the answer that went out, as far as it is shown whole."""
    official.presses("약속하기")
    for heard, words in PROMISE.items():
        official.hears(heard)
        official.says(words)
    official.hears("지금 어느 때인가요")
    official.presses("방법을 고르는 때")
    official.hears("약속 올리기")
