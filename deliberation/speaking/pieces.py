"""Long texts that Telegram cut into messages: the pieces become one opinion again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from deliberation.asking import consultations
from deliberation.grouping import counts
from deliberation.moderating import risks
from deliberation.outcomes import Joined
from deliberation.speaking import covering, wording
from deliberation.speaking.wording import Said
from deliberation.work import Work
from nlp.screening import Kind
from storage import opinions as rows
from storage.models import Consultation, Contact, Opinion, OpinionMessage

JOIN_WITHIN = timedelta(seconds=15)
"""Pieces of one text that Telegram cut arrive at once; a minute later it is a new thought."""


def join(
    work: Work,
    consultation: Consultation,
    contact: Contact,
    said: Said,
    latest: tuple[OpinionMessage, Opinion] | None,
) -> Joined | None:
    """Put a further piece of a text that Telegram cut to the piece before it."""
    if latest is None:
        return None
    before, opinion = latest
    if not timedelta(0) <= said.sent_at - before.sent_at <= JOIN_WITHIN:
        return None
    if opinion.consultation_id != consultation.id:
        return None
    words = before.text if before.text is not None else opinion.text
    if (
        not _takes_more(consultation, opinion)
        or wording.units(words) < wording.LONG_ENOUGH_TO_BE_CUT
    ):
        return None
    if wording.units(opinion.text) + wording.units(said.text) > wording.LONGEST:
        return None
    (before.text, last), cut = covering.pieces(work, contact.language, [words, said.text])
    said = replace(said, text=last, covered=tuple(dict.fromkeys((*said.covered, *cut))))
    work.session.add_all([before, message(contact, opinion, said, before.position + 1)])
    work.session.flush()
    opinion.text = joined([each.text or "" for each in of(work, opinion)])
    if opinion.state != rows.SHOWN:
        opinion.version += 1  # whoever has them on a card has not seen these
    work.session.add(opinion)
    found = risks.kinds(work, opinion.text)
    if risks.first(found) and opinion.state == rows.SHOWN:
        opinion.state = "held"
        counts.went(work, opinion)
    risks.look(work, opinion, found)
    return Joined(
        opinion,
        consultation,
        covered=said.covered,
        urgent=Kind.DANGER in found,
        held_for=risks.held_for(work, opinion) if opinion.state == "held" else "",
    )


def _takes_more(consultation: Consultation, opinion: Opinion) -> bool:
    """Whether more words may stand with these. To words that were looked at none are added that
    were not."""
    if consultations.looks_first(consultation):
        return opinion.state == "held"
    return opinion.state in rows.STANDING


def of(work: Work, opinion: Opinion) -> list[OpinionMessage]:
    """The pieces an opinion came in, in order; none where it came in one message."""
    came_in = rows.messages(work.session, opinion.id)
    return [piece for piece in came_in if piece.text is not None]


def joined(pieces: Sequence[str]) -> str:
    """The pieces as one text."""
    return wording.glued(pieces).strip()


def message(contact: Contact, opinion: Opinion, said: Said, position: int = 0) -> OpinionMessage:
    """The row that ties a Telegram message to its opinion. Of a piece it keeps the words too."""
    return OpinionMessage(
        contact_id=contact.id,
        message_id=said.message_id,
        opinion_id=opinion.id,
        position=position,
        text=said.text if position else None,
        sent_at=said.sent_at,
    )
