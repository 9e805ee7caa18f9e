"""What citizens write: taken, changed, taken back, moved. The heart of the dialogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberation import consultations, people, wording
from deliberation.outcomes import (
    Closed,
    ConsentNeeded,
    Empty,
    Gone,
    Greeting,
    Joined,
    LoneWord,
    Moved,
    NotOpenYet,
    NowhereToWrite,
    Recorded,
    Repeated,
    Restored,
    Revised,
    RevisionClosed,
    RevisionUnusable,
    TooLong,
    TooShort,
    Unchanged,
    Withdrawn,
)
from deliberation.people import Person
from deliberation.work import Work
from nlp.cleaning import language_of
from storage import answers
from storage import consultations as consultation_rows
from storage import opinions as rows
from storage import people as people_rows
from storage.models import Consultation, Contact, Opinion, OpinionMessage, Participation, Revision

JOIN_WITHIN = timedelta(seconds=15)
"""Pieces of one text that Telegram cut arrive at once; a minute later it is a new thought."""

NEAR_COPIES = 20  # of the person's own latest opinions compared for the very same words

Refusal = (
    Closed
    | NotOpenYet
    | ConsentNeeded
    | NowhereToWrite
    | Empty
    | TooLong
    | TooShort
    | Greeting
    | LoneWord
)


@dataclass(frozen=True)
class Said:
    """Words of a citizen as they came. `source` names the update they came in, and makes it
    impossible to record them twice; `sent_at` is Telegram's time. `meant` is set when the person
    has said that short or odd words are an opinion all the same."""

    text: str
    source: str
    message_id: int
    sent_at: datetime
    without_media: bool = False
    meant: bool = False


def submit(
    work: Work, person: Person, said: Said, *, asked_about: int | None = None
) -> Recorded | Joined | Repeated | Refusal:
    """Take plain words as an opinion in the consultation the person is in, or is being asked
    about: then they wait for the consent."""
    place = _place(work, person, said, asked_about)
    if not isinstance(place, _Place):
        return place
    before = rows.last_message(work.session, place.contact.id)
    old = before is not None and said.message_id <= before[0].message_id
    if old:
        kept = rows.by_source(work.session, said.source)
        if kept is not None:
            return Recorded(kept, place.consultation)
    own = rows.latest_own(work.session, place.participation.id, NEAR_COPIES)
    return (
        _join_to_piece_before(work, place, said, before)
        or _refuse_words(said, place.consultation)
        or _refuse_copy(work, own, said)
        or _record(work, place, said, no=own[0][1] + 1 if own else 1, old=old)
    )


@dataclass(frozen=True)
class _Place:
    """Where an opinion goes, once everything allows it."""

    consultation: Consultation
    participation: Participation
    contact: Contact
    others: tuple[Consultation, ...]


def _place(work: Work, person: Person, said: Said, asked_about: int | None) -> _Place | Refusal:
    unusable = wording.unusable(said.text)
    if unusable:
        return unusable
    asked = consultations.by_key(work, asked_about) if asked_about else None
    if asked is not None and consultations.accepts(asked, said.sent_at):
        return _ask_consent(work, said, asked)
    contact = person.contact
    joined = people_rows.participations(work.session, contact.id) if contact else []
    active = contact.active_consultation_id if contact else None
    found = next((each for each in joined if each[1].id == active), None)
    consultation = found[1] if found else consultations.active(work, person)
    if consultation is None:
        return _nowhere(work, said)
    if said.sent_at < consultation.opens_at:
        return NotOpenYet(consultation)
    if not consultations.accepts(consultation, said.sent_at):
        return Closed(consultation)
    if contact is None or found is None or not people.has_agreed(work, found[0]):
        return _ask_consent(work, said, consultation)
    others = (other for _, other in joined if other.id != active)
    still_open = tuple(other for other in others if consultations.accepts(other, work.now))
    return _Place(consultation, found[0], contact, still_open)


def _nowhere(work: Work, said: Said) -> ConsentNeeded | NowhereToWrite | LoneWord:
    word = wording.lone_answer(said.text)
    if word:
        return LoneWord(word)
    open_now = consultations.listed(work)
    if len(open_now) == 1:
        return _ask_consent(work, said, open_now[0][0])
    return NowhereToWrite(open_now)


def _ask_consent(work: Work, said: Said, consultation: Consultation) -> ConsentNeeded | LoneWord:
    word = wording.lone_answer(said.text)
    return LoneWord(word) if word else ConsentNeeded(consultation)


def _refuse_words(said: Said, consultation: Consultation) -> LoneWord | TooShort | Greeting | None:
    word = wording.lone_answer(said.text)
    if word:
        return LoneWord(word)
    if said.meant:
        return None
    if wording.is_greeting(said.text):
        return Greeting(consultation)
    return wording.too_short(said.text)


def _refuse_copy(
    work: Work, own: Sequence[tuple[int, int, str, str]], said: Said
) -> Repeated | None:
    for opinion_id, _, state, text in own:
        if state == "received" and wording.same_words(text, said.text):
            opinion = rows.by_id(work.session, opinion_id)
            return Repeated(opinion) if opinion else None
    return None


def _join_to_piece_before(
    work: Work, place: _Place, said: Said, latest: tuple[OpinionMessage, Opinion] | None
) -> Joined | None:
    """Put a further piece of a text that Telegram cut to the piece before it."""
    if latest is None:
        return None
    before, opinion = latest
    if not timedelta(0) <= said.sent_at - before.sent_at <= JOIN_WITHIN:
        return None
    if opinion.consultation_id != place.consultation.id:
        return None
    piece = before.text if before.text is not None else opinion.text
    if opinion.state != "received" or wording.units(piece) < wording.LONG_ENOUGH_TO_BE_CUT:
        return None
    if wording.units(opinion.text) + wording.units(said.text) > wording.LONGEST:
        return None
    before.text = piece
    work.session.add_all([before, _message(place.contact, opinion, said, before.position + 1)])
    work.session.flush()
    opinion.text = _joined([each.text or "" for each in _pieces(work, opinion)])
    work.session.add(opinion)
    return Joined(opinion, place.consultation)


def _pieces(work: Work, opinion: Opinion) -> list[OpinionMessage]:
    messages = rows.messages(work.session, opinion.id)
    return [message for message in messages if message.text is not None]


def _joined(pieces: Sequence[str]) -> str:
    """The pieces as one text. A full piece was cut inside; a shorter one at a border."""
    words = ""
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        full = wording.units(piece + following[:1]) > wording.TELEGRAM_CUTS_AT
        words += piece if full else piece + "\n"
    return words.strip()


def _message(contact: Contact, opinion: Opinion, said: Said, position: int = 0) -> OpinionMessage:
    return OpinionMessage(
        contact_id=contact.id,
        message_id=said.message_id,
        opinion_id=opinion.id,
        position=position,
        text=said.text if position else None,
        sent_at=said.sent_at,
    )


def _record(work: Work, place: _Place, said: Said, *, no: int, old: bool) -> Recorded:
    values = {
        "consultation_id": place.consultation.id,
        "participation_id": place.participation.id,
        "no": no,
        "source": said.source,
        "language": language_of(said.text),
        "text": said.text,
        "written_at": said.sent_at,
        "changed_at": said.sent_at,
    }
    opinion = rows.add(work.session, values)
    message = _message(place.contact, opinion, said)
    if old:
        work.session.merge(message)  # taken once before, and moved or changed since
    else:
        rows.add_message(work.session, message)
    return Recorded(
        opinion,
        place.consultation,
        first=no == 1,
        without_media=said.without_media,
        question=wording.is_question(said.text),
        others=place.others,
    )


Changed = Revised | Unchanged | RevisionClosed | RevisionUnusable | Gone


def revise_message(work: Work, person: Person, said: Said) -> Changed:
    """The person edited a Telegram message that an opinion, or a piece of one, came in."""
    contact = person.contact
    message = rows.of_message(work.session, contact.id, said.message_id) if contact else None
    opinion = rows.by_id(work.session, message.opinion_id) if message else None
    if message is None or opinion is None:
        return Gone()
    if message.text is None:
        outcome = revise(work, opinion, said.text, said.sent_at)
        return _whole(work, opinion, outcome)
    pieces = [
        said.text if piece.message_id == said.message_id else piece.text or ""
        for piece in _pieces(work, opinion)
    ]
    outcome = revise(work, opinion, _joined(pieces), said.sent_at)
    if isinstance(outcome, Revised):
        message.text = said.text
        work.session.add(message)
    return outcome


def replace(work: Work, person: Person, opinion_id: int, said: Said) -> Changed:
    """New words came in a message of their own: an edit of that one counts from now on too."""
    opinion = own(work, person, opinion_id)
    if opinion is None or person.contact is None:
        return Gone()
    outcome = _whole(work, opinion, revise(work, opinion, said.text, said.sent_at))
    if isinstance(outcome, Revised | Unchanged):
        work.session.merge(_message(person.contact, opinion, said))
    return outcome


def _whole(work: Work, opinion: Opinion, outcome: Changed) -> Changed:
    """Words that were changed as a whole are in pieces no longer."""
    if isinstance(outcome, Revised):
        rows.forget_pieces(work.session, opinion.id)
    return outcome


def may_keep(work: Work, person: Person) -> bool:
    """Whether the person has agreed that their words are kept where they are now."""
    active = consultations.active(work, person)
    return active is not None and people.agreed(work, person.contact, active.id) is not None


def knows(work: Work, person: Person, message_id: int) -> bool:
    """Whether an opinion came in this Telegram message and is still kept."""
    contact = person.contact
    return contact is not None and bool(rows.of_message(work.session, contact.id, message_id))


def revise(work: Work, opinion: Opinion, text: str, at: datetime) -> Changed:
    """Put new words in place of an opinion's words; the earlier ones are kept as a revision."""
    consultation = consultation_rows.by_id(work.session, opinion.consultation_id)
    if consultation is None or opinion.state in ("withdrawn", "erased"):
        return Gone()
    if text == opinion.text:
        return Unchanged(opinion, consultation.title)
    if not consultations.accepts(consultation, at):
        return RevisionClosed(consultation)
    refusal = wording.unusable(text) or wording.too_short(text) or wording.says_nothing(text)
    if refusal:
        return RevisionUnusable(refusal)
    work.session.add(
        Revision(
            opinion_id=opinion.id,
            version=opinion.version,
            text=opinion.text,
            written_at=opinion.changed_at,
            replaced_at=at,
        )
    )
    opinion.text, opinion.language = text, language_of(text)
    opinion.version, opinion.changed_at = opinion.version + 1, at
    work.session.add(opinion)
    answered = answers.reached(work.session, opinion)
    return Revised(opinion, consultation, after_answer=answered)


def withdraw(work: Work, person: Person, opinion_id: int) -> Withdrawn | Gone:
    """Take an opinion back. Its words are erased when the time for coming back is over."""
    opinion = own(work, person, opinion_id)
    if opinion is None:
        return Gone()
    if opinion.state != "withdrawn":
        opinion.state_before, opinion.state = opinion.state, "withdrawn"
        opinion.erase_at = work.now + work.rules.undo
        work.session.add(opinion)
    return Withdrawn(opinion, opinion.erase_at or work.now)


def restore(work: Work, person: Person, opinion_id: int) -> Restored | Gone:
    """Undo taking back, while the words are still there."""
    opinion = own(work, person, opinion_id)
    if opinion is None:
        return Gone()
    if opinion.state == "withdrawn":
        opinion.state, opinion.state_before = opinion.state_before or "received", None
        opinion.erase_at = None
        work.session.add(opinion)
    return Restored(opinion)


def move(work: Work, person: Person, opinion_id: int, consultation_id: int) -> Moved | Gone:
    """Put an opinion into another consultation the person has joined, and the person with it.

    Gone where that cannot be done any more; the opinion then stays where it is.
    """
    opinion = own(work, person, opinion_id)
    target = consultation_rows.by_id(work.session, consultation_id)
    if opinion is None or target is None or person.contact is None:
        return Gone()
    if opinion.state != "received":
        return Gone()
    participation = people.agreed(work, person.contact, target.id)
    if participation is None or not consultations.accepts(target, opinion.written_at):
        return Gone()
    people.enter(work, person.contact, target)
    if opinion.consultation_id != target.id:
        opinion.no = rows.next_no(work.session, participation.id)
        opinion.participation_id, opinion.consultation_id = participation.id, target.id
        work.session.add(opinion)
        answers.leave_topics(work.session, opinion.id)
    return Moved(opinion, target)


def own(work: Work, person: Person, opinion_id: int) -> Opinion | None:
    """The opinion, if this person wrote it and its words are still there."""
    if person.contact is None:
        return None
    opinion = rows.owned(work.session, person.contact.id, opinion_id)
    return None if opinion is None or opinion.state == "erased" else opinion
