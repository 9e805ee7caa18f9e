"""Flags: "please look at this". They bring words before a moderator, and do nothing else."""

from dataclasses import dataclass

from deliberation import limits, log
from deliberation.limits import Reached
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, flags, people
from storage import opinions as rows
from storage.models import Consultation, Flag, Opinion

REASONS = ("personal", "insult", "hate", "threat", "advertising", "other")
POLICY = "policy"
"""Who flags, and why, where every message is looked at before it is shown."""
FLOOD = "flood"
"""Why, where so much came at once that this one was not shown before it was looked at."""
MODERATES = ("moderator", "admin")
AUTHOR, REWRITTEN, APPEAL = "author", "rewritten", "appeal"
"""Who flags hidden words, and why: they were rewritten, or are to be looked at again."""


@dataclass(frozen=True)
class Flagged:
    """Somebody asked to look at these words; `again` where they had asked before."""

    opinion: Opinion
    again: bool = False


@dataclass(frozen=True)
class OwnOpinion:
    """One's own words are taken back, not flagged."""

    opinion: Opinion


@dataclass(frozen=True)
class NotShown:
    """There are no such words to be read: hidden, taken back, or never there."""


@dataclass(frozen=True)
class EnoughFlags:
    """As many flags of this person as are taken here for now; this one was not."""

    limit: Reached
    zone: str


Raised = Flagged | OwnOpinion | NotShown | EnoughFlags


def raise_(work: Work, person: Person, opinion_id: int, reason: str) -> Raised:
    """Ask a moderator to look. One person counts once for the same words.

    Raises ValueError for a reason that is not one of REASONS.
    """
    if reason not in REASONS:
        raise ValueError(f"no such reason: {reason}")
    opinion = rows.hold(work.session, opinion_id)
    if opinion is None or opinion.state != rows.SHOWN:
        return NotShown()
    asked = consultations.by_id(work.session, opinion.consultation_id)
    if asked is None:
        return NotShown()
    if is_own(work, person, opinion):
        return OwnOpinion(opinion)
    pseudonym = work.keys.pseudonym(asked.id, person.telegram_id)
    before = flags.of_person(work.session, opinion_id, pseudonym)
    if before is not None and (before.state == "open" or before.version == opinion.version):
        return Flagged(opinion, again=True)
    enough = _enough(work, person, asked, pseudonym)
    if enough is not None:
        return enough
    flag = _keep(work, before, _flag(work, person, opinion, asked, reason, pseudonym))
    if flag.contact_id is not None:
        _record(work, flag, asked)
    return Flagged(opinion)


def _enough(work: Work, person: Person, asked: Consultation, pseudonym: str) -> EnoughFlags | None:
    """Whoever moderates may flag as much as they read."""
    written = work.rules.limits.flags
    if not written or _moderates(person, asked):
        return None
    raised = flags.latest_of(work.session, pseudonym, limits.most(written))
    reached = limits.reached(written, raised, work.now)
    return EnoughFlags(reached, asked.timezone) if reached else None


def _moderates(person: Person, asked: Consultation) -> bool:
    return asked.agency_id in person.agencies(*MODERATES)


def is_own(work: Work, person: Person, opinion: Opinion) -> bool:
    """Whether this person wrote it."""
    contact = person.contact
    return contact is not None and rows.owned(work.session, contact.id, opinion.id) is not None


def _record(work: Work, flag: Flag, asked: Consultation) -> None:
    """What moderators ask to have looked at is an act of the staff; citizens' flags are not. It is
    no decision about the words: their author is told of those, not of who flags."""
    log.keep(
        work,
        f"contact:{flag.contact_id}",
        "flag.raised",
        f"flag:{flag.id}",
        agency_id=asked.agency_id,
        reason=flag.reason,
        details={"opinion": flag.opinion_id, "version": flag.version},
    )


def rewritten(work: Work, opinion: Opinion) -> None:
    """The author put other words in place of hidden or covered ones: a moderator looks at those,
    and not at what was covered before."""
    asked = flags.of_person(work.session, opinion.id, APPEAL)
    if asked is not None and asked.state == "open" and opinion.state != "hidden":
        flags.drop(work.session, [opinion.id], APPEAL)
    flag = Flag(
        opinion_id=opinion.id,
        flagged_by=AUTHOR,
        version=opinion.version,
        source=AUTHOR,
        reason=REWRITTEN,
        at=work.now,
    )
    _keep(work, flags.of_person(work.session, opinion.id, AUTHOR), flag)


def await_look(work: Work, opinion_id: int, version: int, why: str = POLICY) -> None:
    """Nobody reads these words before a moderator has: by POLICY, or because of a FLOOD."""
    flag = Flag(
        opinion_id=opinion_id,
        flagged_by=POLICY,
        version=version,
        source=POLICY,
        reason=why,
        at=work.now,
    )
    _keep(work, flags.of_person(work.session, opinion_id, POLICY), flag)


def _keep(work: Work, before: Flag | None, flag: Flag) -> Flag:
    """One row a person: a later flag, of other words, takes the place of the one before."""
    flag.id = before.id if before else flag.id
    kept = work.session.merge(flag)
    work.session.flush()
    return kept


def _flag(
    work: Work, person: Person, opinion: Opinion, asked: Consultation, reason: str, pseudonym: str
) -> Flag:
    contact = person.contact
    moderates = _moderates(person, asked)
    joined = people.participation(work.session, contact.id, asked.id) if contact else None
    looked_at = _kept_before(work, opinion, reason)
    return Flag(
        opinion_id=opinion.id,
        participation_id=joined.id if joined else None,
        contact_id=contact.id if contact and moderates else None,
        flagged_by=pseudonym,
        version=opinion.version,
        source="moderator" if moderates else "citizen",
        reason=reason,
        state="kept" if looked_at and not moderates else "open",
        at=work.now,
        decided_at=work.now if looked_at and not moderates else None,
    )


def _kept_before(work: Work, opinion: Opinion, reason: str) -> bool:
    """Whether a moderator kept these very words in spite of this very reason: many who press the
    same button do not bring them back."""
    return flags.was_kept(work.session, opinion.id, opinion.version, reason)
