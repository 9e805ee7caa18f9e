"""The end of a consultation, when somebody sets it: now, or later than was said."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from deliberation.asking import consultations, rounds
from deliberation.asking.founding import ClosesTooEarly, WrongLength, tidy, wrong_length
from deliberation.asking.plan_checks import Passed, closing
from deliberation.asking.planning import MAY_PLAN
from deliberation.dates import Moment, Unread
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.work import Work
from storage import consultations as rows
from storage.models import Consultation

LONGEST_REASON = 150


@dataclass(frozen=True)
class WhichEnd:
    """Several consultations fit, or none."""

    consultations: tuple[Consultation, ...]


@dataclass(frozen=True)
class MayClose:
    """Close it now? Nothing has been done yet."""

    consultation: Consultation


@dataclass(frozen=True)
class ClosedNow:
    consultation: Consultation


@dataclass(frozen=True)
class Ended:
    """It takes no opinions any more, since `consultation.closed_at`."""

    consultation: Consultation


@dataclass(frozen=True)
class StillToOpen:
    """What has not begun cannot be ended."""

    consultation: Consultation


@dataclass(frozen=True)
class UntilWhen:
    """A later end is asked for. `wrong`: why what was said cannot be taken."""

    consultation: Consultation
    wrong: Unread | Passed | ClosesTooEarly | None = None


@dataclass(frozen=True)
class WhyLater:
    """The later end is understood; its reason is asked for."""

    consultation: Consultation
    closes: Moment
    wrong: WrongLength | None = None


@dataclass(frozen=True)
class Extended:
    """It closes later. `due` is the day by which an answer was promised, where that is sooner."""

    consultation: Consultation
    due: date | None


def which(work: Work, person: Person, slug: str, *states: str) -> WhichEnd | NotYours:
    """The person's consultations in one of these states; the one named, whatever its state."""
    agencies = person.agencies(*MAY_PLAN)
    if not agencies:
        return NotYours()
    if slug:
        named = consultations.found(work, agencies, slug)
        return WhichEnd((named,)) if named and named.state != "draft" else NotYours()
    listed = rows.of_agencies(work.session, agencies)
    return WhichEnd(tuple(one for one in listed if one.state in states))


def ask_close(
    work: Work, person: Person, consultation_id: int
) -> MayClose | Ended | StillToOpen | NotYours:
    """Shall it be closed now?"""
    own = _own(work, person, consultation_id)
    if isinstance(own, NotYours | Ended):
        return own
    return StillToOpen(own) if own.state == "scheduled" else MayClose(own)


def close(
    work: Work, person: Person, consultation_id: int
) -> ClosedNow | Ended | StillToOpen | NotYours:
    """Close it. Of two who press, one does."""
    asked = ask_close(work, person, consultation_id)
    if not isinstance(asked, MayClose):
        return asked
    consultations.close(work, asked.consultation, work.now, person.actor)
    return ClosedNow(asked.consultation)


def ask_extend(work: Work, person: Person, consultation_id: int) -> UntilWhen | Ended | NotYours:
    """Until when instead?"""
    own = _own(work, person, consultation_id)
    return own if isinstance(own, NotYours | Ended) else UntilWhen(own)


def read_later(
    work: Work, person: Person, consultation_id: int, text: str
) -> UntilWhen | WhyLater | Ended | NotYours:
    """The later end was typed."""
    own = _own(work, person, consultation_id)
    if isinstance(own, NotYours | Ended):
        return own
    read = closing(work, text, ZoneInfo(own.timezone))
    if not isinstance(read, Moment):
        return UntilWhen(own, read)
    if read.at <= own.closes_at:
        return UntilWhen(own, ClosesTooEarly(own.closes_at, read.at))
    return WhyLater(own, read)


def extend(
    work: Work, person: Person, consultation_id: int, closes: datetime, reason: str
) -> Extended | UntilWhen | WhyLater | Ended | NotYours:
    """Put the end off, with a reason that everybody is told who agreed to notices."""
    own = _own(work, person, consultation_id)
    if isinstance(own, NotYours | Ended):
        return own
    if closes <= max(own.closes_at, work.now):  # a colleague was quicker, or a day went by
        return UntilWhen(own, ClosesTooEarly(own.closes_at, closes))
    wrong = wrong_length("reason", reason, LONGEST_REASON)
    if wrong is not None:
        return WhyLater(own, Moment(closes), wrong)
    return _extended(work, own, closes, tidy(reason), person.actor)


def _extended(work: Work, own: Consultation, closes: datetime, reason: str, actor: str) -> Extended:
    before, own.closes_at = own.closes_at, closes
    done = consultations.record(
        work,
        own,
        "extended",
        actor,
        reason,
        before=before.isoformat(),
        closes=closes.isoformat(),
    )
    rounds.begin(work, own, "extended", done)
    too_soon = own.answer_due is not None and own.answer_due < _day(closes, own)
    return Extended(own, own.answer_due if too_soon else None)


def _day(moment: datetime, of: Consultation) -> date:
    return moment.astimezone(ZoneInfo(of.timezone)).date()


def _own(work: Work, person: Person, consultation_id: int) -> Consultation | Ended | NotYours:
    """A consultation of the person's agency that is not over; one changes it after the other."""
    found = rows.held(work.session, consultation_id)
    if found is None or found.agency_id not in person.agencies(*MAY_PLAN) or found.state == "draft":
        return NotYours()
    over = found.state not in ("scheduled", "open") or work.now >= found.closes_at
    return Ended(found) if over else found
