"""Words that a moderator is about to decide on, held: whether they can, and what stands on the card
with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation import log
from deliberation.moderating import appeals, claims, copies, moderation, queues
from deliberation.moderating.choices import KEEP, OF_COVERED, SHOW, Choice
from deliberation.moderating.flags import is_own
from deliberation.moderating.refusals import (
    Changed,
    DecidedBefore,
    NotThere,
    OwnWords,
    Refused,
    TakenOver,
    WentAway,
    WithAdmins,
)
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, flags, handlings
from storage import opinions as rows
from storage.models import Consultation, Handling, LogRow, Opinion


@dataclass(frozen=True)
class Held:
    """Words nobody else decides about while this lasts, and what was decided so far."""

    opinion: Opinion
    consultation: Consultation
    decisions: tuple[LogRow, ...]
    handling: Handling | None


def hold(work: Work, person: Person, opinion_id: int) -> Held | OwnWords | NotThere:
    """Words of an agency where this person moderates, and not their own, held."""
    queues.hold(work, person)
    opinion = rows.hold(work.session, opinion_id)
    asked = consultations.by_id(work.session, opinion.consultation_id) if opinion else None
    if opinion is None or asked is None or asked.agency_id not in queues.agencies(person):
        return NotThere()
    if asked.erasing_at is not None:
        return NotThere()
    if is_own(work, person, opinion):
        nobody = queues.has_no_colleague(work, person, asked.agency_id)
        return OwnWords(nobody, moderation.queue_of(work, person))
    decided = tuple(flags.decisions(work.session, opinion.id))
    return Held(opinion, asked, decided, handlings.of(work.session, opinion.id))


def hold_open(
    work: Work, person: Person, opinion_id: int, stamp: int, choice: Choice
) -> Held | Refused:
    """The words of a card, held, if this person can decide this about them now."""
    held = hold(work, person, opinion_id)
    if not isinstance(held, Held):
        return held
    return refuse(work, person, held, stamp, meant(work, held.opinion, choice)) or held


def meant(work: Work, opinion: Opinion, choice: Choice) -> Choice:
    """What a choice comes to for these words: to keep what waits unseen is to show it, and of
    covered words the covering is what is looked at again."""
    if choice is KEEP and opinion.state == "held":
        return SHOW
    return OF_COVERED.get(choice, choice) if appeals.of_covered(work, opinion) else choice


def check(
    work: Work, person: Person, opinion_id: int, stamp: int, choice: Choice
) -> Opinion | Refused:
    """Whether this can be decided now: asked before a reason is."""
    held = hold_open(work, person, opinion_id, stamp, choice)
    return held.opinion if isinstance(held, Held) else held


def refuse(work: Work, person: Person, held: Held, stamp: int, choice: Choice) -> Refused | None:
    """Why this person cannot decide this now; None where they can."""
    opinion = held.opinion
    if opinion.state not in flags.LOOKED_AT:
        return WentAway(moderation.queue_of(work, person))
    if not flags.open_reasons(work.session, [opinion.id]):
        return decided_before(work, person, held)
    if appeals.not_for(work, person, [opinion.id]):
        nobody = queues.has_no_colleague(work, person, held.consultation.agency_id)
        return OwnWords(nobody, moderation.queue_of(work, person))
    if _is_with_admins(person, held):
        return WithAdmins(moderation.queue_of(work, person))
    if claims.is_anothers(work, person, held.handling):
        return TakenOver(moderation.queue_of(work, person))
    if stamp != claims.stamp_of(work, opinion) or not _fits(work, opinion, choice):
        return Changed(moderation.show(work, person, opinion.id))
    return None


def _fits(work: Work, opinion: Opinion, choice: Choice) -> bool:
    """Whether these words, as they stand now, can be decided about so."""
    of_covered = choice in OF_COVERED.values()
    return opinion.state in choice.of and of_covered == appeals.of_covered(work, opinion)


def _is_with_admins(person: Person, held: Held) -> bool:
    passed = held.handling is not None and held.handling.passed_at is not None
    return passed and held.consultation.agency_id not in person.agencies(queues.ADMIN)


def whole_of(work: Work, person: Person, opinion: Opinion) -> list[Opinion] | None:
    """What a decision on this card is of: its words, and the copies it showed. None for a card
    that was put away meanwhile and has copies."""
    others = claims.others_on(work, person, opinion)
    if others is None:
        queue = queues.of(work, person)
        waits = next((e for e in queue.waiting if e.opinion_id == opinion.id), None)
        if waits is not None and len(copies.group(work, person, waits, queue.waiting).versions) > 1:
            return None
    return [opinion, *(others or [])]


def decided_before(work: Work, person: Person, held: Held) -> DecidedBefore | NotThere:
    if not held.decisions:
        return NotThere()
    row = held.decisions[-1]
    own = row.actor == person.actor
    return DecidedBefore(row, held.consultation, own, moderation.queue_of(work, person))


def entry(opinion: Opinion, reason: str = "", about: Mapping[str, Any] | None = None) -> log.Entry:
    """What the log says of one opinion."""
    return log.Entry(f"opinion:{opinion.id}", reason, {"version": opinion.version, **(about or {})})


def record(
    work: Work, person: Person, held: Held, action: str, entries: Sequence[log.Entry]
) -> list[LogRow]:
    """Keep what one decision did to each opinion, in this order."""
    agency_id = held.consultation.agency_id
    return log.keep_all(work, person.actor, action, entries, agency_id=agency_id)
