"""A database that was brought back from a copy is set right: what was erased since the copy was
made is erased again, and what may have gone out since is held for a person to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation import log, people
from deliberation.asking import consultations
from deliberation.grouping import counts
from deliberation.privacy import forgetting, retention
from deliberation.speaking import opinions
from deliberation.work import Work
from storage import erasing, held, rests
from storage import opinions as rows
from storage import people as people_rows
from storage.erasures import Erasure
from storage.models import Opinion


@dataclass(frozen=True)
class SetRight:
    """`people` forgotten again, `words` of so many opinions gone again, `held` deliveries."""

    people: int
    words: int
    held: int


def set_right(work: Work, known: Sequence[Erasure]) -> SetRight:
    """Do every known erasure again, oldest first, and hold what is due to go out. What is done
    already stays done, so that this may be done again."""
    forgotten = words = 0
    for erasure in known:
        match erasure.what:
            case "forgotten":
                forgotten += _forget(work, erasure)
            case "words_over":
                retention.erase_again(work, erasure.of)
            case _:
                words += _take_back(work, erasure)
    rests.forget(work.session, work.now)
    words += consultations.erase_withdrawn(work)
    done = SetRight(forgotten, words, held.hold(work.session, work.now))
    details = {"people": done.people, "words": done.words, "held": done.held}
    log.keep(work, "operator", "database.restored", "database:1", agency_id=None, details=details)
    return done


def _forget(work: Work, erasure: Erasure) -> bool:
    session, lane = work.session, bytes.fromhex(erasure.more["lane"])
    contact = people_rows.contact_by_mark(session, bytes.fromhex(erasure.of))
    made = erasure.more["made"]
    found = contact is not None and made == contact.created_at.isoformat()
    person = people.by_contact(work, contact.id) if found and contact is not None else None
    if person is not None:
        forgetting.forget_again(work, person, keep_words=erasure.more["keep_words"])
    erasing.erase_early_flags(session, erasure.more["flagged"], erasure.at)
    erasing.end_updates(session, lane, erasure.at)
    return person is not None


def _take_back(work: Work, erasure: Erasure) -> bool:
    """Whether the words are gone by it."""
    opinion = rows.by_source(work.session, erasure.of)
    if opinion is None or opinion.state == "erased":
        return False
    match erasure.what:
        case "erased":
            shown = opinion.state == rows.SHOWN
            rows.erase(work.session, opinion, work.now)
            if shown:
                counts.went(work, opinion)
        case "withdrawn":
            opinions.take_back(work, opinion, datetime.fromisoformat(erasure.more["erase_at"]))
        case _:
            _take_up(work, opinion)
    return erasure.what == "erased"


def _take_up(work: Work, opinion: Opinion) -> None:
    if opinion.state == "withdrawn":
        opinions.take_up(work, opinion)
