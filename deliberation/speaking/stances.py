"""For or against a consultation's proposal: asked of the person, never guessed from their words."""

from dataclasses import dataclass
from typing import Literal

from deliberation import people
from deliberation.asking import consultations
from deliberation.outcomes import NotYours, Question, StanceOpen
from deliberation.people import Person
from deliberation.speaking import questions
from deliberation.work import Work
from storage import counts, opinions, topics
from storage.models import Consultation, Opinion, Participation

Stance = Literal["for", "against"]
STANCES: tuple[Stance, ...] = ("for", "against")


@dataclass(frozen=True)
class Chosen:
    """One person is for it, or against it, whatever they chose before. `opinion` is the one they
    were asked under, as long as it is theirs; `following` what they may be asked next."""

    stance: Stance
    consultation: Consultation
    opinion: Opinion | None
    following: Question | None


@dataclass(frozen=True)
class TooLate:
    """The consultation takes no stance at this hour; what was chosen before stands."""

    consultation: Consultation
    stance: str | None


@dataclass(frozen=True)
class NothingProposed:
    """There is no proposal any more to be for or against."""

    consultation: Consultation


Refusal = TooLate | NothingProposed | NotYours


def choose(
    work: Work, person: Person, consultation_id: int, opinion_id: int, stance: Stance
) -> Chosen | Refusal:
    """The person's stance, which is one in the consultation: the later choice stays."""
    joined, asked = _place(work, person, consultation_id)
    if joined is None or asked is None:
        return NotYours()
    refused = _refused(work, joined, asked)
    if refused:
        return refused
    _change(work, joined, stance)
    opinion = _opinion(work, joined, opinion_id)
    following = questions.about(work, joined, asked, opinion) if opinion else None
    return Chosen(stance, asked, opinion, following)


def ask_again(
    work: Work, person: Person, consultation_id: int, opinion_id: int
) -> StanceOpen | Refusal:
    """Whoever wants to change their stance is asked anew; until they choose, it stands."""
    joined, asked = _place(work, person, consultation_id)
    if joined is None or asked is None:
        return NotYours()
    return _refused(work, joined, asked) or StanceOpen(asked, opinion_id)


def drop(work: Work, joined: Participation) -> None:
    """Whoever leaves only their words to nobody leaves no stance."""
    _change(work, joined, None)


def _change(work: Work, joined: Participation, stance: Stance | None) -> None:
    """Pictures that count this person told another stance: they are drawn anew."""
    if joined.stance == stance:
        return
    joined.stance = stance
    work.session.add(joined)
    last = topics.last_run(work.session, joined.consultation_id)
    if last is not None and counts.speaks_in(work.session, last.id, joined.id):
        counts.touch(work.session, last.id)
        topics.forget_pictures(work.session, last.id)


def _place(
    work: Work, person: Person, consultation_id: int
) -> tuple[Participation | None, Consultation | None]:
    joined = people.agreed(work, person.contact, consultation_id)
    return joined, consultations.by_key(work, consultation_id)


def _refused(
    work: Work, joined: Participation, asked: Consultation
) -> TooLate | NothingProposed | None:
    if not asked.proposal:
        return NothingProposed(asked)
    return None if consultations.accepts(asked, work.now) else TooLate(asked, joined.stance)


def _opinion(work: Work, joined: Participation, opinion_id: int) -> Opinion | None:
    """Theirs, in this consultation, and not taken back."""
    found = opinions.by_id(work.session, opinion_id)
    if found is None or found.participation_id != joined.id:
        return None
    return None if found.state in ("withdrawn", "erased") else found
