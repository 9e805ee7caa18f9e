"""The moderators' evening: one card after the other, by what stands on it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from playground.demonstration.actors import Actor, NoAnswerError
from playground.demonstration.storm.blows import STAYS, Blow
from playground.demonstration.words import A_CARD, QUEUE_EMPTY, RESTORE, RESTORED
from playground.messages.chats import Received

MOST = 1000  # cards; a queue that has no end is no queue
_CARD = re.compile(r"살필 글 \d+/\d+ .* 글 번호 \d+\n“(.*?)”\n", re.DOTALL)


@dataclass
class Desk:
    """Two moderators, and what they know: words by which they see what something is.

    `presses` are everything they typed and pressed, `cards` the cards each kind of words took.
    """

    first: Actor
    second: Actor
    presses: int = 0
    cards: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)

    def knows(self, blows: Iterable[Blow]) -> Mapping[str, int]:
        """The reason for the words that are to be hidden, by what marks them."""
        return {blow.core: blow.reason for blow in blows if blow.reason != STAYS} | self.wrong

    async def works_through(self, reasons: Mapping[str, int]) -> None:
        """The first moderator decides all that waits. Raises NoAnswerError where it has no end."""
        got = await self._says(self.first, "/queue")
        for _ in range(MOST):
            card = _CARD.search(got.text)
            if card is None:
                return
            core, reason = _judged(card[1], reasons)
            self.cards[core] = self.cards.get(core, 0) + 1
            got = await self._says(self.first, f"/hide {reason}" if reason else "/keep")
        raise NoAnswerError("the queue has no end")

    async def looks_again(self, wronged: int) -> None:
        """The second moderator restores what was hidden wrongly."""
        got = await self._says(self.second, "/queue")
        for _ in range(wronged):
            if not _CARD.search(got.text):
                raise NoAnswerError(f"no card of words to look at again: {got.text}")
            self.presses += 1
            await self.second.presses(RESTORE, RESTORED)
            got = await self._says(self.second, "/queue")

    async def _says(self, who: Actor, words: str) -> Received:
        """Until the next card is there, or nothing is left."""
        self.presses += 1
        return await who.says(words, A_CARD, QUEUE_EMPTY)


def _judged(words: str, reasons: Mapping[str, int]) -> tuple[str, int]:
    """By what marks the words on a card, and the reason to hide them."""
    found = next((core for core in reasons if core in words), "")
    return found or words, reasons.get(found, STAYS)
