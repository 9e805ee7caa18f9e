"""What waits for one moderator: nothing of their own, nothing a colleague has on a card."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from deliberation.moderating import appeals, claims
from deliberation.moderating.flags import MODERATES
from deliberation.people import Person
from deliberation.work import Work
from storage import flags, handlings
from storage.flags import Waiting

ADMIN = "admin"


@dataclass(frozen=True)
class Queue:
    """What this person may get a card of, the longest first; `own` words, and appeals
    against this person, wait for a colleague,
    `taken` are on colleagues' cards, `seconded` wait for a second person to agree with this one."""

    waiting: tuple[Waiting, ...]
    own: tuple[Waiting, ...] = ()
    taken: int = 0
    seconded: int = 0

    def place_of(self, opinion_id: int) -> int:
        """Where it stands; 0, the first, where it waits no more."""
        ids = [each.opinion_id for each in self.waiting]
        return ids.index(opinion_id) if opinion_id in ids else 0

    def after(self, opinion_id: int, copies: set[int]) -> int:
        """What comes after this opinion and its copies; after the last, and after one that waits
        no more, the first. The opinion itself where there is nothing else."""
        place = self.place_of(opinion_id)
        turned = self.waiting[place:] + self.waiting[:place]
        passed = {opinion_id, *copies}
        return next((e.opinion_id for e in turned if e.opinion_id not in passed), opinion_id)


def agencies(person: Person) -> set[int]:
    """Where this person moderates."""
    return person.agencies(*MODERATES)


def hold(work: Work, person: Person) -> None:
    """Nobody else looks through the queues of this person's agencies until this is over, so that
    no two get the same card."""
    handlings.hold(work.session, agencies(person))


def of(work: Work, person: Person) -> Queue:
    """The queue as it stands for this person now."""
    me = person.contact_id
    there = flags.waiting(work.session, agencies(person))
    not_mine = appeals.not_for(work, person, [each.opinion_id for each in there])
    own = tuple(each for each in there if each.by == me or each.opinion_id in not_mine)
    others = [each for each in there if each not in own and _is_theirs(person, each)]
    untaken = [each for each in others if not claims.is_anothers(work, person, each)]
    alone = _alone(work, person)
    mine = [e for e in untaken if e.proposed_by != me or alone(e.agency_id)]
    return Queue(tuple(mine), own, len(others) - len(untaken), len(untaken) - len(mine))


def _is_theirs(person: Person, each: Waiting) -> bool:
    """What was passed on is for administrators."""
    return not each.passed or each.agency_id in person.agencies(ADMIN)


def _alone(work: Work, person: Person) -> Callable[[int], bool]:
    """Whether nobody else moderates at an agency, asked once an agency."""
    return cache(lambda agency_id: has_no_colleague(work, person, agency_id))


def may_pass(work: Work, person: Person, agency_id: int) -> bool:
    """Whether there is an administrator to whom this person, who is none, can pass a card on."""
    if person.contact is None or agency_id in person.agencies(ADMIN):
        return False
    return flags.has_other(work.session, agency_id, (ADMIN,), person.contact.id)


def has_no_colleague(work: Work, person: Person, agency_id: int) -> bool:
    """Whether nobody else could decide about this person's own words."""
    if person.contact is None:
        return False
    return not flags.has_other(work.session, agency_id, MODERATES, person.contact.id)
