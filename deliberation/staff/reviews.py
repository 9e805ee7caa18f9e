"""A second person looks at something before it goes out: asked for, and decided once.

What is looked at is named by its `kind` and its row's id. A look is at one version: whoever
changes it calls `void`, and a decision about another version changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from deliberation import log
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import people as person_rows
from storage import reviews as rows
from storage.models import Contact, Review

Kind = Literal["answer", "consultation"]
MAY_APPROVE = ("approver", "head", "admin")
LONGEST_LINE = 200  # UTF-16 units of what should be changed


@dataclass(frozen=True)
class Approved:
    review: Review


@dataclass(frozen=True)
class ChangesAsked:
    """The author is to change it first; `review.line` says what."""

    review: Review


@dataclass(frozen=True)
class OwnWork:
    """Who wrote it cannot be the second person."""

    review: Review


@dataclass(frozen=True)
class ReviewMoved:
    """It was changed, or decided, meanwhile; nothing was decided now."""

    review: Review


def needed(work: Work, agency_id: int) -> bool:
    """Whether the agency wants four eyes on what goes out."""
    return bool(person_rows.agency(work.session, agency_id).settings.get("four_eyes"))


def ask(
    work: Work, person: Person, kind: Kind, subject_id: int, version: int, agency_id: int
) -> Review:
    """Ask for a look at this version; once asked for, it is the same look again. A look at an
    earlier version is void."""
    last = newest(work, kind, subject_id)
    if last is not None and (last.state, last.version) == ("asked", version):
        return last
    void(work, kind, subject_id)
    review = Review(
        agency_id=agency_id,
        kind=kind,
        subject_id=subject_id,
        version=version,
        asked_by=person.contact.id if person.contact else None,
        asked_at=work.now,
    )
    work.session.add(review)
    work.session.flush()
    _record(work, person, review, "review.asked")
    return review


def by_id(work: Work, person: Person, review_id: int) -> Review | None:
    """A look that this person may take, or has asked for."""
    review = rows.by_id(work.session, review_id)
    return review if review is not None and _may_see(person, review) else None


def asked_for(work: Work, review_id: int) -> Review | None:
    """A look, for what is told of it unasked."""
    return rows.by_id(work.session, review_id)


def newest(work: Work, kind: Kind, subject_id: int) -> Review | None:
    """The look asked for last, whatever became of it."""
    return rows.newest(work.session, kind, subject_id)


def void(work: Work, kind: Kind, subject_id: int) -> None:
    """It has changed: looks that were asked for are over."""
    rows.void(work.session, kind, subject_id)


def decide(
    work: Work,
    person: Person,
    review_id: int,
    *,
    approve: bool,
    version: int,
    line: str = "",
    authors: Collection[int] = (),
) -> Approved | ChangesAsked | OwnWork | ReviewMoved | NotYours:
    """Approve it, or ask for changes in one `line`. `version` is the one it has now; `authors`
    are the contacts who wrote it, beside whoever asked."""
    review = rows.held(work.session, review_id)
    if review is None or person.contact is None or not may_approve(person, review.agency_id):
        return NotYours()
    if person.contact.id in {review.asked_by, *authors}:
        return OwnWork(review)
    if review.state != "asked" or review.version != version:
        return ReviewMoved(review)
    review.state = "approved" if approve else "changes"
    review.decided_by, review.decided_at, review.line = person.contact.id, work.now, line
    work.session.add(review)
    _record(work, person, review, f"review.{review.state}")
    return Approved(review) if approve else ChangesAsked(review)


def may_approve(person: Person, agency_id: int) -> bool:
    return agency_id in person.agencies(*MAY_APPROVE)


def approvers(work: Work, agency_id: int, *, but: Collection[int | None]) -> list[Contact]:
    """Everybody who may take the second look, but for those who wrote."""
    everybody = rows.holders(work.session, agency_id, MAY_APPROVE)
    return [contact for contact in everybody if contact.id not in but]


def _may_see(person: Person, review: Review) -> bool:
    mine = person.contact is not None and review.asked_by == person.contact.id
    return may_approve(person, review.agency_id) or (mine and _works_at(person, review.agency_id))


def _works_at(person: Person, agency_id: int) -> bool:
    return any(agency == agency_id for agency, _ in person.roles)


def _record(work: Work, person: Person, review: Review, action: str) -> None:
    log.keep(
        work,
        person.actor,
        action,
        f"{review.kind}:{review.subject_id}",
        agency_id=review.agency_id,
        details={"review": review.id, "version": review.version},
    )
