"""An answer goes out: shown as a citizen will get it, looked at by a second person where the agency
wants that, confirmed once, and stopped while it can be."""

from dataclasses import dataclass
from datetime import datetime

from deliberation import log, notices
from deliberation.answering import drafts
from deliberation.answering.answers import Letter, letter_of, queue
from deliberation.answering.drafts import DraftChanged
from deliberation.hours import next_daytime
from deliberation.outcomes import Confirmed, NobodyLeft, NotYours
from deliberation.people import Person
from deliberation.staff import reviews, teams
from deliberation.staff.reviews import ChangesAsked, OwnWork, ReviewMoved
from deliberation.staff.teams import Member
from deliberation.work import Work
from storage import answers as rows
from storage import audiences
from storage import consultations as consultation_rows
from storage.models import Answer, AnswerVersion, Opinion, Review


@dataclass(frozen=True)
class Drafted:
    """The draft with its words, as one of the citizens would see it.

    `unreachable` of the `people` cannot be written to. `four_eyes`: a second person has to
    approve; `asked` is the look that waits.
    """

    answer: Answer
    letter: Letter
    people: int
    unreachable: int = 0
    four_eyes: bool = False
    asked: Review | None = None


@dataclass(frozen=True)
class AnsweredMeanwhile:
    """A colleague answered the topic after this draft was shown; nothing was sent."""

    at: datetime
    again: Drafted | NobodyLeft


@dataclass(frozen=True)
class NeedsSecond:
    """The agency wants a second person to look at it first; nothing was sent."""

    shown: Drafted | NobodyLeft


@dataclass(frozen=True)
class LookAsked:
    """So many others were asked for a second look; none: there is nobody who could take it."""

    review: Review
    others: int


@dataclass(frozen=True)
class ToReview:
    """An answer that waits for a second person, as they see it. `by` is who wrote it."""

    review: Review
    shown: Drafted
    by: Member | None


@dataclass(frozen=True)
class Stopped:
    """It went, or is on its way, to `people`; `left` people will not get it."""

    people: int
    left: int


@dataclass(frozen=True)
class Resent:
    """So many deliveries are tried once more."""

    count: int


def preview(
    work: Work, person: Person, answer_id: int
) -> Drafted | DraftChanged | NobodyLeft | NotYours:
    """The draft as one of its citizens would see it, and how many it is for."""
    answer = drafts.own(work, person, answer_id)
    if answer is None or rows.words(work.session, answer) is None:
        return NotYours()
    return DraftChanged(answer) if answer.state != "draft" else _shown(work, answer)


def look(
    work: Work, person: Person, answer_id: int
) -> Drafted | DraftChanged | NobodyLeft | NotYours:
    """A colleague's draft, to be read only."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or not drafts.may_answer(work, person, answer.consultation_id):
        return NotYours()
    return DraftChanged(answer) if answer.state != "draft" else _shown(work, answer)


def _shown(work: Work, answer: Answer) -> Drafted | NobodyLeft:
    drafts.follow(work, answer)
    work.session.add(answer)
    words = rows.words(work.session, answer)
    theirs = _words_of_one(work, answer)
    if words is None or not theirs:
        return NobodyLeft(answer)
    reached = drafts.people_of(work, answer)
    nowhere = 0 if answer.corrects else audiences.people_without_contact(work.session, answer)
    agency = drafts.agency_of(work, answer)
    review = reviews.newest(work, "answer", answer.id)
    waits = review is not None and review.state == "asked" and review.version == answer.version
    return Drafted(
        answer,
        letter_of(work, answer, words, theirs, reached),
        reached,
        nowhere,
        four_eyes=reviews.needed(work, agency.id),
        asked=review if waits else None,
    )


def _words_of_one(work: Work, answer: Answer) -> list[Opinion]:
    if answer.corrects is None:
        return audiences.words_of_one(work.session, answer)
    return audiences.words_answered(work.session, answer.corrects)


def confirm(
    work: Work, person: Person, answer_id: int, version: int
) -> Confirmed | DraftChanged | AnsweredMeanwhile | NeedsSecond | NobodyLeft | NotYours:
    """Send the draft out, once: whom it is for is fixed here. A second press changes nothing."""
    answer = drafts.own(work, person, answer_id)
    words = rows.words(work.session, answer) if answer else None
    if answer is None or words is None:
        return NotYours()
    consultation_rows.hold(work.session, answer.consultation_id)  # one confirms after the other
    if answer.state in audiences.GIVEN:
        return _confirmed_before(work, answer)
    if answer.state != "draft" or version != answer.version or drafts.first_missing(answer, words):
        return DraftChanged(answer)
    if reviews.needed(work, drafts.agency_of(work, answer).id):
        return NeedsSecond(_shown(work, answer))
    other = rows.confirmed_since(work.session, answer, words.at)
    if other is not None:
        same = {**words.model_dump(), "version": answer.version + 1, "at": work.now}
        rows.add_version(work.session, answer, same)
        return AnsweredMeanwhile(other.confirmed_at or work.now, _shown(work, answer))
    return _confirmed(work, person, answer, words)


def _confirmed_before(work: Work, answer: Answer) -> Confirmed:
    at, zone = answer.confirmed_at or work.now, drafts.asked_in(work, answer).timezone
    return Confirmed(answer, answer.people, at, zone, already=True)


def _confirmed(
    work: Work, person: Person, answer: Answer, words: AnswerVersion
) -> Confirmed | NobodyLeft:
    reached = _fix(work, answer)
    if not reached:
        return NobodyLeft(answer)
    answer.people, answer.verdict, answer.final_due = reached, words.verdict, words.final_due
    zone = drafts.asked_in(work, answer).timezone
    start = next_daytime(work.now, zone, work.rules)
    _send(work, person, answer, start)
    return Confirmed(answer, reached, start, zone, at_night=start > work.now)


def _fix(work: Work, answer: Answer) -> int:
    corrected = rows.by_id(work.session, answer.corrects) if answer.corrects else None
    if corrected is not None:
        return audiences.copy(work.session, answer, corrected)
    return audiences.fix(work.session, answer)


def _send(work: Work, person: Person, answer: Answer, start: datetime) -> None:
    if answer.corrects is None:
        answer.number = rows.next_number(work.session, answer.consultation_id)
    answer.state, answer.confirmed_at = "sending", work.now
    answer.confirmed_by = person.contact.id if person.contact else None
    work.session.add(answer)
    queue(work, answer, start)
    _record(work, person, answer, "answer.confirmed")


def ask_look(
    work: Work, person: Person, answer_id: int, version: int
) -> LookAsked | DraftChanged | NobodyLeft | NotYours:
    """Ask a second person to look at the draft; everybody who may is told."""
    answer = drafts.own(work, person, answer_id)
    words = rows.words(work.session, answer) if answer else None
    if answer is None or words is None:
        return NotYours()
    if answer.state != "draft" or version != answer.version or drafts.first_missing(answer, words):
        return DraftChanged(answer)
    agency = drafts.agency_of(work, answer)
    others = reviews.approvers(work, agency.id, but=rows.authors(work.session, answer.id))
    review = reviews.ask(work, person, "answer", answer.id, version, agency.id)
    for contact in others:
        once = f"review:{review.id}:{contact.id}"
        zone = agency.timezone
        notices.tell(work, contact, "answer_review", zone=zone, once=once, review=review.id)
    return LookAsked(review, len(others))


def to_review(
    work: Work, person: Person, review_id: int
) -> ToReview | ReviewMoved | NobodyLeft | NotYours:
    """An answer that waits for a second person, as it stands now."""
    review = reviews.by_id(work, person, review_id)
    answer = rows.by_id(work.session, review.subject_id) if review else None
    if review is None or answer is None or review.kind != "answer":
        return NotYours()
    return _to_review(work, review, answer)


def _to_review(work: Work, review: Review, answer: Answer) -> ToReview | ReviewMoved | NobodyLeft:
    if review.state != "asked" or answer.state != "draft" or answer.version != review.version:
        return ReviewMoved(review)
    shown = _shown(work, answer)
    if isinstance(shown, NobodyLeft):
        return shown
    by = teams.one(work, review.agency_id, answer.written_by or 0)
    return ToReview(review, shown, by)


def may_decide(
    work: Work, person: Person, review_id: int
) -> ToReview | OwnWork | ReviewMoved | NobodyLeft | NotYours:
    """The same for somebody who is about to decide."""
    found = to_review(work, person, review_id)
    if not isinstance(found, ToReview):
        return found
    if not reviews.may_approve(person, found.review.agency_id):
        return NotYours()
    mine = person.contact is not None and person.contact.id in {
        found.review.asked_by,
        *rows.authors(work.session, found.shown.answer.id),
    }
    return OwnWork(found.review) if mine else found


def changes_asked(work: Work, review_id: int) -> tuple[Review, Member | None] | None:
    """What somebody wants changed, as the author is told; None where it went on since."""
    review = reviews.asked_for(work, review_id)
    answer = rows.by_id(work.session, review.subject_id) if review else None
    if review is None or answer is None or answer.state != "draft" or review.state != "changes":
        return None
    return review, teams.one(work, review.agency_id, review.decided_by or 0)


def waiting(work: Work, review_id: int) -> ToReview | None:
    """An answer that waits for a second person, as they are told of it."""
    review = reviews.asked_for(work, review_id)
    answer = rows.by_id(work.session, review.subject_id) if review else None
    if review is None or answer is None:
        return None
    found = _to_review(work, review, answer)
    return found if isinstance(found, ToReview) else None


def decide(
    work: Work, person: Person, review_id: int, *, approve: bool, line: str = ""
) -> Confirmed | ChangesAsked | OwnWork | ReviewMoved | NobodyLeft | NotYours:
    """Approve an answer, which sends it, or ask for changes, which its author is told."""
    review = reviews.by_id(work, person, review_id)
    answer = rows.by_id(work.session, review.subject_id) if review else None
    words = rows.words(work.session, answer) if answer else None
    if review is None or answer is None or words is None or review.kind != "answer":
        return NotYours()
    consultation_rows.hold(work.session, answer.consultation_id)
    decided = reviews.decide(
        work,
        person,
        review.id,
        approve=approve,
        version=answer.version if answer.state == "draft" else 0,
        line=line,
        authors={each for each in rows.authors(work.session, answer.id) if each},
    )
    if isinstance(decided, reviews.Approved):
        return _confirmed(work, person, answer, words)
    if isinstance(decided, ChangesAsked):
        _tell_author(work, answer, decided.review)
    return decided


def _tell_author(work: Work, answer: Answer, review: Review) -> None:
    author = rows.author(work.session, answer)
    if author is not None:
        zone = drafts.agency_of(work, answer).timezone
        once = f"review_changes:{review.id}"
        notices.tell(work, author, "answer_changes", zone=zone, once=once, review=review.id)


def stop(work: Work, person: Person, answer_id: int) -> Stopped | NotYours:
    """What has not gone out does not. Who is left out counts as a newcomer to the topic; where
    nobody was reached the answer was never given."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or not _may_stop(work, person, answer):
        return NotYours()
    consultation_rows.hold(work.session, answer.consultation_id)
    work.session.refresh(answer)
    if answer.state != "sending":
        return NotYours()
    left = audiences.give_up_waiting(work.session, answer)
    answer.queued_to, answer.people = None, answer.people - left
    answer.state = answer.state if answer.people else "stopped"
    work.session.add(answer)
    _record(work, person, answer, "answer.stopped")
    return Stopped(answer.people, left)


def _may_stop(work: Work, person: Person, answer: Answer) -> bool:
    """Whoever may answer there, or approve."""
    agency = drafts.agency_of(work, answer).id
    may_answer = drafts.may_answer(work, person, answer.consultation_id)
    return may_answer or reviews.may_approve(person, agency)


def resend(work: Work, person: Person, answer_id: int) -> Resent | NotYours:
    """Once more to those of whom nobody can know whether it arrived."""
    answer = rows.by_id(work.session, answer_id)
    if answer is None or not drafts.may_answer(work, person, answer.consultation_id):
        return NotYours()
    count = rows.send_uncertain_again(work.session, answer.id, work.now)
    if count:
        answer.state = "sending"
        work.session.add(answer)
        _record(work, person, answer, "answer.resent")
    return Resent(count)


def _record(work: Work, person: Person, answer: Answer, action: str) -> None:
    log.keep(
        work,
        person.actor,
        action,
        f"answer:{answer.id}",
        agency_id=drafts.agency_of(work, answer).id,
        details={"number": answer.number, "version": answer.version},
    )
