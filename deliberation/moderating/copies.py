"""Near copies are one card, and words that were decided before are known again.

A copy here is what it is for families of near copies (`nlp.alike`), compared with the words on the
card and nothing else. The families of the last analysis alone would not do: it has seen neither new
nor hidden words, and puts in one family what people say means the same in other words. They only
say where copies may be that nobody has flagged.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deliberation.people import Person
from deliberation.work import Work
from nlp.alike import Sought, bare
from storage import families, flags, handlings, topics
from storage.flags import Waiting
from storage.models import Opinion
from storage.opinions import SHOWN

COMPARED = 2_000  # of what waits in the consultation; later ones are cards of their own
MOST = 500  # on one card
KNOWN = 500  # of what was decided last in the consultation


@dataclass(frozen=True)
class Group:
    """What stands on one card. `versions`: opinion -> the version of its words; `others`: how many
    of them say it in other words than the card; `unflagged`: how many nobody has flagged."""

    versions: Mapping[int, int]
    people: int
    others: int
    unflagged: int = 0


@dataclass(frozen=True)
class Before:
    """What was decided about the same words: `kept`, or `hidden` for a reason."""

    state: str
    reason: str
    at: datetime


def group(work: Work, person: Person, card: Waiting, waiting: Sequence[Waiting]) -> Group:
    """The words of the card, and their near copies in the same consultation: those that wait, and
    those that are shown and that nobody has flagged or decided about. What an author wants looked
    at again stands alone: others may have been hidden by others."""
    ids = [each.opinion_id for each in waiting if _stands_with(card, each)][:COMPARED]
    appealed = flags.appealed(work.session, {card.opinion_id, *ids})
    alone = card.opinion_id in appealed
    ids = [] if alone else [each for each in ids if each not in appealed]
    unflagged = set() if alone else _unflagged(work, person, card) - {card.opinion_id, *ids}
    found = handlings.words_of(work.session, {card.opinion_id, *ids, *unflagged})
    own = next(text for number, _, _, text in found if number == card.opinion_id)
    sought = Sought(bare(own))
    like = [row for row in found if row[0] == card.opinion_id or sought.is_like(bare(row[3]))]
    like.sort(key=lambda row: row[0] != card.opinion_id)
    shown = like[:MOST]
    return Group(
        {number: version for number, _, version, _ in shown},
        len({person for _, person, _, _ in shown}),
        sum(bare(text) != sought.form for *_, text in shown),
        sum(number in unflagged for number, *_ in shown),
    )


def _unflagged(work: Work, person: Person, card: Waiting) -> set[int]:
    """Shown copies in the last analysis's family of these words that nobody has decided about: not
    the moderator's own."""
    run = topics.last_run(work.session, card.consultation_id)
    if run is None or card.state != SHOWN or card.passed:
        return set()
    found = families.copies_of(
        work.session, run.id, card.opinion_id, but_by=person.contact_id, limit=MOST
    )
    decided = flags.decided_counts(work.session, found)
    return {each for each in found if not decided[each]}


def _stands_with(card: Waiting, each: Waiting) -> bool:
    """Whether one decision could be of both."""
    same = (card.consultation_id, card.state, card.passed)
    return (each.consultation_id, each.state, each.passed) == same


def known(work: Work, opinion: Opinion) -> Before | None:
    """What was decided last about nearly the same words in this consultation."""
    sought = Sought(bare(opinion.text))
    for words, state, reason, at in flags.decided_words(
        work.session, opinion.consultation_id, KNOWN
    ):
        if sought.is_like(bare(words)):
            return Before(state, reason or "", at)
    return None


def differing(work: Work, opinion: Opinion, ids: Sequence[int]) -> list[tuple[str, int]]:
    """(words, how many times) of the copies that are not word for word the card's; what came most
    often first."""
    own = bare(opinion.text)
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for *_, text in handlings.words_of(work.session, ids):
        form = bare(text)
        if form != own:
            counts[form] += 1
            words.setdefault(form, text)
    return [(words[form], n) for form, n in counts.most_common()]
