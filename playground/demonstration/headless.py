"""The headless play: the sample consultation, from the first link to the word on the answer; then
what an office does besides."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from playground import sample
from playground.demonstration import checks, citizens, ledger
from playground.demonstration.actors import Actor
from playground.demonstration.checks import Promises
from playground.demonstration.citizens import Citizen
from playground.demonstration.figures import Briefing, Figures, OfficeFigures, TopicLine
from playground.demonstration.leaving import Leaving
from playground.demonstration.moderating import Moderating
from playground.demonstration.office import Office
from playground.demonstration.official import Official, largest
from playground.demonstration.stage import SEOUL, Question, Stage
from playground.demonstration.words import GOES_OUT

START = datetime(2026, 11, 23, 10, 0, tzinfo=SEOUL)  # a Monday
OPENED = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001 - the agency's own time
SPEED = 20.0  # two minutes between two analyses are six seconds
PATIENCE = timedelta(minutes=10)  # of the play's clock, for topics to be made by themselves
SILENCE = 60  # seconds of the play's clock at the end, for whatever should not come
LOOKS = 60  # of the official, for a picture; it is drawn a moment after the topics

ANSWER = (
    "옛 시장 자리 지하 1층에 공영주차장을 넣는 안을 검토하고 있습니다. 몇 면이 될지는 아직 "
    "정해지지 않았고, 2027년 3월까지 설계를 마치며 정합니다. 밤에는 주민이 먼저 쓰게 하고, "
    "골목의 불법 주차는 다음 달부터 저녁 7시 이후에도 살핍니다."
)
ANSWER_TO_ANYTHING = (
    "주신 의견을 읽었습니다. 아직 정해진 것은 없고, 2027년 3월까지 설계를 마치며 정합니다. "
    "정해지면 까닭과 함께 이 자리에서 알려 드리겠습니다."
)
REASON = "설계를 마쳐야 면수와 값을 알 수 있습니다."


def question(asked: sample.Consultation) -> Question:
    """The sample's consultation, opened three days before the play."""
    closes = (OPENED + timedelta(days=asked.closing_days)).replace(hour=18)
    return Question(
        slug=asked.slug,
        agency=asked.agency_slug,
        agency_name=asked.agency,
        title=asked.title,
        question=asked.question,
        opens=OPENED,
        closes=closes,
        answer_due=(OPENED + timedelta(days=asked.answer_due_days)).date(),
        department=asked.department,
        phone=asked.phone,
        other_ways=asked.other_ways,
        retention_days=asked.retention_days,
    )


@dataclass
class Play:
    """The people on the stage and what they saw."""

    stage: Stage
    script: sample.Sample
    official: Official
    refuser: Actor
    office: Office
    promises: Promises
    everybody: dict[str, Citizen] = field(default_factory=dict)

    @classmethod
    def on(cls, stage: Stage) -> "Play":
        """The cast of the sample."""
        script, promises = sample.load(), Promises()
        official = Official(stage.actor("주무관", aloud=True), script.consultation.slug)
        refuser = stage.actor(citizens.REFUSES)
        everybody = citizens.cast(stage, (*script.messages, citizens.CARELESS))
        office = Office.on(stage, promises)
        return cls(stage, script, official, refuser, office, promises, everybody)

    @property
    def main(self) -> Citizen:
        """Whose dialogue is printed."""
        return self.everybody[citizens.MAIN]

    @property
    def _actors(self) -> list[Actor]:
        cast = (each.actor for each in self.everybody.values())
        return [self.official.actor, self.refuser, *cast, *self.office.actors]

    async def prepare(self) -> None:
        """Before anybody comes."""
        tell = self.stage.transcript
        asked = self.script.consultation
        tell.opens()
        tell.scene("구청이 묻습니다", "A district office asks its citizens")
        tell.note(f"{asked.agency} {asked.department}: {asked.question}")
        tell.note(
            "로봇은 진짜이고 사람들은 지어냈습니다. · The bot is real, the people are invented."
        )
        with tell.progress("준비 · setting up", None):
            staff = {"official": self.official.actor, "admin": self.office.admin}
            await self.stage.prepares(question(asked), **staff)

    async def play(self) -> tuple[Figures, list[str]]:
        """All scenes. The figures, and what did not hold."""
        seen = await self._dialogue()
        outsiders = [self.refuser, self.official.actor]
        self.promises.broken += checks.broken_promises(seen, outsiders)
        done = await self._office()
        await self.stage.clock.sleep(SILENCE)
        self.promises.broken += ledger.broken_promises(self._actors)
        return replace(seen.figures, office=done), self.promises.broken

    async def _dialogue(self) -> checks.Seen:
        """From the first link to the word on the answer."""
        await self._citizens_write()
        await self._topics_appear()
        brief, topics = await self._official_reads()
        topic = largest(topics)
        everybody = tuple(self.everybody.values())
        audience = await citizens.inside(topic.name, everybody, self.stage.transcript)
        blocked = self._somebody_blocks(audience)
        reached = [each for each in audience if each not in blocked]
        figures = await self._official_answers(brief, topics, topic, reached)
        said = await self._citizens_rate(reached)
        shares = await self.official.sees_shares(topic)
        return checks.Seen(figures, topic, everybody, tuple(audience), blocked, said, shares)

    async def _office(self) -> OfficeFigures:
        """Staff, a second consultation, a message that is hidden, a citizen who goes."""
        office, official = self.office, self.official
        reader, author = (
            self.everybody[key].actor for key in (citizens.READS, citizens.CARELESS.person)
        )
        await office.invites()
        await office.opens()
        reader.speaks_up(self.stage.transcript)
        moderating = Moderating(
            self.stage, self.promises, reader, author, office.moderator, official
        )
        await moderating.flags()
        await moderating.hides()
        leaver = self.everybody[citizens.ASKS_TO_BE_FORGOTTEN].actor
        await Leaving(self.stage, self.promises, leaver, official).leaves()
        moderating.stay_hidden(self._actors)
        return OfficeFigures(opened=1, invited=2, flagged=1, hidden=1, erased=1)

    async def _citizens_write(self) -> None:
        tell, slug = self.stage.transcript, self.script.consultation.slug
        tell.scene("한 시민이 링크를 누르고 생각을 씁니다", "A citizen follows a link and writes")
        self.main.actor.whole = (self.main.actor.words.topic,)
        await citizens.arrives(self.main, slug)
        for nth in range(len(self.main.texts)):
            await citizens.writes(self.main, nth)
        tell.scene("이웃들도 씁니다", "So do the neighbours")
        others = [c for c in self.everybody.values() if c is not self.main]
        await citizens.all_arrive(others, lambda _: slug, tell)
        await citizens.refuses(self.refuser, slug)
        await citizens.all_write(others, tell)
        await citizens.edits(self.everybody[citizens.EDITS])
        await citizens.withdraws_and_undoes(self.everybody[citizens.WITHDRAWS])
        tell.note(
            "한 사람은 글을 고쳤고, 한 사람은 거뒀다가 되돌렸고, 한 사람은 동의하지 않아 아무것도 "
            "저장되지 않았습니다. · One edited, one took back and undid, one refused: nothing kept."
        )

    async def _topics_appear(self) -> None:
        tell = self.stage.transcript
        tell.scene("비슷한 글이 저절로 주제로 모입니다", "Similar words gather into topics")
        last = list(self.everybody.values())[-1].actor
        until = self.stage.clock.now() + PATIENCE
        with tell.progress("모으는 중 · gathering", None):
            while self.stage.clock.now() < until:
                words = await last.says("/my")
                if last.words.ungrouped not in words.text:
                    break
                await self.stage.clock.sleep(10)
            await self.official.finds_topics(LOOKS, rest=10)
        await self.main.actor.says("/my")

    async def _official_reads(self) -> tuple[Briefing, tuple[TopicLine, ...]]:
        self.stage.transcript.scene("담당자가 읽습니다", "The official reads")
        await self.official.actor.starts()
        return await self.official.reads()

    def _somebody_blocks(self, audience: list[Citizen]) -> tuple[Citizen, ...]:
        one = next(each for each in audience if each.key not in citizens.TOLD_OF)
        one.actor.person.blocks()
        self.stage.transcript.note("한 사람은 대화를 차단했습니다. · One has blocked the bot.")
        return (one,)

    async def _official_answers(
        self,
        brief: Briefing,
        topics: tuple[TopicLine, ...],
        topic: TopicLine,
        reached: list[Citizen],
    ) -> Figures:
        self.stage.transcript.scene(
            "담당자가 가장 큰 주제에 답합니다", "The largest topic is answered"
        )
        official, mark = self.official, self.official.actor.person.mark
        official.actor.unasked.append(GOES_OUT)
        for each in reached:
            each.actor.unasked.append(each.actor.words.letter)
        await official.answers(
            topic, ANSWER if "주차" in topic.name else ANSWER_TO_ANYTHING, REASON
        )
        toast = await official.was_told_once()
        self.stage.transcript.note(f"두 번째 누름 · the second press: {toast}")
        status = await official.sees_it_go(mark)
        return Figures(brief.opinions, brief.people, len(topics), status)

    async def _citizens_rate(self, readers: list[Citizen]) -> checks.Said:
        """Two of three find it an answer, some do not, some say nothing; the main citizen does."""
        tell = self.stage.transcript
        tell.scene("답은 자기 글과 함께 옵니다", "The answer arrives beside one's own words")
        self.main.actor.tells()
        said = checks.Said()
        for nth, each in enumerate(readers):
            words = each.actor.words
            if each is self.main or nth % 6 in (0, 1, 2, 3):
                await each.actor.presses(words.answers_me)
                said.yes += 1
            elif nth % 6 == 4:
                await each.actor.presses(words.answers_me_not)
                said.no += 1
        tell.scene("담당자가 다시 봅니다", "The official hears whether it was an answer")
        return said
