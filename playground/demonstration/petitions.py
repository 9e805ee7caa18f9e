"""The petitions' play: real titles, imported with a contact each; the largest topic is answered."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from playground.demonstration.actors import Actor
from playground.demonstration.checks import letters
from playground.demonstration.figures import Figures, Status, TopicLine, is_done
from playground.demonstration.official import Official, largest
from playground.demonstration.stage import Question, Stage

FIELDS = ("text", "id", "author", "contact", "date")
SHOWN = 150  # characters of a title that surely stand in a letter; long ones are cut there
LOOKS = 240  # of the official, for topics; a minute of the play's clock between two
QUESTION = Question(
    slug="petitions",
    agency="open-government",
    agency_name="열린정부",
    title="국민 청원",
    question="정부에 바라는 것을 말씀해 주세요.",
    opens=datetime(2019, 3, 31, 9, 0),  # noqa: DTZ001 - the agency's own time
    closes=datetime(2019, 8, 31, 18, 0),  # noqa: DTZ001
    answer_due=date(2019, 9, 30),
    department="국민소통과",
    phone="02-000-0000",
    other_ways="우편, 방문",
    retention_days=365,
)
ANSWER = (
    "같은 뜻의 청원을 함께 읽었습니다. 이 답변은 시연이라 무엇을 하겠다는 약속은 아닙니다. "
    "실제로는 담당 부서가 무엇을 언제까지 하는지, 하지 못하면 까닭이 무엇인지를 적습니다."
)
REASON = "시연에서는 아무것도 정하지 않습니다."


@dataclass(frozen=True)
class Petition:
    """One petition as the public data has it."""

    id: str
    date: str
    title: str


def find(data: Path | None) -> Path | None:
    """The petitions in a folder of public data; None where there are none."""
    if data is None or data == Path():
        return None
    return next(
        iter(sorted([*data.glob("petitions/*.jsonl"), *data.glob("petitions*.jsonl")])), None
    )


def read(file: Path) -> Iterator[Petition]:
    """Line by line. Raises LookupError where a line is none."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                yield Petition(str(row["id"]), str(row["date"]), str(row["title"]))
            except (ValueError, TypeError, KeyError) as error:
                raise LookupError(f"{file.name}, line {number}: no petition ({error})") from None


@dataclass
class Petitions:
    """Everybody who signed a petition, and one official."""

    START: ClassVar = datetime(2019, 8, 1, 10, 0, tzinfo=ZoneInfo("Asia/Seoul"))  # a Thursday
    SPEED: ClassVar = 20.0

    stage: Stage
    file: Path
    official: Official
    citizens: list[tuple[Petition, Actor]] = field(default_factory=list)

    @classmethod
    def on(cls, stage: Stage, file: Path) -> "Petitions":
        """The official; the citizens come with `prepare`."""
        return cls(stage, file, Official(stage.actor("담당 주무관", aloud=True)))

    async def prepare(self) -> None:
        """Make a person for each petition, write them to a file, import it."""
        tell = self.stage.transcript
        tell.opens()
        tell.scene("청원을 가져옵니다", "Petitions are imported, each with the person it is from")
        with tell.progress("준비 · setting up", None):
            await self.stage.prepares(QUESTION, official=self.official.actor)
        made = self.stage.madang.home / "petitions.jsonl"
        with tell.progress("사람 · people of the playground", None) as step:
            self._populate(made)
            step(len(self.citizens))
        options = [f"--{name}-field={name}" for name in FIELDS]
        with tell.progress(f"{len(self.citizens):,}건 가져오는 중 · importing", None):
            imports = ("import", str(made), "--consultation", QUESTION.slug, "--format", "jsonl")
            said = await self.stage.madang.does(*imports, *options)
        tell.note(said.strip().splitlines()[-1])

    def _populate(self, made: Path) -> None:
        with made.open("w", encoding="utf-8") as lines:
            for petition in read(self.file):
                actor = self.stage.actor("청원인", known_to_bot=True)
                self.citizens.append((petition, actor))
                contact = actor.person.id
                values = (petition.title, petition.id, petition.id, contact, petition.date)
                row = dict(zip(FIELDS, values, strict=True))
                lines.write(f"{json.dumps(row, ensure_ascii=False)}\n")

    async def play(self) -> tuple[Figures, list[str]]:
        """The figures, and what did not hold."""
        await self._topics_appear()
        self.stage.transcript.scene("담당자가 읽습니다", "The official reads")
        brief, topics = await self.official.reads()
        topic = largest(topics)
        self.stage.transcript.scene(
            "담당자가 가장 큰 주제에 답합니다", "The largest topic is answered"
        )
        mark = self.official.actor.person.mark
        await self.official.answers(topic, ANSWER, REASON)
        await self.official.was_told_once()
        status = await self._goes_out(topic, mark)
        figures = Figures(brief.opinions, brief.people, len(topics), status)
        return figures, list(self._broken_promises(figures, topic))

    async def _topics_appear(self) -> None:
        """The bot makes topics by itself; the official looks now and then, silently."""
        tell = self.stage.transcript
        tell.scene("비슷한 글이 저절로 주제로 모입니다", "Similar words gather into topics")
        with tell.progress("모으는 중 · gathering", None):
            with self.official.actor.silence():
                await self.official.actor.starts()
            await self.official.finds_topics(LOOKS, rest=60)

    async def _goes_out(self, topic: TopicLine, mark: int) -> Status:
        tell, actor = self.stage.transcript, self.official.actor
        with tell.progress("보내는 중 · sending", topic.people) as step:
            there = 0
            while not any(is_done(got.text) for got in actor.person.inbox_since(mark)):
                with actor.silence():
                    actor.tells()
                await self.stage.clock.sleep(5)
                arrived = sum(len(letters(citizen)) for _, citizen in self.citizens)
                step(arrived - there)
                there = arrived
        status = await self.official.sees_it_go(mark)
        self._shows_one_letter()
        return status

    def _shows_one_letter(self) -> None:
        tell = self.stage.transcript
        tell.scene("답은 자기 글과 함께 옵니다", "The answer arrives beside one's own words")
        got = next(letter for _, citizen in self.citizens for letter in letters(citizen))
        tell.shows("마당 → 청원인", got.text, got)

    def _broken_promises(self, figures: Figures, topic: TopicLine) -> Iterator[str]:
        status = figures.status
        if not status.adds_up or status.reach != topic.people:
            yield f"{topic.people} people are in the topic: {status}"
        if figures.opinions != len(self.citizens):
            yield f"{len(self.citizens)} petitions, {figures.opinions} opinions"
        reached = [(petition, letters(actor)) for petition, actor in self.citizens]
        if sum(len(got) for _, got in reached) != status.sent:
            yield "more or fewer answers arrived than were sent"
        for petition, got in reached:
            if len(got) > 1:
                yield f"petition {petition.id} was answered {len(got)} times"
            if got and _comparable(petition.title)[:SHOWN] not in _comparable(got[0].text):
                yield f"petition {petition.id} was answered without its own words"


def _comparable(words: str) -> str:
    return " ".join(words.split())
