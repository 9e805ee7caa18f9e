"""What is asked for a new consultation, one question at a time, and what each answer must be like.

A further question is one entry in STEPS and its words.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from deliberation import dates, wording
from deliberation.consultations import SLUG
from deliberation.dates import Moment, Unread
from deliberation.founding import (
    LONGEST_QUESTION,
    LONGEST_TITLE,
    AnswerDueTooEarly,
    BadSlug,
    ClosesTooEarly,
    Refusal,
    SlugTaken,
    tidy,
    wrong_length,
)
from deliberation.work import Work
from storage import consultations
from storage.models import Agency

OPENS_AT, CLOSES_AT = time(9), time(18)
"""The hours of a day that is said without one."""

_PHONE = re.compile(r"\(?\+?\d[\d ().~-]{5,}$")

Content = Mapping[str, str]
"""What was answered so far, by field. Moments in ISO form; empty: left out on purpose."""


@dataclass(frozen=True)
class QuestionMark:
    """A name is no question."""


@dataclass(frozen=True)
class Passed:
    at: datetime


@dataclass(frozen=True)
class Accepted:
    """The fields an answer fills. `read` is what was understood of a time."""

    content: Content
    read: Moment | date | None = None


Wrong = Refusal | Unread | QuestionMark | Passed


@dataclass(frozen=True)
class SoFar:
    """What an answer is looked at with: the agency that asks, and what was answered so far."""

    work: Work
    agency: Agency
    content: Content

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.agency.timezone)

    def moment(self, field: str) -> datetime:
        """An answered moment; now where it was left out."""
        said = self.content.get(field)
        return datetime.fromisoformat(said) if said else self.work.now


@dataclass(frozen=True)
class Step:
    """One question. `check` reads the answer; what is `optional` can be left out."""

    name: str
    check: Callable[[SoFar, str], Accepted | Wrong]
    optional: bool = False
    fields: tuple[str, ...] = ()

    @property
    def fills(self) -> tuple[str, ...]:
        return self.fields or (self.name,)

    def answered(self, content: Content) -> bool:
        return all(field in content for field in self.fills)


def _words(field: str, longest: int) -> Callable[[SoFar, str], Accepted | Wrong]:
    def check(_so_far: SoFar, text: str) -> Accepted | Wrong:
        return wrong_length(field, text, longest) or Accepted({field: tidy(text)})

    return check


def _title(_so_far: SoFar, text: str) -> Accepted | Wrong:
    wrong = wrong_length("title", text, LONGEST_TITLE)
    asks = QuestionMark() if wording.is_question(text) else None
    return wrong or asks or Accepted({"title": tidy(text)})


def _department(_so_far: SoFar, text: str) -> Accepted | Wrong:
    """도시재생과 02-000-0000: a telephone is what stands last and has digits only."""
    words = tidy(text)
    found = _PHONE.search(words)
    phone = found[0] if found else ""
    if phone.startswith("(") and phone.endswith(")"):
        phone = phone[1:-1]
    department = words[: found.start()].rstrip(" ,·/:") if found else words
    wrong = wrong_length("department", department or phone, LONGEST_TITLE)
    wrong = wrong or (wrong_length("phone", phone, LONGEST_TITLE) if phone else None)
    return wrong or Accepted({"department": department, "phone": phone})


def _opens(so_far: SoFar, text: str) -> Accepted | Wrong:
    now = so_far.work.now
    read = dates.moment(text, now, so_far.zone, otherwise=OPENS_AT)
    if not isinstance(read, Moment):
        return read
    if read.at < now:
        return Passed(read.at)
    said = read.at.isoformat() if read.at > now else ""
    return Accepted({"opens": said}, read if said else None)


def _closes(so_far: SoFar, text: str) -> Accepted | Wrong:
    read = closing(so_far.work, text, so_far.zone)
    if not isinstance(read, Moment):
        return read
    opens = so_far.moment("opens")
    if read.at <= opens:
        return ClosesTooEarly(opens, read.at)
    return Accepted({"closes": read.at.isoformat()}, read)


def closing(work: Work, text: str, zone: ZoneInfo) -> Moment | Unread | Passed:
    """The hour at which something that is still to come is to close."""
    read = dates.moment(text, work.now, zone, otherwise=CLOSES_AT)
    if isinstance(read, Moment) and read.at <= work.now:
        return Passed(read.at)
    return read


def _answer_due(so_far: SoFar, text: str) -> Accepted | Wrong:
    read = dates.day(text, so_far.work.now, so_far.zone)
    if not isinstance(read, date):
        return read
    closes = so_far.moment("closes").astimezone(so_far.zone).date()
    if read < closes:
        return AnswerDueTooEarly(read, closes)
    return Accepted({"answer_due": read.isoformat()}, read)


def _slug(so_far: SoFar, text: str) -> Accepted | Wrong:
    slug = tidy(text).lower()
    if not SLUG.fullmatch(slug):
        return BadSlug(slug)
    if consultations.by_slug(so_far.work.session, slug) is not None:
        return SlugTaken(slug)
    return Accepted({"slug": slug})


STEPS: tuple[Step, ...] = (
    Step("title", _title),
    Step("question", _words("question", LONGEST_QUESTION)),
    Step("proposal", _words("proposal", LONGEST_QUESTION), optional=True),
    Step("department", _department, optional=True, fields=("department", "phone")),
    Step("other_ways", _words("other_ways", LONGEST_QUESTION), optional=True),
    Step("opens", _opens, optional=True),  # left out: now
    Step("closes", _closes),
    Step("answer_due", _answer_due, optional=True),
    Step("slug", _slug),
)
