"""An official's answers to all who have spoken so far, made beside a bot that may be dead."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import select

from deliberation import people
from deliberation.grouping import analysis
from deliberation.people import LANGUAGES, Person
from deliberation.work import Rules, Work
from nlp.results import Analysis, Topic
from storage import topics
from storage.database import Session, transaction
from storage.models import Agency, Consultation, Contact, Opinion, Participation
from storage.models import Topic as LastingTopic
from tests.answering import drafted, sent
from tests.crash.rows import KEYS

BY_DAY = Rules(quiet_from=24, quiet_until=0)


def answer_everybody(
    engine: Engine, official: int, words: str, now: datetime | None = None
) -> set[int]:
    """Confirm an answer for everybody whose words are shown by now; their chats."""
    with transaction(engine) as session:
        work = Work(session, now or datetime.now(UTC), KEYS, BY_DAY)
        if not (chats := _chats(session)):
            return set()
        agency = session.exec(select(Agency)).one()
        people.grant(work, official, agency.id, "official", actor="test")
        session.flush()
        person = people.meet(work, official, "ko")
        _confirm(work, person, _one_topic(work), words)
        return chats


def _one_topic(work: Work) -> int:
    """All that was said is one topic, as an analysis would have found it; nothing is left to
    draw, so that the bot starts no analysis process."""
    asked = work.session.exec(select(Consultation)).one()
    analysis.ask(work, asked.id, None)
    task = analysis.begin(work)
    assert task is not None
    ids = tuple(str(each) for each, _ in task.texts)
    topic = Topic(1, "나무", ("나무",), len(ids), len(ids), (), ids)
    placed = tuple((each, 1) for each in ids)
    analysis.finish(work, task.run_id, Analysis((topic,), (), placed, {}, {}, len(ids)))
    for language in LANGUAGES:
        topics.keep_picture(work.session, task.run_id, language, b"")
    work.session.flush()
    return work.session.exec(select(LastingTopic.id)).one()


def _confirm(work: Work, official: Person, topic_id: int, words: str) -> None:
    sent(work, official, drafted(work, official, topic_id, words))


def _chats(session: Session) -> set[int]:
    spoke = (
        select(Contact.sealed_id)
        .join(Participation, Participation.contact_id == Contact.id)  # type: ignore[arg-type]
        .join(Opinion, Opinion.participation_id == Participation.id)  # type: ignore[arg-type]
        .where(Opinion.state == "received")
        .distinct()
    )
    return {KEYS.open_id(sealed) for sealed in session.exec(spoke)}
