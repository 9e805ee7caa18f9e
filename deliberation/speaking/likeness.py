"""Somebody wrote nearly what many others wrote: they can say whether they mean the same.

Asked after their own words are safely kept, of texts the last analysis found that at least
`families.TOLD_FROM` people sent. What they say moves nobody's words: the next analysis counts
theirs into that family, or keeps them out of it.
"""

from dataclasses import dataclass

from deliberation.asking import consultations
from deliberation.grouping import families
from deliberation.outcomes import NotYours, SimilarOpen
from deliberation.people import Person
from deliberation.work import Work
from nlp.alike import LONGEST, bare, cosine, may_be_like, nearly, sketch, telling
from storage import consultations as consultation_rows
from storage import counts, opinions, reading, topics
from storage import families as family_rows
from storage import likeness as rows
from storage.models import AnalysisRun, Consultation, Opinion, Participation

COMPARED = 50  # of the texts that most people sent
QUOTES = 3


@dataclass(frozen=True)
class Noted:
    """The person means the same as those others, or not quite."""

    same: bool
    opinion: Opinion


@dataclass(frozen=True)
class Alike:
    """Words like the person's own, of those who agreed to be read, and the question again."""

    quotes: tuple[Opinion, ...]
    question: SimilarOpen


@dataclass(frozen=True)
class OthersGone:
    """Nothing of the others' words can be read any more."""


@dataclass(frozen=True)
class TooLate:
    """The consultation takes nothing any more; the words stay as they are."""

    consultation: Consultation


def question(
    work: Work, joined: Participation, asked: Consultation, opinion: Opinion
) -> SimilarOpen | None:
    """Whether many others wrote nearly the same as an opinion that is shown, and was not among
    theirs before."""
    run = topics.last_run(work.session, asked.id)
    if run is None or opinion.state != "received" or rows.said(work.session, opinion.id):
        return None
    found = _nearest(work, run, opinion)
    if found is None or found[0] in counts.families_of(work.session, run.id, joined.id):
        return None
    return SimilarOpen(opinion.id, *found, can_read=bool(_quotable(work, run, found[0], 1)))


def _nearest(work: Work, run: AnalysisRun, opinion: Opinion) -> tuple[int, int] | None:
    """(opinion, people) of the text that this one is most like; of equals what most people sent."""
    sent = rows.sent_by_many(work.session, run.id, people=families.TOLD_FROM, limit=COMPARED)
    own = bare(opinion.text)
    forms = [(number, people, bare(words)) for number, people, words in sent]
    same = next(((number, people) for number, people, form in forms if form == own), None)
    if same is not None or len(own) > LONGEST:
        return same
    mine, likest, found = sketch(own), 0.0, None
    told = telling(mine)
    for number, people, form in forms:
        theirs = sketch(form) if may_be_like(own, told, form) else None
        if theirs is not None and cosine(mine, theirs) > likest and nearly(mine, theirs):
            likest, found = cosine(mine, theirs), (number, people)
    return found


def say(
    work: Work, person: Person, opinion_id: int, other_id: int, *, same: bool
) -> Noted | TooLate | OthersGone | NotYours:
    """What the person says of their opinion; the later word counts."""
    for each in sorted({opinion_id, other_id}):
        opinions.hold(work.session, each)  # in one order, so that two people never lock each other
    opinion = _own(work, person, opinion_id)
    asked = consultation_rows.by_id(work.session, opinion.consultation_id) if opinion else None
    if opinion is None or asked is None:
        return NotYours()
    if not consultations.accepts(asked, work.now):
        return TooLate(asked)
    other = _stands(work, opinion, other_id)
    if other is None:
        return OthersGone()
    rows.keep(work.session, opinion.id, other.id, same=same, at=work.now)
    return Noted(same, opinion)


def _own(work: Work, person: Person, opinion_id: int) -> Opinion | None:
    """Theirs, and not taken back."""
    if person.contact is None:
        return None
    found = opinions.owned(work.session, person.contact.id, opinion_id)
    return None if found is None or found.state in ("withdrawn", "erased") else found


def _stands(work: Work, opinion: Opinion, other_id: int) -> Opinion | None:
    """The other opinion; where it is shown no more, the one that stands for its family now."""
    other = opinions.by_id(work.session, other_id)
    if other is None or other.consultation_id != opinion.consultation_id:
        return None
    if other.state == "received":
        return None if other.id == opinion.id else other
    run = topics.last_run(work.session, opinion.consultation_id)
    family = family_rows.of_opinion(work.session, run.id, other_id) if run else None
    found = family_rows.first_shown(work.session, run.id, family) if run and family else None
    return None if found is None or found.id == opinion.id else found


def read(
    work: Work, person: Person, opinion_id: int, other_id: int
) -> Alike | OthersGone | NotYours:
    """What others wrote that is nearly the same, as they wrote it."""
    opinion = _own(work, person, opinion_id)
    if opinion is None:
        return NotYours()
    other = _stands(work, opinion, other_id)
    run = topics.last_run(work.session, opinion.consultation_id)
    family = family_rows.of_opinion(work.session, run.id, other.id) if run and other else None
    quotes = _quotable(work, run, family, QUOTES) if run and family else []
    if other is None or not quotes:
        return OthersGone()
    return Alike(tuple(quotes), SimilarOpen(opinion.id, other.id, people=0))


def _quotable(work: Work, run: AnalysisRun, family: int, most: int) -> list[Opinion]:
    return reading.quotable_copies(work.session, run.id, family, most)
