"""What officials' dialogues begin with: people who have spoken, and topics made of their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, select

from deliberation import people
from deliberation.grouping import analysis, counts
from deliberation.people import PURPOSES
from nlp.copies import families
from nlp.results import Analysis, Quote, Topic
from storage import opinions
from storage.models import Answer, Consultation, Opinion, Outbox, Participation
from storage.models import Topic as LastingTopic
from tests.town import MARKET, Citizen, Town

LIBRARY = ("도서관이 좋아요", "책 읽을 곳이 필요해요", "어린이 도서관요", "조용한 열람실이 없어요")
PARKING = ("주차장이 모자라요", "차 댈 곳이 없어요", "주차장이 모자라요", "골목이 꽉 막혀요")
MARKETS = ("장터를 열어요", "토요일마다 장을 열면 좋겠어요")
ALONE = "개 놀이터를 만들어 주세요"


@dataclass
class Scene:
    """A town where citizens have spoken. `said` maps an opinion's words to its id."""

    town: Town
    citizens: list[Citizen] = field(default_factory=list)
    said: dict[str, list[int]] = field(default_factory=dict)

    def speaks(self, *words: str, name: str = "Ada", language: str = "ko") -> Citizen:
        """Somebody joins and says all this."""
        citizen = self._joins(name, language)
        self.goes_on(citizen, *words)
        return citizen

    def _joins(self, name: str, language: str = "ko") -> Citizen:
        citizen = self.town.citizen(name, language)
        citizen.account.chat.known = True
        self.citizens.append(citizen)
        return citizen

    def speak(self, *words: str) -> None:
        """Each of these words is said by somebody else."""
        speakers = [self._joins(f"Citizen {n}") for n in range(len(words))]
        with self.town.changing() as session:
            for citizen, text in zip(speakers, words, strict=True):
                self._say(session, citizen, text)

    def goes_on(self, citizen: Citizen, *words: str) -> None:
        with self.town.changing() as session:
            self._say(session, citizen, *words)

    def _say(self, session: Session, citizen: Citizen, *words: str) -> None:
        work = self.town.work(session)
        person = people.meet(work, citizen.account.id, citizen.language)
        everything = dict.fromkeys(PURPOSES, True)
        joined = people.join(work, person, asked(session), everything, how="test")
        self._keep(session, joined, words)

    def imported(self, *words: str) -> None:
        """Somebody nobody can write to said this."""
        now = self.town.clock.now()
        with self.town.changing() as session:
            name = f"line {len(self.said)}"
            one = Participation(consultation_id=asked(session).id, pseudonym=name, joined_at=now)
            session.add(one)
            session.flush()
            self._keep(session, one, words)

    def _keep(self, session: Session, by: Participation, words: Sequence[str]) -> None:
        first = opinions.next_no(session, by.id)
        rows = [opinion(by, no, text, self.town) for no, text in enumerate(words, start=first)]
        session.add_all(rows)
        session.flush()
        for row in rows:
            self.said.setdefault(row.text, []).append(row.id)

    def gathers(self, **clusters: Sequence[str]) -> int:
        """An analysis finds these clusters, in this order; all other words stand alone."""
        members = {
            name: sorted({each for words in said for each in self.said[words]})
            for name, said in clusters.items()
        }
        with self.town.changing() as session:
            work = self.town.work(session)
            analysis.ask(work, asked(session).id, None)
            task = analysis.begin(work)
            assert task is not None
            found = found_by_hand(dict(task.texts), members)
            analysis.finish(work, task.run_id, found)
            return task.run_id

    def hides(self, words: str) -> None:
        """A moderator's act, before there are moderators."""
        with self.town.changing() as session:
            for number in self.said[words]:
                row = session.get_one(Opinion, number)
                row.state, row.reason = "hidden", "insult"
                session.add(row)
                counts.went(self.town.work(session), row)

    def topic(self, name: str) -> LastingTopic:
        return next(topic for topic in self.town.all(LastingTopic) if topic.name == name)

    @property
    def answer(self) -> Answer:
        return self.town.all(Answer)[-1]

    @property
    def deliveries(self) -> list[str]:
        """The states of all deliveries of answers."""
        rows = self.town.all(Outbox)
        return sorted(row.state for row in rows if row.kind == "answer")


def asked(session: Session) -> Consultation:
    """The consultation of the town."""
    return session.exec(select(Consultation).where(Consultation.slug == MARKET)).one()


def opinion(of: Participation, no: int, text: str, town: Town) -> Opinion:
    now = town.clock.now()
    return Opinion(
        consultation_id=of.consultation_id,
        participation_id=of.id,
        no=no,
        source=f"{of.id}.{no}",
        language="ko",
        text=text,
        written_at=now,
        changed_at=now,
    )


def found_by_hand(texts: Mapping[int, str], members: Mapping[str, Sequence[int]]) -> Analysis:
    """What `nlp` would have said. Raises nothing: ids that were not given are kept as they are."""
    topics = tuple(
        Topic(
            id=n,
            label=name,
            keywords=(name, "말"),
            size=len(ids),
            distinct=len({texts.get(each, "") for each in ids}),
            quotes=tuple(Quote(str(each), texts.get(each, "")) for each in ids[:2]),
            members=tuple(str(each) for each in ids),
        )
        for n, (name, ids) in enumerate(members.items(), start=1)
    )
    place = {each: topic.id for topic in topics for each in map(int, topic.members)}
    given = sorted({*texts, *place})
    alone = tuple(str(each) for each in given if each not in place)
    assignments = tuple((str(each), place.get(each)) for each in given)
    copies = copies_in(texts)
    distinct = len(texts) - len(copies)
    return Analysis(topics, alone, assignments, {}, {}, distinct, families=copies)


def copies_in(texts: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """Each copy with the first of its family, as an analysis names them."""
    ids = sorted(texts)
    firsts = families([texts[each] for each in ids])
    return tuple(
        (str(each), str(ids[first]))
        for each, first in zip(ids, firsts, strict=True)
        if ids[first] != each
    )


def market_square(town: Town) -> Scene:
    """Eleven opinions of ten people in three topics, one of them twice, and a small voice."""
    scene = Scene(town)
    scene.speaks(LIBRARY[0], LIBRARY[1], name="Ada")
    scene.speak(*LIBRARY[2:], *PARKING, *MARKETS, ALONE)
    scene.gathers(도서관=LIBRARY, 주차장=PARKING, 장터=MARKETS)
    return scene
