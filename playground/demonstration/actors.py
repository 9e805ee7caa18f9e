"""People of the playground who wait for what the bot says, as people do."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playground.demonstration.transcript import Transcript
from playground.demonstration.words import WORDS, Words
from playground.messages.chats import Received
from playground.people import Person
from playground.telegram import Playground

PATIENCE = 90.0  # real seconds; nobody waits longer for an answer, also where the machine is busy
Wanted = Callable[[Received], bool]


class NoAnswerError(Exception):
    """Somebody waited for the bot in vain."""


@dataclass
class Act:
    """Something a person did: when `since` bubbles had come, and how many are its answer."""

    what: str
    since: int
    bubbles: int


class Actor:
    """One person with a telephone. What they do is printed where a transcript is given.

    `wrote` holds the opinions they gave, `whole` what marks a bubble that is printed to its end.
    `acts` is all they did, `unasked` what should reach them by itself: a part of each such bubble.
    """

    def __init__(self, playground: Playground, person: Person, aloud: Transcript | None) -> None:
        self.playground, self.person, self.aloud = playground, person, aloud
        self.words: Words = WORDS[person.account.language_code or "ko"]
        self.wrote: list[str] = []
        self.whole: tuple[str, ...] = ()
        self.acts: list[Act] = []
        self.unasked: list[str] = []
        self._printed = 0
        self._before: dict[int, str] = {}

    @property
    def name(self) -> str:
        """What they are called."""
        return self.person.account.first_name

    async def starts(self, payload: str = "", *until: str, bubbles: int = 1) -> Received:
        """Follow a link."""
        link = f"t.me/…?start={payload}" if payload else "/start"
        if self.aloud:
            self.aloud.does(self.name, link)
        return await self._after(
            Act(link, self.person.mark, bubbles), until, lambda person: person.starts(payload)
        )

    async def says(self, text: str, *until: str, bubbles: int = 1) -> Received:
        """Write something, and wait for a bubble that holds one of `until` (or for any)."""
        if self.aloud:
            self.aloud.does(self.name, text)
        act = Act(text, self.person.mark, bubbles)
        return await self._after(act, until, lambda person: person.sends(text))

    async def presses(self, label: str, *until: str, times: int = 1, bubbles: int = 1) -> Received:
        """Press a button, once or (impatient) several times before anything comes back."""
        if self.aloud:
            for _ in range(times):
                self.aloud.presses(self.name, label)
        act = Act(f"[{label}]", self.person.mark, bubbles)
        return await self._after(
            act, until, lambda person: [person.presses(label) for _ in range(times)]
        )

    async def does(self, act: Callable[[Person], object], *until: str) -> Received:
        """Anything else a person can do."""
        return await self._after(Act("…", self.person.mark, 1), until, act)

    async def opines(self, text: str) -> Received:
        """Give an opinion, and see it confirmed."""
        self.wrote.append(text)
        return await self.says(text, *self.words.received)

    async def is_promised(self, part: str, within: float) -> Received:
        """The last answer said that more will come: wait for it, up to `within` real seconds."""
        last = self.acts[-1]
        last.bubbles += 1
        return await self.hears(lambda got: part in got.text, last.since, within)

    async def hears(self, wanted: Wanted, since: int, within: float = PATIENCE) -> Received:
        """Wait for something the bot does. Raises NoAnswerError."""

        def found() -> Received | None:
            return next((got for got in self.person.inbox_since(since) if wanted(got)), None)

        try:
            await self.playground.until(lambda: found() or self._trouble(since), within)
        except TimeoutError:
            last = self.person.received[-1].text if self.person.received else "nothing"
            raise NoAnswerError(f"{self.name} waited in vain; last on the screen: {last}") from None
        self.tells()
        got = found()
        if got is None:
            raise NoAnswerError(f"{self.name} was told: {self.person.received[-1].text}")
        return got

    def has_heard(self, part: str, since: int) -> bool:
        """Whether a bubble with these words has come."""
        return any(part in got.text for got in self.person.inbox_since(since))

    async def hears_of(self, part: str, since: int) -> Received:
        """Wait for a bubble with these words."""
        return await self.hears(lambda got: part in got.text, since)

    def _trouble(self, since: int) -> bool:
        """Whether the bot has apologised instead of answering."""
        return any(self.words.trouble in got.text for got in self.person.inbox_since(since))

    def tells(self) -> None:
        """Print what has come and was not printed yet; of an edit, only what it added."""
        for got in self.person.received[self._printed :]:
            before = self._before.get(got.message_id, "")
            self._before[got.message_id] = got.text
            added = got.text.removeprefix(before).strip()
            if self.aloud and added:
                self._print(self.aloud, added, got)
        self._printed = len(self.person.received)

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Nothing of what they do or hear meanwhile is printed, then or later."""
        aloud, self.aloud = self.aloud, None
        try:
            yield
            self.tells()
        finally:
            self.aloud = aloud

    def speaks_up(self, aloud: Transcript) -> None:
        """From now on what they do and hear is printed."""
        self.tells()
        self.aloud = aloud

    def _print(self, aloud: Transcript, added: str, got: Received) -> None:
        if any(mark in added for mark in self.whole):
            aloud.shows(f"마당 → {self.name}", added, got)
        else:
            aloud.hears(added, got)

    async def _after(
        self, act: Act, until: tuple[str, ...], do: Callable[[Person], object]
    ) -> Received:
        self.acts.append(act)
        do(self.person)
        return await self.hears(lambda got: _holds(got, until), act.since)


def _holds(got: Received, any_of: tuple[str, ...]) -> bool:
    """Whether a bubble has one of these in its words or on a button; any bubble where none."""
    labels = [label for row in got.buttons for label in row]
    return not any_of or any(part in got.text or part in labels for part in any_of)


@dataclass(frozen=True)
class Due:
    """Something that is to come to somebody by itself, after the bubbles they had."""

    actor: Actor
    part: str
    since: int


def expect(whom: Iterable[Actor], word: str) -> list[Due]:
    """Each of these is due a bubble that has this one of their `Words`."""
    due = [Due(each, getattr(each.words, word), each.person.mark) for each in whom]
    for one in due:
        one.actor.unasked.append(one.part)
    return due


async def all_hear(due: Iterable[Due], after_each: Callable[[], None] = lambda: None) -> None:
    """Wait until all of it has come. Raises NoAnswerError."""
    for one in due:
        await one.actor.hears_of(one.part, one.since)
        after_each()
