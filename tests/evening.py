"""An evening at the queue: many messages were flagged, and two scripted moderators decide all of
them by real messages and presses, while it is counted what each of these costs."""

import random
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle

from sqlalchemy import text
from sqlmodel import col, select

from bench.screening.messages import HALVES, read
from deliberation import people
from deliberation.moderating import flags, risks
from deliberation.moderating.choices import REASONS
from storage.database import reading
from storage.models import Flag, Opinion
from tests.bot.scenes import Scene
from tests.moderating import Desk, counted
from tests.town import Citizen, Town

FAMILIES = ((20, True), (20, False), (10, True), (10, False))
"""How many copies, and whether they are to be hidden: over and over again."""
IN_FAMILIES, HIDDEN_ALONE = 5 / 6, 3 / 5
MOST = 900
"""There are not enough words for more."""
READERS = 30
SENT_ON = ("", "꼭 ", "제발 ", "정말 ")  # what people put before words that they send on
KEEP = "그대로 두기"
NUMBER = re.compile(r"살필 글 \d+/\d+ .* 글 번호 (\d+)\n")


@dataclass(frozen=True)
class Said:
    """Words that so many people say, nearly alike, and why they are to be hidden; "" where they are
    to stay."""

    words: str
    copies: int
    reason: str

    def by(self, n: int) -> str:
        """As the n-th of them says it."""
        before = SENT_ON[n % len(SENT_ON)]
        return f"{before}{self.words}{'!' * (n // len(SENT_ON))}"


@dataclass(frozen=True)
class Act:
    """One message or press of a moderator until they have read what came of it, and one plain
    count(*) of all opinions after it. `what`: opens, keeps, hides, proposes or agrees; `last` where
    no card came next."""

    what: str
    copies: int
    last: bool
    statements: int
    seconds: float
    count_seconds: float


def mixture(size: int, copies: int = 0) -> list[Said]:
    """So many messages: families of copies and single ones, some abusive and some only flagged.
    The first family is to be hidden; where `copies` are named, it is the only one, and has as many.
    Raises ValueError for more than MOST."""
    if size > MOST:
        raise ValueError(f"at most {MOST} messages")
    abusive, fair = _abusive(), _fair()
    there: list[Said] = []
    for n, hidden in [(copies, True)] if copies else cycle(FAMILIES):
        if not copies and _messages(there) + n > size * IN_FAMILIES:
            break
        words, reason = next(abusive if hidden else fair)
        there.append(Said(words, n, reason))
    alone = size - _messages(there)
    for n in range(alone):
        words, reason = next(abusive if n < alone * HIDDEN_ALONE else fair)
        there.append(Said(words, 1, reason))
    return there


def _messages(there: list[Said]) -> int:
    return sum(each.copies for each in there)


def _abusive() -> Iterator[tuple[str, str]]:
    """Invented insults, hate, threats and advertising, the longest first; each with its reason."""
    marked = [each for half in HALVES for each in read("ko", half) if each.kinds]
    looked_at = [each for each in marked if all(kind in REASONS for kind in each.kinds)]
    ordered = sorted(looked_at, key=lambda each: len(each.text), reverse=True)
    return ((each.text, str(min(each.kinds))) for each in ordered)


def _fair() -> Iterator[tuple[str, str]]:
    """Invented criticism and wishes with nothing in them that is looked for."""
    plain = [each.text for half in HALVES for each in read("ko", half) if not each.kinds]
    return ((words, "") for words in sorted(plain, key=len, reverse=True))


@dataclass
class Evening:
    """What was said and flagged, by the opinion's id; and what the moderators did."""

    town: Town
    desk: Desk
    meant: dict[int, Said]
    acts: list[Act] = field(default_factory=list)

    @classmethod
    def begins(cls, town: Town, size: int, seed: int = 0, copies: int = 0) -> "Evening":
        """So many messages come in, copies among others, each by somebody else, and are flagged."""
        desk = Desk(town, Scene(town))
        first, *others = [(said, n) for said in mixture(size, copies) for n in range(said.copies)]
        random.Random(seed).shuffle(others)
        texts = {said.by(n): said for said, n in (first, *others)}
        desk.scene.speak(*texts)
        evening = cls(town, desk, {desk.id(words): said for words, said in texts.items()})
        evening._is_flagged()
        return evening

    def _is_flagged(self) -> None:
        """By a reader each, and by the machine where it finds something."""
        readers = [self.town.citizen(f"Reader {n}") for n in range(READERS)]
        with self.town.changing() as session:
            work = self.town.work(session)
            persons = cycle([people.meet(work, each.account.id, "ko") for each in readers])
            for opinion_id, said in self.meant.items():
                flags.raise_(work, next(persons), opinion_id, said.reason or "other")
                opinion = session.get_one(Opinion, opinion_id)
                risks.look(work, opinion, risks.kinds(work, opinion.text), new=True)

    async def is_worked_through(self) -> None:
        """One moderator decides all, and another agrees where many are to be hidden at once."""
        both = [await self.desk.moderator(name) for name in ("Mo", "May")]
        for each in both:
            await self._decides_all(each)

    async def _decides_all(self, mo: Citizen) -> None:
        await self._acts(mo, "opens", 0, partial(mo.says, "/queue"))
        while (said := self._on_card(mo)) is not None:
            what = self._what(mo, said)
            await self._acts(mo, what, said.copies, partial(_decides, mo, said))

    def _on_card(self, mo: Citizen) -> Said | None:
        """What is said on the card that is open; None where nothing is left."""
        number = NUMBER.match(mo.account.screen[-1].text)
        return self.meant[int(number[1])] if number else None

    def _what(self, mo: Citizen, said: Said) -> str:
        if not said.reason:
            return "keeps"
        reason = mo.words(f"reason.{said.reason}")
        if mo.words("moderation.proposed", reason=reason) in mo.account.screen[-1].text:
            return "agrees"
        return "proposes" if said.copies >= self.town.app.settings.mass_hide else "hides"

    async def _acts(
        self, mo: Citizen, what: str, copies: int, act: Callable[[], Awaitable[object]]
    ) -> None:
        with counted(self.town) as statements:
            began = time.perf_counter()
            await act()
            took = time.perf_counter() - began
        last = self._on_card(mo) is None
        done = Act(what, copies, last, len(statements), took, self._count())
        if len(self.acts) > 2 * len(self.meant):
            raise RuntimeError("the queue has no end")
        self.acts.append(done)

    def _count(self) -> float:
        """Seconds of a plain count(*)."""
        with reading(self.town.app.database.engine) as session:
            connection = session.connection()
            began = time.perf_counter()
            connection.execute(text("SELECT count(*) FROM opinion")).scalar_one()
            return time.perf_counter() - began

    def otherwise(self) -> list[int]:
        """Messages that wait still, or are not as they were meant to be."""
        with reading(self.town.app.database.engine) as session:
            query = select(Opinion.id, Opinion.state).where(col(Opinion.id).in_(self.meant))
            states = dict(session.exec(query).all())
            waiting = set(session.exec(select(Flag.opinion_id).where(Flag.state == "open")))
        return [
            each
            for each, said in self.meant.items()
            if each in waiting or states[each] != ("hidden" if said.reason else "received")
        ]


async def _decides(mo: Citizen, said: Said) -> list[str]:
    """One press, or one line with the number of the reason."""
    if not said.reason:
        return await mo.presses(KEEP)
    return await mo.says(f"/hide {REASONS.index(said.reason) + 1}")
