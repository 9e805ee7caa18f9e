"""The full play: three hundred citizens, from /new to a promise that was kept, over two months of
the calendar. Every bubble of everybody is accounted for in the end."""

from dataclasses import dataclass, field
from itertools import chain
from typing import ClassVar

from playground import sample
from playground.demonstration import citizens, ledger
from playground.demonstration.actors import Actor, all_hear, expect
from playground.demonstration.checks import Promises
from playground.demonstration.citizens import Citizen
from playground.demonstration.figures import FullFigures
from playground.demonstration.full.answers import LOOKS, Answers
from playground.demonstration.full.days import Days, at, broken_nights
from playground.demonstration.full.files import TakingAway
from playground.demonstration.full.neighbours import first_people, neighbours, people
from playground.demonstration.full.office import Office
from playground.demonstration.full.promise import Promise
from playground.demonstration.official import Official
from playground.demonstration.stage import Stage

CITIZENS = 300
LATER, FEWEST = 10, 20  # of a hundred, and at least, come when the first answer has gone out
QUIET = 60  # seconds of the clock at the end, for whatever should not come
OPENS, REMINDED, CLOSES = at(11, 24, 9), at(12, 5, 18, 1), at(12, 8, 18)
OVER = at(1, 16, 9, 30, year=2027)  # the morning after the day by which answers were to come


@dataclass
class Full:
    """The people on the stage and what they saw."""

    START: ClassVar = at(11, 23, 10)  # a Monday
    SPEED: ClassVar = 20.0  # two minutes between two analyses are six seconds

    stage: Stage
    script: sample.Sample
    promises: Promises
    office: Office
    official: Official
    now: list[Citizen]
    late: int  # of them come when the first answer has gone out
    later: list[Citizen] = field(default_factory=list)
    waiting: list[Actor] = field(default_factory=list)  # whose words have no answer in the end

    @classmethod
    def on(cls, stage: Stage, count: int = CITIZENS) -> "Full":
        """The cast of so many citizens: the sample's people, and neighbours who think alike."""
        script, promises = sample.load(), Promises()
        late = max(FEWEST, count * LATER // 100)
        early = count - late
        said = first_people(early, script.messages)
        more = neighbours(early - people(said), said)
        everybody = citizens.cast(stage, (*said, *more))
        office = Office.on(stage, script.consultation)
        official = Official(office.official, script.consultation.slug)
        return cls(stage, script, promises, office, official, list(everybody.values()), late)

    @property
    def everybody(self) -> list[Citizen]:
        """Citizens in the order they came."""
        return [*self.now, *self.later]

    @property
    def speakers(self) -> list[Citizen]:
        """Citizens, and whoever speaks for a group that was invited."""
        return [*self.everybody, self.office.guest]

    @property
    def main(self) -> Citizen:
        """Whose dialogue is printed."""
        here = (each for each in self.now if each.key == citizens.MAIN)
        return next(here, self.now[0])

    async def prepare(self) -> None:
        """Before anybody comes: an agency, and one administrator."""
        tell, asked = self.stage.transcript, self.script.consultation
        tell.opens()
        tell.scene("구청이 마당을 준비합니다", "A district office prepares")
        with tell.progress("준비 · setting up", None):
            does = self.stage.madang.does
            await does("init")
            await does("agency", "add", asked.agency_slug, asked.agency)
            admin = str(self.office.admin.person.id)
            await does("grant", "admin", admin, "--agency", asked.agency_slug)

    async def play(self) -> tuple[FullFigures, list[str]]:
        """All scenes. The figures, and what did not hold."""
        days = Days(self.stage)
        await self._opens(days)
        await self._citizens_write()
        answers = Answers(self.stage, self.promises, self.official, self.office, days)
        first = await answers.first(self.speakers)
        late = self._latecomers(first.inside)
        self.later = await answers.newcomers(first, self.speakers, late)
        await self._ends(days)
        second = await answers.second(self.speakers)
        promise = Promise(self.stage, self.official, days)
        await promise.made(second)
        taken = await TakingAway(self.stage, self.promises, self.official).takes(self.everybody)
        await promise.late(second)
        await promise.kept(second)
        await self._is_over(days)
        await self.stage.clock.sleep(QUIET)
        return self._figures(answers, taken)

    def _latecomers(self, inside: list[Citizen]) -> list[Citizen]:
        """They say what somebody says to whom the answer went."""
        korean = [each for each in inside if each.actor.words is self.main.actor.words]
        said = [sample.Message(e.key, "", "ko", e.actor.wrote[0]) for e in korean]
        late = neighbours(self.late, said, since=5001)
        return list(citizens.cast(self.stage, late).values())

    async def _opens(self, days: Days) -> None:
        """Invitations, /new, and an opening by itself in the morning."""
        office, main = self.office, self.main.actor
        await office.invites()
        await office.plans()
        await main.starts(self.script.consultation.slug, main.words.tell_me)
        await main.presses(main.words.tell_me, main.words.noted)
        due = expect([main], "opened")
        await days.pass_until(OPENS)
        self.stage.transcript.scene("아침 9시, 저절로 열립니다", "It opens by itself")
        await all_hear(due)
        await office.puts_up_posters()

    async def _citizens_write(self) -> None:
        """Everybody who comes before the first answer, and one of an invited group."""
        tell = self.stage.transcript
        tell.scene("시민들이 씁니다", "Citizens write")
        await self.office.invites_a_group()
        await citizens.all_arrive(self.now, self.office.link, tell)
        await citizens.all_write(self.now, tell)
        await self.official.finds_topics(looks=LOOKS, rest=10)

    async def _ends(self, days: Days) -> None:
        """Three days before the end who agreed is reminded; it closes by itself; thanks."""
        tell = self.stage.transcript
        told = [each.actor for each in self.speakers if self._listens(each)]
        tell.scene("사흘 전에 알리고, 저절로 닫힙니다", "A reminder; then it closes by itself")
        soon = expect(told, "soon")
        await days.pass_until(REMINDED)
        with tell.progress("알림 · reminder", len(soon)) as step:
            await all_hear(soon, step)
        due = expect(told, "over")
        await days.pass_until(CLOSES)
        with tell.progress("감사 인사 · thanks", len(due)) as step:
            await all_hear(due, step)

    async def _is_over(self, days: Days) -> None:
        """Who got no answer to some of their words is told so once, in the morning."""
        tell = self.stage.transcript
        tell.scene("답할 날이 지났습니다", "The time for answers is over")
        writers = (each.actor for each in self.speakers)
        there = [actor for actor in writers if not actor.person.account.blocked]
        with tell.progress("내 의견 보기 · /my", len(there)) as step:
            await citizens.crowd([self._looks_for_answers(actor) for actor in there], step)
        due = expect([actor for actor in there if actor in self.waiting], "unanswered")
        await days.pass_until(OVER)
        await all_hear(due)

    async def _looks_for_answers(self, actor: Actor) -> None:
        with actor.silence():
            shown = await actor.says("/my")
        answered = sum(shown.text.count(said) for said in actor.words.answered)
        if answered < len(actor.wrote):
            self.waiting.append(actor)

    def _listens(self, each: Citizen) -> bool:
        """Whether they agreed to notices and can be reached."""
        chose = each.key in citizens.CHOOSE_ONE_BY_ONE
        return not chose and not each.actor.person.account.blocked

    def _figures(self, answers: Answers, taken: int) -> tuple[FullFigures, list[str]]:
        actors = [*(each.actor for each in self.everybody), *self.office.actors]
        broken = [*self.promises.broken, *ledger.broken_promises(actors), *broken_nights(actors)]
        bubbles = chain.from_iterable(actor.person.received for actor in actors)
        came = sum(1 for actor in actors for _ in ledger.came_by_themselves(actor))
        figures = FullFigures(
            citizens=len(self.everybody),
            opinions=sum(len(each.actor.wrote) for each in self.everybody),
            topics=answers.topics,
            answers=answers.sent,
            files=taken,
            bubbles=sum(got.event == "message" for got in bubbles),
            by_themselves=came,
        )
        return figures, broken
