"""The storm: an attack in the afternoon, a moderators' evening, and what is left of it."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from playground import sample
from playground.demonstration import citizens
from playground.demonstration.actors import Actor
from playground.demonstration.citizens import Citizen
from playground.demonstration.figures import Briefing, StormFigures, TopicLine
from playground.demonstration.full.days import Days, at
from playground.demonstration.full.neighbours import first_people, neighbours, people
from playground.demonstration.headless import LOOKS, question
from playground.demonstration.official import Official
from playground.demonstration.stage import Stage
from playground.demonstration.storm import attackers, outcry
from playground.demonstration.storm.aftermath import Aftermath, sent
from playground.demonstration.storm.attackers import FORGED, Attacker
from playground.demonstration.storm.blows import FAMILIES, INSULT, REPORTED
from playground.demonstration.storm.desk import Desk

CITIZENS, BLOWS = 300, 2000
TROLLS = 3  # of the attackers report honest words
SEED = 20261123
MASS_HIDE = 1000
"""More than any family has: one moderator's press hides it. Otherwise a second one presses, too,
where it is twenty messages or more."""
TOLD = timedelta(minutes=11)  # when nothing can be undone any more, authors are told


@dataclass
class Storm:
    """The people on the stage and what they saw."""

    START: ClassVar = at(11, 23, 10)  # a Monday
    SPEED: ClassVar = 20.0
    SETTINGS: ClassVar = {"MASS_HIDE": str(MASS_HIDE)}

    stage: Stage
    script: sample.Sample
    official: Official
    desk: Desk
    honest: list[Citizen]
    attackers: list[Attacker]
    wronged: list[Citizen] = field(default_factory=list)
    restored: int = 0

    @classmethod
    def on(cls, stage: Stage, count: int = CITIZENS) -> "Storm":
        """So many honest people, and attackers in the same measure."""
        script = sample.load()
        said = first_people(count, script.messages)
        more = neighbours(count - people(said), said)
        everybody = citizens.cast(stage, (*said, *more), aloud="")
        official = Official(stage.actor("주무관", aloud=True), script.consultation.slug)
        desk = Desk(stage.actor("운영자", aloud=True), stage.actor("다른 운영자", aloud=True))
        attacking = attackers.cast(stage, count * BLOWS // CITIZENS, SEED)
        return cls(stage, script, official, desk, list(everybody.values()), attacking)

    @property
    def _staff(self) -> tuple[Actor, ...]:
        return self.official.actor, self.desk.first, self.desk.second

    async def prepare(self) -> None:
        """Before anybody comes: an office, an open consultation, two moderators."""
        tell, asked = self.stage.transcript, self.script.consultation
        tell.opens()
        tell.scene("구청이 묻습니다", "A district office asks its citizens")
        tell.note("모두 지어낸 사람과 말입니다. · Everybody, and what they say, is invented.")
        with tell.progress("준비 · setting up", None):
            staff = {"official": self.official.actor, "moderator": self.desk.first}
            await self.stage.prepares(question(asked), **staff)
            second = str(self.desk.second.person.id)
            await self.stage.madang.does(
                "grant", "moderator", second, "--agency", asked.agency_slug
            )

    async def play(self) -> tuple[StormFigures, list[str]]:
        """All scenes. The figures, and what did not hold."""
        await self._everybody_arrives()
        early = len(self.honest) // 2
        await citizens.all_write(self.honest[:early], self.stage.transcript)
        await self.official.finds_topics(LOOKS, rest=10)
        await self._trolls_report()
        await self._storm(self.honest[early:])
        await self._office_reports()
        await self._evening()
        await self._second_look()
        return await self._is_over()

    async def _everybody_arrives(self) -> None:
        """Nobody looks like an attacker before they write."""
        tell, slug = self.stage.transcript, self.script.consultation.slug
        tell.scene("시민들이 들어옵니다", "Citizens arrive, and others with them")
        await citizens.all_arrive(self.honest, lambda _: slug, tell)
        with tell.progress("다른 이들 · others", len(self.attackers)) as step:
            await citizens.crowd([each.arrives(slug) for each in self.attackers], step)

    async def _trolls_report(self) -> None:
        """Words that somebody does not like are reported as insults, and hidden in haste."""
        tell = self.stage.transcript
        tell.scene("멀쩡한 글을 욕이라고 알립니다", "Honest words are reported as insults")
        trolls = [each.actor for each in self.attackers[:TROLLS]]
        reported = await outcry.report_wrongly(trolls, self.honest)
        self.desk.wrong = {said: INSULT for each in reported for said in each.actor.wrote}

    async def _storm(self, others: list[Citizen]) -> None:
        """Everybody at once, in an order of chance: attackers, and half of the honest people."""
        tell = self.stage.transcript
        chance = random.Random(SEED)  # noqa: S311 - a seeded play
        tell.scene("폭풍", "The storm")
        stolen = attackers.behind_buttons([each.person for each in self._people])
        acts = [each.strikes() for each in self.attackers if each.blows]
        acts += [each.forges(stolen, chance) for each in self.attackers if each.presses]
        acts += [_writes_all(each) for each in others]
        chance.shuffle(acts)
        with tell.progress("한꺼번에 · all at once", len(acts)) as step:
            await citizens.crowd(acts, step)
        for kind, (amount, taken) in sent(self.attackers).items():
            tell.note(f"{kind}: {amount} sent, {taken} taken as opinions")

    @property
    def _people(self) -> list[Actor]:
        return [*self._staff, *(each.actor for each in self.honest)]

    async def _office_reports(self) -> None:
        tell = self.stage.transcript
        tell.scene("담당자가 글을 찾아 알립니다", "The office finds copies and reports them")
        await self._reads()
        await outcry.report_copies(self.official.actor, [core for core, _ in FAMILIES[-REPORTED:]])

    async def _reads(self) -> tuple[Briefing, tuple[TopicLine, ...]]:
        """The briefing with all that came, once its picture is drawn."""
        await self.official.finds_topics(LOOKS, rest=10)
        return await self.official.reads()

    async def _evening(self) -> None:
        """One moderator alone, and then every author is told."""
        tell = self.stage.transcript
        tell.scene("운영자의 저녁", "The moderator's evening")
        reasons = self.desk.knows(blow for each in self.attackers for blow in each.blows)
        with tell.progress("살피는 중 · looking", None), self.desk.first.silence():
            await self.desk.works_through(reasons)
        tell.note(f"{sum(self.desk.cards.values())} cards, {self.desk.presses} presses")
        with tell.progress("알리는 중 · telling", None):
            await self._goes_by()

    async def _goes_by(self) -> None:
        """Time in which whoever is to be told is told."""
        self.stage.clock.advance(TOLD.total_seconds())
        await Days(self.stage).settles()

    async def _second_look(self) -> None:
        tell = self.stage.transcript
        tell.scene("다른 운영자가 다시 살핍니다", "Another moderator looks again")
        self.wronged = [each for each in self.honest if outcry.hidden_of(each.actor)]
        for each in self.wronged:
            each.actor.speaks_up(tell)
        self.restored = await outcry.ask_again(self.wronged)
        await self.desk.looks_again(self.restored)
        with tell.progress("알리는 중 · telling", None):
            await self._goes_by()

    async def _is_over(self) -> tuple[StormFigures, list[str]]:
        """The picture anew; what is left; whether the log is whole."""
        tell = self.stage.transcript
        tell.scene("다음 그림", "The picture afterwards")
        brief, topics = await self._reads()
        await Days(self.stage).settles()
        over = Aftermath(
            self.stage, self.honest, self.attackers, self.wronged, self._staff, self.desk
        )
        broken = list(over.broken_promises())
        tell.note((await self.stage.madang.does("audit", "verify")).strip())
        told = sent(self.attackers)
        figures = StormFigures(
            attacks=sum(amount for amount, _ in told.values()),
            accounts=len(self.attackers),
            forged=told[FORGED][0],
            taken=sum(taken for _, taken in told.values()),
            honest=sum(len(each.actor.wrote) for each in self.honest),
            opinions=brief.opinions,
            topics=len(topics),
            hidden=over.hidden,
            told=over.notices,
            restored=self.restored,
            cards=sum(self.desk.cards.values()),
            presses=self.desk.presses,
        )
        return figures, broken


async def _writes_all(citizen: Citizen) -> None:
    for nth in range(len(citizen.texts)):
        await citizens.writes(citizen, nth)
