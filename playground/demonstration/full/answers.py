"""Two answers: one to a topic that grows afterwards, one that a second person lets go, at night."""

from dataclasses import dataclass, field
from datetime import timedelta

from playground.demonstration import citizens
from playground.demonstration.actors import Actor
from playground.demonstration.checks import Promises
from playground.demonstration.citizens import Citizen
from playground.demonstration.figures import TopicLine
from playground.demonstration.full.days import Days, at
from playground.demonstration.full.office import Office
from playground.demonstration.official import Official, largest
from playground.demonstration.stage import Stage
from playground.demonstration.words import (
    ADOPTED,
    ASK_TO_LOOK,
    DIGEST,
    GOES_OUT,
    LOOK_ASKED,
    LOOK_AT_IT,
    MAY_GO,
    NEWCOMERS,
    NOT_AT_NIGHT,
    PARTLY,
    PASSED_ON,
    SAME_SENT,
    SEE_IT,
    SEND_SAME,
    SHARES,
)

FIRST = (
    "주신 의견을 모두 읽었습니다. 지하 1층에 넣는 안을 먼저 검토하고, 나머지는 2027년 3월 설계에서 "
    "함께 정합니다."
)
FIRST_WHY = "땅이 좁아 다 담을 수 없어 급한 것부터 합니다."
SECOND = "말씀하신 대로 하겠습니다. 12월 안에 작게 먼저 열어 보고, 이용하신 분들 말씀을 듣겠습니다."
SECOND_WHY = "많은 분이 같은 뜻을 주셨고 올해 예산으로 할 수 있습니다."
MISSING = "언제 시작하는지 날짜가 없어요"
QUARTER = timedelta(minutes=15)  # newcomers are looked for every ten
LOOKS = 60  # for a picture, which is drawn a moment after the topics
LATE, GATHERED = at(11, 26, 10), at(11, 26, 13)
WRITTEN, LET_GO, MORNING = at(12, 9, 15), at(12, 9, 22, 30), at(12, 10, 8)


@dataclass
class Answered:
    """An answer on its way: to whom, and which topic it was to."""

    topic: TopicLine
    inside: list[Citizen]
    reached: list[Citizen]


@dataclass
class Answers:
    """Who answers, and who got what. `sent` are the people each sending went to."""

    stage: Stage
    promises: Promises
    official: Official
    office: Office
    days: Days
    sent: tuple[int, ...] = ()
    topics: int = 0
    got: set[str] = field(default_factory=set)

    async def first(self, everybody: list[Citizen]) -> Answered:
        """To the largest topic, on the first day. Some say that it is no answer, one says why."""
        tell = self.stage.transcript
        tell.scene("담당자가 가장 큰 주제에 답합니다", "The largest topic is answered")
        _, topics = await self.official.reads()
        self.topics = len(topics)
        answered = await self._meant(largest(topics), everybody)
        answered.inside[-1].actor.person.blocks()
        answered.reached = answered.inside[:-1]
        mark = self._expects(answered.reached)
        await self.official.answers(answered.topic, FIRST, FIRST_WHY, verdict=PARTLY)
        await self._went(mark, answered.reached, blocked=1)
        await self._rate(answered.reached, 1)
        return answered

    async def newcomers(
        self, first: Answered, early: list[Citizen], late: list[Citizen]
    ) -> list[Citizen]:
        """Who says the same two days later gets the same answer, once the official says so; and who
        came to be in the topic when it was made anew."""
        days, official = self.days, self.official.actor
        official.unasked += [SHARES.format(1), NEWCOMERS, DIGEST]
        mark = official.person.mark
        await days.pass_until(LATE)
        self.stage.transcript.scene("늦게 온 이웃에게도", "Also for those who came later")
        slug = self.official.slug
        with self.stage.transcript.progress("늦게 온 이웃 · latecomers", len(late)) as step:
            await citizens.crowd([citizens.arrives(each, slug) for each in late], lambda: None)
            await citizens.crowd([citizens.writes(each, 0) for each in late], step)
        await days.pass_until(GATHERED)
        await days.pass_by(QUARTER, lambda: official.has_heard(NEWCOMERS, mark))
        await official.hears_of(NEWCOMERS, mark)
        without = [each for each in (*early, *late) if each.key not in self.got]
        new = await self._meant(first.topic, without)
        mark = self._expects(new.inside)
        await official.presses(SEND_SAME, SAME_SENT)
        await self._went(mark, new.inside, blocked=1, before=len(first.reached))
        return late

    async def second(self, everybody: list[Citizen]) -> Answered:
        """To another topic. It is let go at night, so it goes out in the morning."""
        tell, days = self.stage.transcript, self.days
        official, approver = self.official, self.office.approver
        await days.pass_until(WRITTEN)
        tell.scene("두 번째 답변은 다른 분이 봅니다", "A second person looks at the second answer")
        await self.office.wants_four_eyes()
        await official.finds_topics(looks=LOOKS, rest=10)
        _, topics = await official.reads()
        answered = await self._meant(
            largest(tuple(topic for topic in topics if not topic.answered)), everybody
        )
        await official.drafts(answered.topic, SECOND, SECOND_WHY, ADOPTED, ASK_TO_LOOK)
        mark = approver.person.mark
        for each in (approver, self.office.admin):
            each.unasked.append(LOOK_AT_IT)
        await official.actor.presses(ASK_TO_LOOK, LOOK_ASKED)
        await approver.hears_of(LOOK_AT_IT, mark)
        await days.pass_until(LET_GO)
        await approver.presses(SEE_IT, MAY_GO, bubbles=2)
        mark = self._expects(answered.reached)
        await approver.presses(MAY_GO, NOT_AT_NIGHT)
        await days.pass_until(MORNING)
        await self._went(mark, answered.reached, blocked=0)
        await self._rate(answered.reached, 2)
        official.actor.unasked.append(SHARES.format(2))
        return answered

    async def _meant(self, topic: TopicLine, everybody: list[Citizen]) -> Answered:
        inside = await citizens.inside(topic.name, everybody, self.stage.transcript)
        return Answered(topic, inside, inside)

    def _expects(self, reached: list[Citizen]) -> int:
        """Each of these is due one letter, and the official the message that counts up."""
        for each in reached:
            each.actor.unasked.append(each.actor.words.letter)
            self.got.add(each.key)
        self.official.actor.unasked.append(GOES_OUT)
        return self.official.actor.person.mark

    async def _went(
        self, mark: int, reached: list[Citizen], *, blocked: int, before: int = 0
    ) -> None:
        """The status counts what people got; of a sending that goes on, also who had it before."""
        status = await self.official.sees_it_go(mark)
        told = (status.sent, status.blocked, status.failed, status.uncertain)
        expected = (len(reached) + before, blocked, 0, 0)
        self.promises.expect(told == expected, f"{expected} should be counted: {status}")
        self.sent += (len(reached),)

    async def _rate(self, readers: list[Citizen], number: int) -> None:
        """Most find it an answer; every sixth does not, and the first of them says why."""
        tell = self.stage.transcript
        with tell.progress(f"답변 {number}번을 읽고 · answer {number} is rated", None):
            for nth, each in enumerate(readers):
                if nth % 6 < 4:
                    await each.actor.presses(each.actor.words.answers_me)
                elif nth % 6 == 4:
                    await self._is_none(each.actor, aloud=nth == 4)

    async def _is_none(self, reader: Actor, *, aloud: bool) -> None:
        words = reader.words
        await reader.presses(words.answers_me_not, words.without_line)
        if aloud:
            await reader.says(MISSING, PASSED_ON)
        else:
            await reader.presses(words.without_line)
