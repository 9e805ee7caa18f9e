"""A card is one moderator's for ten minutes: nobody else gets it meanwhile, and what they decide is
decided of the words as the card showed them."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from deliberation.people import Person
from deliberation.work import Work
from storage import flags, handlings
from storage import opinions as rows
from storage.flags import Waiting
from storage.models import Handling, Opinion

HELD_FOR = timedelta(minutes=10)
MOST_VERSIONS = 4096


def stamps(work: Work, versions: Mapping[int, int]) -> dict[int, int]:
    """opinion -> a number that tells these words, and what was decided about them so far, from
    any later ones; `versions`: opinion -> in which version its words stand."""
    decided = flags.decided_counts(work.session, versions)
    return {
        each: decided[each] * MOST_VERSIONS + version % MOST_VERSIONS
        for each, version in versions.items()
    }


def stamp_of(work: Work, opinion: Opinion) -> int:
    return stamps(work, {opinion.id: opinion.version})[opinion.id]


def take(work: Work, person: Person, card: int, stamped: Mapping[int, int]) -> None:
    """The card with these words is this person's now, and no other is any more."""
    if person.contact is None:
        return
    release(work, person)
    until = work.now + HELD_FOR
    handlings.take(work.session, card, stamped, person.contact.id, until)


def release(work: Work, person: Person) -> None:
    if person.contact is not None:
        handlings.release(work.session, person.contact.id)


def is_anothers(work: Work, person: Person, words: Handling | Waiting | None) -> bool:
    """Whether a colleague has these words on a card now."""
    if words is None or words.taken_until is None:
        return False
    return words.taken_by not in (None, person.contact_id) and words.taken_until > work.now


def others_on(work: Work, person: Person, opinion: Opinion) -> list[Opinion] | None:
    """The copies beside this opinion on its card, as far as they are still as the card showed
    them, held; None where the card is this person's no more."""
    on_card = handlings.on_card(work.session, opinion.id, person.contact_id)
    shown = {each.opinion_id: each.stamp for each in on_card}
    if shown.pop(opinion.id, None) is None:
        return None
    held = rows.hold_all(work.session, shown)
    now_there = stamps(work, {each.id: each.version for each in held})
    return [
        each
        for each in held
        if now_there[each.id] == shown[each.id] and each.state == opinion.state
    ]


def pass_on(work: Work, card: Opinion, whole: Collection[Opinion], by: int, line: str) -> None:
    """These wait for an administrator from now on."""
    stamped = stamps(work, {each.id: each.version for each in whole})
    handlings.pass_on(work.session, card.id, stamped, by, line, work.now)


def end(work: Work, opinion_ids: Collection[int]) -> None:
    """They are decided."""
    handlings.end(work.session, opinion_ids)
