"""A citizen reads the others and flags a message; a moderator hides it; its author is told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from playground.demonstration.actors import Actor, NoAnswerError
from playground.demonstration.checks import Promises
from playground.demonstration.figures import NotSaidError
from playground.demonstration.official import Official, offers
from playground.demonstration.stage import BY_DAY, SEOUL, Stage
from playground.demonstration.words import (
    ALL_TOPICS,
    ALONE,
    CARD,
    HIDDEN,
    HIDDEN_FOR,
    HIDE,
    IT_HAS_PERSONAL,
    MASKED,
    MESSAGE_BUTTON,
    NEXT_PAGE,
    NOT_ABOUT_VIEWS,
    PERSONAL,
    QUEUE_EMPTY,
    REPORT,
    REPORTED,
    TOPIC_BUTTON,
    TOPICS,
    UNDO,
    WHICH_MESSAGE,
    WHY_HIDE,
    WHY_WORRYING,
)
from playground.messages.chats import Received

EVENING, NIGHT, MORNING = time(20, 55), time(23, 30), time(8, 0)
"""Ten minutes after the evening's decision it is night; told at once, it would still be day."""
SLIP = timedelta(minutes=10)
TELLING = 12  # first characters of a message, which no other begins with
A_MOMENT = 20  # seconds of the play's clock; what should not come would be there by then
_PEOPLE = re.compile(rf"([\d,]+)명이 {TOPICS}")
_OWN_TOPIC = re.compile(r"주제 ‘(.+?)…?’에")


@dataclass
class Moderating:
    """Who reads, who wrote, who decides, and whose briefing shows it.

    `topic` is the name of the topic the words are in, None where they stand alone; `hidden_at`
    when they were hidden for good.
    """

    stage: Stage
    promises: Promises
    reader: Actor
    author: Actor
    moderator: Actor
    official: Official
    topic: str | None = None
    hidden_at: datetime | None = None

    @property
    def _begins(self) -> str:
        return self.author.wrote[0][:TELLING]

    async def flags(self) -> None:
        """The reader finds the words among others' and says what is wrong with them."""
        self.stage.transcript.scene(
            "한 시민이 남의 글을 읽고 알립니다", "A citizen reads others, and flags a message"
        )
        read = (_OWN_TOPIC.search(got.text) for got in reversed(self.author.person.received))
        self.topic = next((place[1] for place in read if place), None)
        page = (await self._read_topic()).text
        number = re.search(rf"^(\d+) “{self._begins}", page, re.MULTILINE)
        if number is None:
            raise NoAnswerError(f"the words are on no page of their topic: {page}")
        self.promises.expect(MASKED in page, f"a number is not covered: {page}")
        await self.reader.presses(REPORT, WHICH_MESSAGE)
        await self.reader.presses(MESSAGE_BUTTON.format(number[1]), WHY_WORRYING)
        await self.reader.presses(IT_HAS_PERSONAL, REPORTED)

    async def _read_topic(self) -> Received:
        """The page of the topic that shows the author's words; its last one where none does."""
        listed = await self.reader.says("/topics", TOPICS)
        label = ALONE if self.topic is None else await self._button(listed, self.topic)
        page = await self.reader.presses(label, ALL_TOPICS)
        while self._begins not in page.text and offers(page, NEXT_PAGE):
            page = await self.reader.presses(NEXT_PAGE, ALL_TOPICS)
        return page

    async def _button(self, listed: Received, name: str) -> str:
        """The button of the topic, on whichever page of the list it is."""
        line = re.compile(rf"^(\d+) {re.escape(name)}", re.MULTILINE)
        while (found := line.search(listed.text)) is None:
            listed = await self.reader.presses(NEXT_PAGE, TOPICS)
        return TOPIC_BUTTON.format(found[1])

    async def hides(self) -> None:
        """In the evening: hidden, undone, hidden again; and gone from every page at once."""
        tell = self.stage.transcript
        tell.scene("저녁에 운영자가 살펴봅니다", "In the evening a moderator looks at it")
        self.stage.moves_on_to(EVENING)
        before = await self._counts()
        card = await self.moderator.says("/queue", CARD)
        self.promises.expect(self._begins in card.text, f"another card: {card.text}")
        await self._hides()
        await self.moderator.presses(UNDO, CARD)
        self.promises.expect(await self._counts() == before, "an undone hiding left a trace")
        decided = self.stage.clock.now()
        await self._hides()
        self.hidden_at = self.stage.clock.now()
        fewer = tuple(count - 1 for count in before)
        self.promises.expect(await self._counts() == fewer, f"hidden words are still in {before}")
        await self._is_on_no_page()
        await self._author_is_told(decided)

    async def _hides(self) -> None:
        await self.moderator.presses(HIDE, WHY_HIDE)
        done = await self.moderator.presses(PERSONAL, HIDDEN)
        self.promises.expect(QUEUE_EMPTY in done.text, f"the queue is not empty: {done.text}")

    async def _counts(self) -> tuple[int, ...]:
        """People and opinions of the briefing, and people of /topics."""
        with self.reader.silence():
            topics = (await self.reader.says("/topics", TOPICS)).text
        people = _PEOPLE.search(topics)
        if people is None:
            raise NotSaidError(f"no people in: {topics!r}")
        return *await self.official.counts(), int(people[1].replace(",", ""))

    async def _is_on_no_page(self) -> None:
        with self.reader.silence():
            page = await self._read_topic()
        shown = self._begins in page.text
        self.promises.expect(not shown, "hidden words are still on a page of their topic")

    async def _author_is_told(self, decided: datetime) -> None:
        """Not before ten minutes, and not at night."""
        tell, author = self.stage.transcript, self.author
        mark = author.person.mark
        self.stage.moves_on_to(NIGHT)
        await self.stage.clock.sleep(A_MOMENT)
        self.promises.expect(author.person.mark == mark, "the author was told at night")
        tell.scene("글쓴이는 아침에 까닭을 듣습니다", "In the morning its author is told why")
        author.speaks_up(tell)
        author.unasked.append(NOT_ABOUT_VIEWS)
        self.stage.moves_on_to(MORNING)
        told = await author.hears(lambda got: NOT_ABOUT_VIEWS in got.text, mark)
        at = told.at.astimezone(SEOUL)
        self.promises.expect(
            told.at - decided >= SLIP and at.hour in BY_DAY, f"the author was told at {at}"
        )
        self.promises.expect(
            PERSONAL in told.text and self._begins in told.text, f"not what and why: {told.text}"
        )
        await author.says("/my", HIDDEN_FOR)

    def stay_hidden(self, everybody: Iterable[Actor]) -> None:
        """Nobody else has read the words since."""
        for actor in everybody:
            after = [got.text for got in actor.person.received if self._is_after(got)]
            shown = actor is not self.author and any(self._begins in text for text in after)
            self.promises.expect(not shown, f"{actor.name} read the words after they were hidden")

    def _is_after(self, got: Received) -> bool:
        return self.hidden_at is not None and got.at > self.hidden_at
