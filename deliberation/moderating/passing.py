"""A moderator passes a card on to the administrators: they decide, nobody else, and until then
everything stays as it is."""

from dataclasses import dataclass

from deliberation import log, notices
from deliberation.asking.founding import tidy, wrong_length
from deliberation.moderating import claims, moderation, queues
from deliberation.moderating.choices import HIDE
from deliberation.moderating.holds import Held, hold_open, whole_of
from deliberation.moderating.moderation import Next
from deliberation.moderating.queues import ADMIN
from deliberation.moderating.refusals import Changed, Refused
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations, flags, handlings, teams
from storage import opinions as rows
from storage.models import Opinion

LONGEST_LINE = 200


@dataclass(frozen=True)
class LineWanted:
    """Why? One line, for the administrators; `wrong`: one that came was empty or too long."""

    opinion: Opinion
    wrong: bool = False


@dataclass(frozen=True)
class NoAdmin:
    """There is nobody to pass it on to: no administrator, or only this person."""


@dataclass(frozen=True)
class Passed:
    """It waits for an administrator, with `count` messages on the card."""

    opinion: Opinion
    count: int
    next: Next


@dataclass(frozen=True)
class WithAdmin:
    """What an administrator is told of a card that was passed on."""

    line: str


def ask(work: Work, person: Person, opinion_id: int, stamp: int) -> LineWanted | NoAdmin | Refused:
    """A card shall be passed on."""
    held = _may_pass(work, person, opinion_id, stamp)
    return LineWanted(held.opinion) if isinstance(held, Held) else held


def _may_pass(work: Work, person: Person, opinion_id: int, stamp: int) -> Held | NoAdmin | Refused:
    held = hold_open(work, person, opinion_id, stamp, HIDE)
    if not isinstance(held, Held):
        return held
    there = queues.may_pass(work, person, held.consultation.agency_id)
    return held if there else NoAdmin()


def pass_on(
    work: Work, person: Person, opinion_id: int, stamp: int, line: str
) -> Passed | LineWanted | NoAdmin | Refused:
    """The line came: the card, with its copies, goes to the administrators, who are told."""
    held = _may_pass(work, person, opinion_id, stamp)
    if not isinstance(held, Held):
        return held
    if wrong_length("line", line, LONGEST_LINE):
        return LineWanted(held.opinion, wrong=True)
    whole = whole_of(work, person, held.opinion)
    if whole is None:
        return Changed(moderation.show(work, person, opinion_id))
    ids = [each.id for each in whole]
    following = queues.of(work, person).after(opinion_id, set(ids))
    claims.pass_on(work, held.opinion, whole, person.contact_id, tidy(line))
    _record(work, person, held, len(whole))
    _tell(work, held)
    return Passed(held.opinion, len(whole), moderation.show(work, person, following))


def _record(work: Work, person: Person, held: Held, count: int) -> None:
    log.keep(
        work,
        person.actor,
        "card.passed",
        f"consultation:{held.consultation.id}",
        agency_id=held.consultation.agency_id,
        details={"opinion": held.opinion.id, "copies": count},
    )


def _tell(work: Work, held: Held) -> None:
    opinion = held.opinion
    for admin in teams.with_role(work.session, held.consultation.agency_id, ADMIN):
        notices.tell(
            work,
            admin,
            "passed",
            zone=held.consultation.timezone,
            once=f"passed:{opinion.id}:{claims.stamp_of(work, opinion)}:{admin.id}",
            opinion=opinion.id,
            who=admin.id,
        )


def told(work: Work, opinion_id: int, contact_id: int) -> WithAdmin | None:
    """What the notice says when it goes out; None where it is decided, or none of their business
    any more."""
    handling, opinion = handlings.of(work.session, opinion_id), rows.by_id(work.session, opinion_id)
    asked = consultations.by_id(work.session, opinion.consultation_id) if opinion else None
    if handling is None or handling.passed_at is None or opinion is None or asked is None:
        return None
    if opinion.state not in flags.LOOKED_AT:
        return None
    administers = flags.has_role(work.session, asked.agency_id, (ADMIN,), contact_id)
    return WithAdmin(handling.line) if administers else None
