"""What is erased is also noted outside the database, so that a restore can erase it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from deliberation.people import Person
from deliberation.work import Work
from storage import erasures, privacy
from storage.erasures import Erasure
from storage.models import Consultation, Opinion


def forgotten(work: Work, person: Person, pseudonyms: Sequence[str], *, keep_words: bool) -> None:
    """Somebody is about to be forgotten. Their row is known by its mark and the hour it was made:
    who comes back later has another."""
    contact = person.contact
    flagged = privacy.flagged_under(work.session, pseudonyms)
    mark = work.keys.mark("contact", person.telegram_id).hex()
    more = {
        "made": contact.created_at.isoformat() if contact else None,
        "lane": person.lane.hex(),
        "keep_words": keep_words,
        "flagged": flagged,
    }
    _note(work, "forgotten", mark, more)


def withdrawn(work: Work, opinion: Opinion) -> None:
    erase_at = opinion.erase_at or work.now
    _note(work, "withdrawn", opinion.source, {"erase_at": erase_at.isoformat()})


def taken_up(work: Work, opinion: Opinion) -> None:
    _note(work, "taken_up", opinion.source, {})


def erased(work: Work, opinion: Opinion) -> None:
    _note(work, "erased", opinion.source, {})


def words_over(work: Work, asked: Consultation) -> None:
    """The words of a whole consultation are going: their time is over."""
    _note(work, "words_over", asked.slug, {})


def _note(work: Work, what: str, of: str, more: Mapping[str, Any]) -> None:
    noted = Erasure(what, work.now, of, dict(more))
    erasures.note(work.session, work.rules.erasures, work.keys, noted)
