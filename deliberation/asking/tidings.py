"""What one person is told in a round, made when it goes out: what has changed or is over since is
not told. None says that there is nothing left to tell."""

from dataclasses import dataclass
from datetime import datetime

from deliberation.asking import consultations
from deliberation.asking.rounds import keep_counts
from deliberation.work import Work
from storage import announcements, endings, opinions, rounds
from storage import consultations as rows
from storage.models import Announcement, Consultation, Participation


@dataclass(frozen=True)
class Over:
    """A consultation takes no opinions any more. `wrote`: whether this person gave any."""

    consultation: Consultation
    people: int
    opinions: int
    wrote: bool


@dataclass(frozen=True)
class Extended:
    """A consultation closes later than was said."""

    consultation: Consultation
    before: datetime
    reason: str


@dataclass(frozen=True)
class ClosingSoon:
    """Three days are left to write."""

    participation: Participation
    consultation: Consultation


@dataclass(frozen=True)
class QuestionChanged:
    """The agency asks something else now."""

    consultation: Consultation
    before: str


@dataclass(frozen=True)
class Unanswered:
    """The time for answers is over. `partly`: others of one's words did get one."""

    consultation: Consultation
    partly: bool


@dataclass(frozen=True)
class Announced:
    """What the agency tells those who follow."""

    participation: Participation
    consultation: Consultation
    announcement: Announcement


def over(work: Work, participation_id: int) -> Over | None:
    """What somebody is told at the end; None for who wants no notices any more."""
    asked = _still_wanted(work, participation_id)
    if asked is None:
        return None
    participation, consultation = asked
    if "ended_with" not in consultation.settings:  # it ended before that was kept
        keep_counts(work, consultation)
    ended = consultation.settings["ended_with"]
    own = opinions.of_person(work.session, participation.id)
    wrote = any(opinion.state != "withdrawn" for opinion in own)
    return Over(consultation, ended["people"], ended["opinions"], wrote)


def extended(work: Work, participation_id: int, log_id: int) -> Extended | None:
    """What somebody is told of a later end; None where it is over, or put off again since."""
    asked = _still_wanted(work, participation_id)
    done = rows.log_row(work.session, log_id)
    if asked is None or done is None:
        return None
    _, consultation = asked
    before, closes = (datetime.fromisoformat(done.details[name]) for name in ("before", "closes"))
    if consultation.closed_at is not None or consultation.closes_at != closes:
        return None
    return Extended(consultation, before, done.reason)


def closing_soon(work: Work, participation_id: int, log_id: int) -> ClosingSoon | None:
    """A reminder; None where it is over, or was put off since."""
    asked = _still_wanted(work, participation_id)
    done = rows.log_row(work.session, log_id)
    if asked is None or done is None:
        return None
    participation, consultation = asked
    same = consultation.closes_at.isoformat() == done.details["closes"]
    open_still = consultation.closed_at is None and work.now < consultation.closes_at
    return ClosingSoon(participation, consultation) if same and open_still else None


def question_changed(work: Work, participation_id: int, log_id: int) -> QuestionChanged | None:
    """The new question beside the one before; None where it was changed again since."""
    asked = _still_writes(work, participation_id)
    done = rows.log_row(work.session, log_id)
    if asked is None or done is None or asked[1].question != done.details["question"]:
        return None
    return QuestionChanged(asked[1], done.details["before"])


def unanswered(work: Work, participation_id: int) -> Unanswered | None:
    """That no answer came to one's words; None where one has come by now."""
    asked = _still_writes(work, participation_id)
    if asked is None:
        return None
    given = endings.opinions_of(work.session, participation_id)
    answered = endings.answered_of(work.session, participation_id)
    return Unanswered(asked[1], bool(given & answered)) if given - answered else None


def announced(work: Work, participation_id: int, log_id: int) -> Announced | None:
    asked = _still_wanted(work, participation_id)
    done = rows.log_row(work.session, log_id)
    number = int(done.details["announcement"]) if done else 0
    told = announcements.by_id(work.session, number)
    return Announced(*asked, told) if asked is not None and told is not None else None


def opened(work: Work, consultation_id: int) -> Consultation | None:
    """What somebody wanted to be told of, as long as it is open."""
    found = rows.by_id(work.session, consultation_id)
    return found if found is not None and consultations.accepts(found, work.now) else None


def _still_writes(work: Work, participation_id: int) -> tuple[Participation, Consultation] | None:
    return _with_consultation(work, rounds.writer(work.session, participation_id))


def _still_wanted(work: Work, participation_id: int) -> tuple[Participation, Consultation] | None:
    return _with_consultation(work, rounds.listener(work.session, participation_id))


def _with_consultation(
    work: Work, participation: Participation | None
) -> tuple[Participation, Consultation] | None:
    if participation is None:
        return None
    consultation = rows.by_id(work.session, participation.consultation_id)
    return None if consultation is None else (participation, consultation)
