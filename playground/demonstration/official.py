"""What the official does in both plays: read the briefing, answer the largest topic, see it go."""

from dataclasses import dataclass

from playground.demonstration.actors import Actor, NoAnswerError
from playground.demonstration.figures import DONE, Briefing, Shares, Status, TopicLine, is_done
from playground.demonstration.words import (
    ASK_FOR_ANSWER,
    ASK_FOR_REASON,
    ASK_FOR_VERDICT,
    BRIEFING,
    LATER,
    NEXT_PAGE,
    REFRESH,
    SAID_NOTHING,
    SEND,
    SENT_ALREADY,
    TELLS_WHEN_READY,
    TOPIC_BUTTON,
    WRITE_ANSWER,
)
from playground.messages.chats import Received

MOST_FOR_TOPICS = 720.0  # real seconds


@dataclass
class Official:
    """Somebody of the agency, whose bubbles are read for their numbers.

    `slug` names the consultation where there come to be several.
    """

    actor: Actor
    slug: str = ""

    async def finds_topics(self, looks: int, rest: float) -> None:
        """Look silently until topics and picture are there, `rest` clock seconds between two looks.

        Raises NoAnswerError after so many looks.
        """
        with self.actor.silence():
            for _ in range(looks):
                page = await self.actor.says("/summary")
                if BRIEFING in page.text and page.photo:
                    return
                if TELLS_WHEN_READY in page.text:
                    await self.actor.is_promised(BRIEFING, MOST_FOR_TOPICS)
                await self.actor.playground.clock.sleep(rest)
        raise NoAnswerError("no briefing with a picture came")

    async def reads(self) -> tuple[Briefing, tuple[TopicLine, ...]]:
        """/summary with everything in it, and all topics, page by page."""
        self.actor.whole = (BRIEFING,)
        page = await self.actor.says("/summary", BRIEFING)
        if Briefing.read(page.text).newer:
            await self.actor.presses(REFRESH, TELLS_WHEN_READY)
            page = await self.actor.is_promised(BRIEFING, MOST_FOR_TOPICS)
        if page.photo is None:
            raise NoAnswerError("no picture came with the briefing")
        self.actor.whole = ()
        first = Briefing.read(page.text)
        return first, (*first.topics, *await self._further_topics(page))

    async def counts(self) -> tuple[int, int]:
        """How many people and how many opinions the briefing tells of; looked up silently."""
        with self.actor.silence():
            page = await self.actor.says(f"/summary {self.slug}", BRIEFING)
        brief = Briefing.read(page.text)
        return brief.people, brief.opinions

    async def _further_topics(self, page: Received) -> list[TopicLine]:
        """Turn the pages; only the names of the topics are printed."""
        topics: list[TopicLine] = []
        with self.actor.silence():
            while offers(page, NEXT_PAGE):
                page = await self.actor.presses(NEXT_PAGE, BRIEFING)
                topics += Briefing.read(page.text).topics
        if self.actor.aloud and topics:
            names = ", ".join(f"{topic.place} {topic.name} {topic.people}명" for topic in topics)
            self.actor.aloud.note(f"다음 쪽 · further pages: {names}")
        return topics

    async def answers(
        self, topic: TopicLine, words: str, why: str, *, verdict: str = LATER
    ) -> None:
        """Write an answer, and press 'send' twice."""
        await self.drafts(topic, words, why, verdict, SEND)
        await self.actor.presses(SEND, times=2)

    async def drafts(
        self, topic: TopicLine, words: str, why: str, verdict: str, until: str
    ) -> None:
        """Open the topic, write, say what becomes of it and why, and see the preview, under which
        one can press `until`."""
        await self._opens(topic)
        await self.actor.presses(WRITE_ANSWER, ASK_FOR_ANSWER)
        await self.actor.says(words, ASK_FOR_VERDICT)
        await self.actor.presses(verdict, ASK_FOR_REASON)
        await self.actor.says(why, until, bubbles=2)

    async def was_told_once(self) -> str:
        """The words the second press got. Raises NoAnswerError where it got none."""
        toasts = self.actor.person.toasts
        try:
            await self.actor.playground.until(lambda: _last(toasts))
        except TimeoutError:
            raise NoAnswerError("the second press of 'send' got no word") from None
        return _last(toasts)

    async def sees_it_go(self, since: int) -> Status:
        """Wait until the status message says that it is over."""
        self.actor.whole = (DONE,)
        over = await self.actor.hears(lambda got: is_done(got.text), since)
        self.actor.whole = ()
        return Status.read(over.text)

    async def sees_shares(self, topic: TopicLine) -> Shares:
        """Open the answered topic again."""
        self.actor.whole = (SAID_NOTHING,)
        opened = await self._opens(topic)
        return Shares.read(opened.text)

    async def _opens(self, topic: TopicLine) -> Received:
        """From a fresh briefing: pages that were turned no longer show every button."""
        await self.actor.says("/summary", BRIEFING)
        return await self.actor.presses(TOPIC_BUTTON.format(topic.place), WRITE_ANSWER)


def largest(topics: tuple[TopicLine, ...]) -> TopicLine:
    """The topic most people are in; of two, the one listed first."""
    return max(topics, key=lambda topic: (topic.people, -topic.place))


def offers(got: Received, label: str) -> bool:
    """Whether a bubble has this button."""
    return any(label in row for row in got.buttons)


def _last(toasts: list[str]) -> str:
    return next((toast for toast in reversed(toasts) if SENT_ALREADY in toast), "")
