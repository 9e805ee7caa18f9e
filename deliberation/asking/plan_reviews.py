"""A second person looks at a consultation before it opens, where the agency wants four eyes.

Who wrote it cannot be that person, and whoever changes it takes the look back.
"""

from dataclasses import dataclass
from typing import Any

from deliberation import notices
from deliberation.asking.plan_drafts import Asked, Previewed, Writing
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.speaking.wording import units
from deliberation.staff import reviews
from deliberation.staff.reviews import Approved, ChangesAsked, ReviewMoved
from deliberation.work import Work
from storage import drafts
from storage import people as person_rows
from storage import reviews as rows
from storage.models import Consultation, ConsultationDraft, Review


@dataclass(frozen=True)
class LookAsked:
    """`people` were asked to look. `already`: they had been asked before."""

    draft: ConsultationDraft
    people: int
    already: bool = False


@dataclass(frozen=True)
class NobodyToLook:
    """Nobody but the author may take the second look at this agency."""

    draft: ConsultationDraft


@dataclass(frozen=True)
class ToLookAt:
    """What a second person decides about, as citizens would see it."""

    review: Review
    shown: Previewed


@dataclass(frozen=True)
class LookOver:
    """Changed, decided or gone meanwhile. `again` is a later look that waits, if there is one."""

    draft: ConsultationDraft | None
    again: Review | None = None


@dataclass(frozen=True)
class OwnPlan:
    """Who wrote it cannot be the second person."""


@dataclass(frozen=True)
class WhatToChange:
    """One line is asked for. `units` of the line that was too long, or 0."""

    review: Review
    units: int = 0


@dataclass(frozen=True)
class PlanOpened:
    """Approved, and made: it opens at its hour."""

    consultation: Consultation


@dataclass(frozen=True)
class PlanBack:
    """It is with its author again. `unfit`: it was approved, but does not fit any more."""

    draft: ConsultationDraft
    unfit: bool = False


@dataclass(frozen=True)
class Returned:
    """A draft that is with its author again, and the line on what to change; empty where it was
    approved, but did not fit any more."""

    draft: ConsultationDraft
    line: str


Looked = ToLookAt | LookOver | NotYours
Decided = PlanOpened | PlanBack | LookOver | OwnPlan | NotYours


def wanted(own: Writing) -> bool:
    """Whether somebody has to look before it opens."""
    return reviews.needed(own.work, own.agency.id)


def ask(own: Writing, person: Person) -> LookAsked | NobodyToLook | Asked:
    """Have somebody else look at the draft as it stands."""
    shown = own.preview()
    if isinstance(shown, Asked):
        return shown
    draft, agency = own.draft, own.agency
    told = reviews.approvers(own.work, agency.id, but=[draft.contact_id])
    if not told:
        return NobodyToLook(draft)
    already = draft.state == "review"
    review = reviews.ask(own.work, person, "consultation", draft.id, draft.version, agency.id)
    draft.state = "review"
    own.work.session.add(draft)
    for contact in told:
        once = f"plan_review:{review.id}:{contact.id}"
        zone = agency.timezone
        notices.tell(own.work, contact, "plan_review", zone=zone, once=once, review=review.id)
    return LookAsked(draft, len(told), already)


def look(work: Work, person: Person, review_id: int) -> Looked:
    """See what one is asked to look at."""
    found = _found(work, person, review_id)
    if isinstance(found, NotYours):
        return found
    review, own = found
    if own is None or review.state != "asked" or review.version != own.draft.version:
        return _over(work, own)
    shown = own.preview()
    return ToLookAt(review, shown) if isinstance(shown, Previewed) else _over(work, own)


def approve(work: Work, person: Person, review_id: int) -> Decided:
    """Open it as it is."""
    found = _found(work, person, review_id)
    if isinstance(found, NotYours):
        return found
    review, own = found
    if own is None:
        return LookOver(None)
    draft = own.draft
    decided = reviews.decide(
        work, person, review.id, approve=True, version=draft.version, authors=[draft.contact_id]
    )
    match decided:
        case Approved():
            return _launched(own, review)
        case ReviewMoved():
            return _over(work, own)
        case NotYours():
            return decided
        case _:
            return OwnPlan()


def _launched(own: Writing, review: Review) -> PlanOpened | PlanBack:
    made = own.launch()
    if isinstance(made, Asked):
        _give_back(own, review)
        return PlanBack(own.draft, unfit=True)
    _tell_author(own, "plan_opened", review, consultation=made.id)
    return PlanOpened(made)


def ask_changes(
    work: Work, person: Person, review_id: int
) -> WhatToChange | LookOver | OwnPlan | NotYours:
    """What shall be changed?"""
    found = _found(work, person, review_id)
    if isinstance(found, NotYours):
        return found
    review, own = found
    if person.contact is not None and review.asked_by == person.contact.id:
        return OwnPlan()
    open_still = own is not None and (review.state, review.version) == ("asked", own.draft.version)
    return WhatToChange(review) if open_still else _over(work, own)


def send_back(work: Work, person: Person, review_id: int, line: str) -> WhatToChange | Decided:
    """Give it back to its author, with a line on what to change."""
    found = _found(work, person, review_id)
    if isinstance(found, NotYours):
        return found
    review, own = found
    if own is None:
        return LookOver(None)
    if not 0 < units(line.strip()) <= reviews.LONGEST_LINE:
        return WhatToChange(review, units(line))
    decided = reviews.decide(
        work,
        person,
        review.id,
        approve=False,
        version=own.draft.version,
        line=line.strip(),
        authors=[own.draft.contact_id],
    )
    match decided:
        case ChangesAsked():
            _give_back(own, review)
            return PlanBack(own.draft)
        case ReviewMoved():
            return _over(work, own)
        case NotYours():
            return decided
        case _:
            return OwnPlan()


def waiting(work: Work, review_id: int) -> ToLookAt | None:
    """A look that is still wanted, as the second person is asked for it."""
    review = rows.by_id(work.session, review_id)
    draft = drafts.by_id(work.session, review.subject_id) if review else None
    if review is None or draft is None:
        return None
    if review.state != "asked" or review.version != draft.version:
        return None
    shown = Writing(work, draft, person_rows.agency(work.session, review.agency_id)).preview()
    return ToLookAt(review, shown) if isinstance(shown, Previewed) else None


def returned(work: Work, review_id: int, draft_id: int) -> Returned | None:
    """What the author is told, as long as nothing was changed since."""
    review, draft = rows.by_id(work.session, review_id), drafts.by_id(work.session, draft_id)
    if review is None or draft is None or draft.state != "writing":
        return None
    return Returned(draft, review.line)


def _found(work: Work, person: Person, review_id: int) -> tuple[Review, Writing | None] | NotYours:
    """A look at a consultation, for who may see it, with the draft as long as there is one."""
    review = reviews.by_id(work, person, review_id)
    if review is None or review.kind != "consultation":
        return NotYours()
    draft = drafts.by_id(work.session, review.subject_id)
    agency = person_rows.agency(work.session, review.agency_id)
    return review, Writing(work, draft, agency) if draft is not None else None


def _over(work: Work, own: Writing | None) -> LookOver:
    if own is None:
        return LookOver(None)
    newest = reviews.newest(work, "consultation", own.draft.id)
    waits = newest is not None and newest.state == "asked" and newest.version == own.draft.version
    return LookOver(own.draft, newest if waits else None)


def _give_back(own: Writing, review: Review) -> None:
    own.draft.state = "writing"
    own.work.session.add(own.draft)
    _tell_author(own, "plan_back", review, draft=own.draft.id)


def _tell_author(own: Writing, about: str, review: Review, **values: int) -> None:
    author = person_rows.contact(own.work.session, own.draft.contact_id)
    if author is None:
        return
    told: dict[str, Any] = {"review": review.id, **values}
    zone, once = own.agency.timezone, f"{about}:{review.id}"
    notices.tell(own.work, author, about, zone=zone, once=once, **told)
