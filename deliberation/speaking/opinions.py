"""What citizens write: taken, taken back, moved. The heart of the dialogue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from deliberation import people
from deliberation.asking import consultations
from deliberation.grouping import counts
from deliberation.moderating import flags, measures, risks
from deliberation.moderating.flags import FLOOD, POLICY
from deliberation.moderating.measures import Muted, Slowed
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
    TooLong,
    TooShort,
    Withdrawn,
)
from deliberation.people import Person
from deliberation.privacy import erasures
from deliberation.speaking import covering, pace, pieces, questions, wording
from deliberation.speaking.pace import AtLimit, Speaker
from deliberation.speaking.wording import Said
from deliberation.work import Work
from nlp.cleaning import language_of
from nlp.screening import Kind
from storage import answers
from storage import consultations as consultation_rows
from storage import opinions as rows
from storage import people as people_rows
from storage.models import Consultation, Contact, Opinion, OpinionMessage, Participation

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
    | Muted
    | Slowed
    | AtLimit
)


def submit(
    work: Work, person: Person, said: Said, *, asked_about: int | None = None
) -> Recorded | Joined | Repeated | Refusal:
    """Take plain words as an opinion in the consultation the person is in, or is being asked
    about: then they wait for the consent. Numbers that lead to a person are covered first."""
    said = covering.cover(work, person.language, said)
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
    newest = own[0][1] if own else 0
    copy = _refuse_copy(work, own, said)
    return (
        _join(work, place, said, before)
        or (None if copy else _refuse_now(work, person, place, said, newest))
        or _refuse_words(said, place.consultation)
        or copy
        or _record(work, place, said, no=newest + 1, old=old)
    )


def _join(
    work: Work, place: "_Place", said: Said, before: tuple[OpinionMessage, Opinion] | None
) -> Joined | None:
    joined = pieces.join(work, place.consultation, place.contact, said, before)
    if joined is None:
        return None
    ask = questions.about(work, place.participation, place.consultation, joined.opinion)
    return replace(joined, ask=ask)


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


def _refuse_now(
    work: Work, person: Person, place: _Place, said: Said, newest: int
) -> Muted | Slowed | AtLimit | None:
    speaker = Speaker(person, place.contact, place.participation, newest)
    return pace.refuses(work, speaker, place.consultation, said.sent_at)


def _refuse_words(said: Said, consultation: Consultation) -> LoneWord | TooShort | Greeting | None:
    word = wording.lone_answer(said.text)
    if word:
        return LoneWord(word)
    if said.meant:
        return None
    if wording.is_greeting(said.text):
        return Greeting(consultation)
    return wording.too_short(covering.bare(said))


def _refuse_copy(
    work: Work, own: Sequence[tuple[int, int, str, str]], said: Said
) -> Repeated | None:
    for opinion_id, _, state, text in own:
        if state in rows.STANDING and wording.same_words(text, said.text):
            opinion = rows.by_id(work.session, opinion_id)
            return Repeated(opinion) if opinion else None
    return None


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
    found = risks.kinds(work, said.text)
    held_for = _looked_at_first(work, place.consultation, said, found)
    opinion = rows.add(work.session, {**values, "state": "held"} if held_for else values)
    if held_for in (POLICY, FLOOD):
        flags.await_look(work, opinion.id, opinion.version, held_for)
    message = pieces.message(place.contact, opinion, said)
    if old:
        work.session.merge(message)  # taken once before, and moved or changed since
    else:
        rows.add_message(work.session, message)
    if found:
        risks.look(work, opinion, found, new=True)
    return Recorded(
        opinion,
        place.consultation,
        first=no == 1,
        without_media=said.without_media,
        question=wording.is_question(said.text),
        others=place.others,
        covered=said.covered,
        urgent=Kind.DANGER in found,
        held_for=held_for,
        ask=questions.about(work, place.participation, place.consultation, opinion),
    )


def _looked_at_first(work: Work, asked: Consultation, said: Said, found: Collection[Kind]) -> str:
    """Why nobody reads these words before a moderator has; empty where they are shown at once."""
    if consultations.looks_first(asked):
        return POLICY
    flooded = pace.is_flooded(work, asked, said.sent_at)
    return risks.first(found) or (FLOOD if flooded else "")


def may_keep(work: Work, person: Person) -> bool:
    """Whether the person has agreed that their words are kept where they are now."""
    active = consultations.active(work, person)
    return active is not None and people.agreed(work, person.contact, active.id) is not None


def withdraw(work: Work, person: Person, opinion_id: int) -> Withdrawn | Gone:
    """Take an opinion back. Its words are erased when the time for coming back is over."""
    opinion = _own_held(work, person, opinion_id)
    if opinion is None:
        return Gone()
    if opinion.state != "withdrawn":
        take_back(work, opinion, work.now + work.rules.undo)
        erasures.withdrawn(work, opinion)
    return Withdrawn(opinion, opinion.erase_at or work.now, _zone(work, opinion))


def _zone(work: Work, opinion: Opinion) -> str:
    asked = consultation_rows.by_id(work.session, opinion.consultation_id)
    return asked.timezone if asked else work.rules.timezone


def restore(work: Work, person: Person, opinion_id: int) -> Restored | Gone:
    """Undo taking back, while the words are still there."""
    opinion = _own_held(work, person, opinion_id)
    if opinion is None:
        return Gone()
    if opinion.state == "withdrawn":
        take_up(work, opinion)
        erasures.taken_up(work, opinion)
    return Restored(opinion)


def take_back(work: Work, opinion: Opinion, erase_at: datetime) -> None:
    """Its words are shown no more, and are erased at that hour."""
    if opinion.state not in ("withdrawn", "erased"):
        opinion.state_before, opinion.state = opinion.state, "withdrawn"
        opinion.erase_at = erase_at
        work.session.add(opinion)
        if opinion.state_before == rows.SHOWN:
            counts.went(work, opinion)


def take_up(work: Work, opinion: Opinion) -> None:
    opinion.state, opinion.state_before = opinion.state_before or "received", None
    opinion.erase_at = None
    work.session.add(opinion)
    if opinion.state == rows.SHOWN:
        counts.came(work, opinion)


def move(work: Work, person: Person, opinion_id: int, consultation_id: int) -> Moved | Gone:
    """Put an opinion into another consultation the person has joined, and the person with it.

    Gone where that cannot be done any more; the opinion then stays where it is.
    """
    opinion = _own_held(work, person, opinion_id)
    target = consultation_rows.by_id(work.session, consultation_id)
    if opinion is None or target is None or person.contact is None:
        return Gone()
    if opinion.state not in rows.STANDING:
        return Gone()
    participation = people.agreed(work, person.contact, target.id)
    if participation is None or not consultations.accepts(target, opinion.written_at):
        return Gone()
    if measures.mutes(work, person, target, work.now):
        return Gone()
    people.enter(work, person.contact, target)
    if opinion.consultation_id != target.id:
        counts.leave_family(work, opinion)
        if opinion.state == rows.SHOWN:
            counts.went(work, opinion)
        opinion.no = rows.next_no(work.session, participation.id)
        opinion.participation_id, opinion.consultation_id = participation.id, target.id
        work.session.add(opinion)
        answers.leave_topics(work.session, opinion.id)
        if consultations.looks_first(target) and opinion.state == rows.SHOWN:
            opinion.state = "held"
            flags.await_look(work, opinion.id, opinion.version)
    held_for = risks.held_for(work, opinion) if opinion.state == "held" else ""
    return Moved(opinion, target, held_for)


def own(work: Work, person: Person, opinion_id: int) -> Opinion | None:
    """The opinion, if this person wrote it and its words are still there."""
    if person.contact is None:
        return None
    opinion = rows.owned(work.session, person.contact.id, opinion_id)
    return None if opinion is None or opinion.state == "erased" else opinion


def _own_held(work: Work, person: Person, opinion_id: int) -> Opinion | None:
    """The same, while nobody else decides about it."""
    rows.hold(work.session, opinion_id)
    return own(work, person, opinion_id)
