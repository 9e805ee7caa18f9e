"""New words in place of an opinion's words: an edited message, or one sent for it. Numbers that
lead to a person are covered in them as in the first."""

import dataclasses
from collections.abc import Collection
from datetime import datetime

from deliberation.asking import consultations
from deliberation.grouping import counts
from deliberation.moderating import flags, measures, risks
from deliberation.moderating.measures import Muted
from deliberation.outcomes import (
    Gone,
    Revised,
    RevisionClosed,
    RevisionUnusable,
    TooShort,
    Unchanged,
)
from deliberation.people import Person
from deliberation.speaking import covering, opinions, pieces, wording
from deliberation.speaking.wording import Said
from deliberation.work import Work
from nlp.cleaning import language_of
from nlp.screening import Kind
from storage import answers
from storage import consultations as consultation_rows
from storage import flags as flag_rows
from storage import opinions as rows
from storage.models import Consultation, Opinion

Changed = Revised | Unchanged | RevisionClosed | RevisionUnusable | Gone | Muted


def revise_message(work: Work, person: Person, said: Said) -> Changed:
    """The person edited a Telegram message that an opinion, or a piece of one, came in."""
    contact = person.contact
    message = rows.of_message(work.session, contact.id, said.message_id) if contact else None
    opinion = rows.by_id(work.session, message.opinion_id) if message else None
    if message is None or opinion is None:
        return Gone()
    muted = _mutes(work, person, opinion, said.sent_at)
    if muted is not None:
        return muted
    if message.text is None:
        said = covering.cover(work, person.language, said)
        return _covered(said.covered, _whole(work, opinion, _revise(work, opinion, said)))
    return _revise_piece(work, person, opinion, said)


def _revise_piece(work: Work, person: Person, opinion: Opinion, said: Said) -> Changed:
    came_in = pieces.of(work, opinion)
    now = [
        said.text if piece.message_id == said.message_id else piece.text or "" for piece in came_in
    ]
    texts, kinds = covering.pieces(work, person.language, now)
    outcome = revise(work, opinion, pieces.joined(texts), said.sent_at)
    if isinstance(outcome, Revised):
        for piece, text in zip(came_in, texts, strict=True):
            piece.text = text
            work.session.add(piece)
    return _covered(kinds, outcome)


def replace(work: Work, person: Person, opinion_id: int, said: Said) -> Changed:
    """New words came in a message of their own: an edit of that one counts from now on too."""
    opinion = opinions.own(work, person, opinion_id)
    if opinion is None or person.contact is None:
        return Gone()
    muted = _mutes(work, person, opinion, said.sent_at)
    if muted is not None:
        return muted
    said = covering.cover(work, person.language, said)
    outcome = _whole(work, opinion, _revise(work, opinion, said))
    if isinstance(outcome, Revised | Unchanged):
        work.session.merge(pieces.message(person.contact, opinion, said))
    return _covered(said.covered, outcome)


def _revise(work: Work, opinion: Opinion, said: Said) -> Changed:
    if said.covered and wording.too_short(covering.bare(said)):
        return RevisionUnusable(TooShort())
    return revise(work, opinion, said.text, said.sent_at)


def _covered(kinds: tuple[Kind, ...], outcome: Changed) -> Changed:
    return dataclasses.replace(outcome, covered=kinds) if isinstance(outcome, Revised) else outcome


def _mutes(work: Work, person: Person, opinion: Opinion, at: datetime) -> Muted | None:
    asked = consultation_rows.by_id(work.session, opinion.consultation_id)
    return measures.mutes(work, person, asked, at) if asked else None


def _whole(work: Work, opinion: Opinion, outcome: Changed) -> Changed:
    """Words that were changed as a whole are in pieces no longer."""
    if isinstance(outcome, Revised):
        rows.forget_pieces(work.session, [opinion.id])
    return outcome


def knows(work: Work, person: Person, message_id: int) -> bool:
    """Whether an opinion came in this Telegram message and is still kept."""
    contact = person.contact
    return contact is not None and bool(rows.of_message(work.session, contact.id, message_id))


def revise(work: Work, opinion: Opinion, text: str, at: datetime) -> Changed:
    """Put new words in place of an opinion's words; the earlier ones are kept as a revision.

    Hidden words stay hidden: a moderator looks at the new ones first.
    """
    rows.hold(work.session, opinion.id)
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
    rows.keep_version(work.session, opinion, at)
    opinion.text, opinion.language = text, language_of(text)
    opinion.version, opinion.changed_at = opinion.version + 1, at
    work.session.add(opinion)
    work.session.flush()
    counts.leave_family(work, opinion)
    found = risks.kinds(work, opinion.text)
    _let_look(work, opinion, consultation, found)
    risks.look(work, opinion, found)
    _let_be_read(work, opinion)
    answered = answers.reached(work.session, opinion)
    return Revised(opinion, consultation, after_answer=answered)


def _let_look(
    work: Work, opinion: Opinion, consultation: Consultation, found: Collection[Kind]
) -> None:
    """Nobody reads new words before a moderator has: in place of hidden ones, where words were
    covered that may stand there again, where everything is looked at first, and where there is
    what is always looked at first."""
    masked, looks_first = bool(opinion.reason), consultations.looks_first(consultation)
    if opinion.state == rows.SHOWN and (masked or looks_first or risks.first(found)):
        opinion.state = "held"
        work.session.add(opinion)
        counts.went(work, opinion)
        if looks_first and not masked:
            flags.await_look(work, opinion.id, opinion.version)
    if opinion.state == "hidden" or masked:
        flags.rewritten(work, opinion)


def _let_be_read(work: Work, opinion: Opinion) -> None:
    """What was looked for first is not in the new words, and nothing else is against them."""
    if opinion.state == "held" and not flag_rows.open_reasons(work.session, [opinion.id]):
        opinion.state = rows.SHOWN
        work.session.add(opinion)
        counts.came(work, opinion)
