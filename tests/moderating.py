"""What moderators' dialogues begin with: words somebody flagged, and somebody to look at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event
from sqlmodel import col, select

from deliberation import people
from deliberation.moderating import flags
from deliberation.moderating.flags import Raised
from deliberation.work import Work
from storage.models import Agency, Consultation, Flag, LogRow, Opinion, Outbox, Participation, Role
from tests.bot.scenes import Scene, opinion
from tests.town import Citizen, Town, consultation

RUDE, FINE, OTHER = "그 과장은 정말 바보예요", "시장 자리에 나무를 심어요", "주차장을 넓혀 주세요"
ABROAD = 77_000  # the account of somebody who writes to another agency
ELSEWHERE = "다른 동네 이야기예요"


@dataclass
class Desk:
    """A town where words were flagged, with the citizens who wrote them."""

    town: Town
    scene: Scene

    @classmethod
    def with_flagged(cls, town: Town, *words: str) -> "Desk":
        """Each of these words is said by somebody else and flagged by a reader."""
        desk = cls(town, Scene(town))
        for said in words:
            desk.scene.speak(said)
            desk.flags(said)
        return desk

    async def moderator(self, name: str = "Mo", role: str = "moderator") -> Citizen:
        made = self.town.citizen(name)
        self.town.grant(made, role)
        made.account.starts()
        await self.town.settle()
        return made

    def flag_all(self) -> None:
        """Everything that was said is flagged by a reader."""
        for said in self.scene.said.values():
            for opinion_id in said:
                self.flags_id(opinion_id)

    def is_flooded(self, *words: str) -> None:
        """Each of these is said by somebody nobody can write to, and flagged: as rows, for many."""
        now = self.town.clock.now()
        with self.town.changing() as session:
            begun = len(session.exec(select(Opinion.id)).all())
            them = [
                Participation(consultation_id=1, pseudonym=f"{begun} {n}", joined_at=now)
                for n in range(len(words))
            ]
            session.add_all(them)
            session.flush()
            said = [
                opinion(each, 1, text, self.town) for each, text in zip(them, words, strict=True)
            ]
            session.add_all(said)
            session.flush()
            session.add_all(
                Flag(opinion_id=each.id, flagged_by="r", reason="insult", at=now) for each in said
            )

    def is_flagged_by_many(self, words: str, people: int) -> None:
        """So many further readers flag these words: as rows."""
        now = self.town.clock.now()
        with self.town.changing() as session:
            session.add_all(
                Flag(opinion_id=self.id(words), flagged_by=f"r{n}", reason="insult", at=now)
                for n in range(people)
            )

    def id(self, words: str) -> int:
        return self.scene.said[words][-1]

    def opinion(self, words: str) -> Opinion:
        """The opinion that began with these words."""
        return next(each for each in self.town.all(Opinion) if each.id == self.id(words))

    def author(self, words: str) -> Citizen:
        return self.scene.citizens[list(self.scene.said).index(words)]

    def flags(self, words: str, reason: str = "insult", by: Citizen | None = None) -> Raised:
        return self.flags_id(self.id(words), reason, by)

    def flags_id(
        self, opinion_id: int, reason: str = "insult", by: Citizen | None = None
    ) -> Raised:
        who = by or self.town.citizen("Reader")
        with self.town.changing() as session:
            work = self.town.work(session)
            reader = people.meet(work, who.account.id, who.language)
            return flags.raise_(work, reader, opinion_id, reason)

    def passes_to(self, whom: Citizen, words: str) -> None:
        """The words are this person's own from now on."""
        with self.town.changing() as session:
            person = people.meet(self.town.work(session), whom.account.id, "ko")
            said = session.get_one(Opinion, self.id(words))
            wrote = session.get_one(Participation, said.participation_id)
            wrote.contact_id = person.contact.id if person.contact else None
            session.add(wrote)

    @property
    def states(self) -> list[str]:
        return [each.state for each in self.town.all(Opinion)]

    @property
    def flag_states(self) -> list[str]:
        return [each.state for each in self.town.all(Flag)]

    @property
    def decisions(self) -> list[tuple[str, str]]:
        """(action, reason) of the log's rows about opinions."""
        rows = self.town.all(LogRow)
        return [(row.action, row.reason) for row in rows if row.subject.startswith("opinion:")]

    @property
    def notices(self) -> list[str]:
        """The states of the notices to authors."""
        return [row.state for row in self.town.all(Outbox) if row.kind == "notice"]

    def revokes(self, whom: Citizen) -> None:
        """The person has no role any more."""
        with self.town.changing() as session:
            person = people.meet(self.town.work(session), whom.account.id, "ko")
            assert person.contact is not None
            held = select(Role).where(col(Role.contact_id) == person.contact.id)
            for role in session.exec(held):
                session.delete(role)


def another_agency(town: Town) -> tuple[Agency, int]:
    """A further agency with a consultation, and the id of an opinion said there."""
    now = town.clock.now()
    with town.changing() as session:
        agency = Agency(slug="haean", name="해안군청", created_at=now)
        session.add(agency)
        session.flush()
        asked = consultation(agency.id, now, slug="harbour", title="항구 쓰임")
        session.add(asked)
        session.flush()
        return agency, _said_in(town.work(session), asked, town)


def _said_in(work: Work, asked: Consultation, town: Town) -> int:
    person = people.meet(work, ABROAD, "ko")
    joined = people.join(work, person, asked, dict.fromkeys(people.PURPOSES, True), how="test")
    said = opinion(joined, 1, ELSEWHERE, town)
    work.session.add(said)
    work.session.flush()
    return said.id


@contextmanager
def counted(town: Town) -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    seen: list[str] = []

    def note(_1: object, _2: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = town.app.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
