"""What each answer about a new consultation must be like, and what is understood of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from deliberation import dates
from deliberation.answering.attachments import LARGEST, Attachment, FileTooBig
from deliberation.asking import goals, periods
from deliberation.asking.consultations import SLUG
from deliberation.asking.founding import (
    LONGEST_LINK,
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
from deliberation.asking.goals import Goal
from deliberation.asking.kinds import AIMS, MODERATIONS
from deliberation.asking.periods import Period
from deliberation.asking.procedures import FREE, PROCEDURES, shortest
from deliberation.dates import Moment, Unread
from deliberation.speaking import wording
from deliberation.work import Work
from storage import consultations
from storage.models import Agency

OPENS_AT, CLOSES_AT = time(9), time(18)
"""The hours of a day that is said without one."""
LONGEST_KEPT = 3650  # days
LANGUAGES = ("ko", "ko_en", "en")

_PHONE = re.compile(r"\(?\+?\d[\d ().~-]{5,}$")
_LINK = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+")
_SPAN = re.compile(r"(\d{1,4}) ?(년|일|years?|days?)", re.IGNORECASE)

Content = Mapping[str, str]
"""What was answered so far, by field. Moments in ISO form; empty: left out on purpose."""


@dataclass(frozen=True)
class QuestionMark:
    """A name is no question."""


@dataclass(frozen=True)
class Passed:
    at: datetime


@dataclass(frozen=True)
class ChooseOne:
    """It is answered by one of the buttons."""


@dataclass(frozen=True)
class NoLink:
    """Neither a file nor an address on the web."""


@dataclass(frozen=True)
class Fits:
    """The kind of consultation that fits the aim best, of those there are."""

    kind: str
    aim: str


Understood = Moment | date | Goal | Fits
"""What is said back, so that nothing is guessed in silence."""


@dataclass(frozen=True)
class Accepted:
    """The fields an answer fills. `read` is what was understood."""

    content: Content
    read: Understood | None = None


@dataclass(frozen=True)
class AskAgain:
    """The answer is that an earlier question shall be asked once more."""

    step: str


Wrong = Refusal | Unread | QuestionMark | Passed | ChooseOne | NoLink | FileTooBig


@dataclass(frozen=True)
class Usual:
    """How long the procedure is usually open: `shortest` days at least, so that `earliest` is the
    first day on which it may close."""

    procedure: str
    shortest: int
    earliest: date


@dataclass(frozen=True)
class SoFar:
    """What an answer is looked at with: the agency that asks, what was answered so far, and the
    file that came with it."""

    work: Work
    agency: Agency
    content: Content
    file: Attachment | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.agency.timezone)

    @property
    def procedure(self) -> str:
        return self.content.get("procedure", FREE)

    @property
    def is_formal(self) -> bool:
        return PROCEDURES[self.procedure].formal

    def moment(self, field: str) -> datetime:
        """An answered moment; now where it was left out."""
        said = self.content.get(field)
        return datetime.fromisoformat(said) if said else self.work.now

    @property
    def period(self) -> Period:
        """From its opening to its closing; to now as long as that is not known."""
        return periods.period(self.moment("opens"), self.moment("closes"), self.agency.timezone)

    @property
    def usual(self) -> Usual | None:
        """None where no period is usual."""
        days = shortest(self.work.rules, self.procedure)
        return Usual(self.procedure, days, self.period.earliest(days)) if days else None

    @property
    def span(self) -> str:
        """Names the period, so that its being confirmed is not taken for another's."""
        return f"{self.content.get('opens', '')}/{self.content.get('closes', '')}"

    @property
    def is_too_short(self) -> bool:
        """Shorter than usual, and nobody has said that it is meant so."""
        usual = self.usual
        if usual is None or self.content.get("period") == self.span:
            return False
        return bool(self.content.get("closes")) and self.period.days < usual.shortest


Check = Callable[[SoFar, str], Accepted | AskAgain | Wrong]


def words(field: str, longest: int) -> Check:
    def check(_so_far: SoFar, text: str) -> Accepted | Wrong:
        return wrong_length(field, text, longest) or Accepted({field: tidy(text)})

    return check


def procedure(_so_far: SoFar, text: str) -> Accepted | Wrong:
    return Accepted({"procedure": text}) if text in PROCEDURES else ChooseOne()


def aim(_so_far: SoFar, text: str) -> Accepted | Wrong:
    if text not in AIMS:
        return ChooseOne()
    return Accepted({"aim": text}, Fits(AIMS[text], text))


def title(_so_far: SoFar, text: str) -> Accepted | Wrong:
    wrong = wrong_length("title", text, LONGEST_TITLE)
    asks = QuestionMark() if wording.is_question(text) else None
    return wrong or asks or Accepted({"title": tidy(text)})


def goal(_so_far: SoFar, text: str) -> Accepted | Wrong:
    wrong = wrong_length("goal", text, LONGEST_QUESTION)
    return wrong or Accepted({"goal": tidy(text)}, goals.read(tidy(text)))


def department(_so_far: SoFar, text: str) -> Accepted | Wrong:
    """도시재생과 02-000-0000: a telephone is what stands last and has digits only."""
    said = tidy(text)
    found = _PHONE.search(said)
    phone = found[0] if found else ""
    if phone.startswith("(") and phone.endswith(")"):
        phone = phone[1:-1]
    name = said[: found.start()].rstrip(" ,·/:") if found else said
    wrong = wrong_length("department", name or phone, LONGEST_TITLE)
    wrong = wrong or (wrong_length("phone", phone, LONGEST_TITLE) if phone else None)
    return wrong or Accepted({"department": name, "phone": phone})


def background(so_far: SoFar, text: str) -> Accepted | Wrong:
    """Something to read: a file, or an address on the web."""
    file = so_far.file
    if file is not None and file.size > LARGEST:
        return FileTooBig(file.size, LARGEST)
    if file is not None:
        name = tidy(file.name)[:LONGEST_TITLE]
        return Accepted(_background(name, file.kind, file.file_id))
    link = text.strip()
    if not _LINK.fullmatch(link):
        return NoLink()
    return wrong_length("link", link, LONGEST_LINK) or Accepted(_background(link, "link", ""))


def _background(name: str, kind: str, file_id: str) -> Content:
    return {"background": name, "background_kind": kind, "background_file": file_id}


def languages(_so_far: SoFar, text: str) -> Accepted | Wrong:
    return Accepted({"languages": text}) if text in LANGUAGES else ChooseOne()


def moderation(_so_far: SoFar, text: str) -> Accepted | Wrong:
    return Accepted({"moderation": text}) if text in MODERATIONS else ChooseOne()


def opens(so_far: SoFar, text: str) -> Accepted | Wrong:
    now = so_far.work.now
    read = dates.moment(text, now, so_far.zone, otherwise=OPENS_AT)
    if not isinstance(read, Moment):
        return read
    if read.at < now:
        return Passed(read.at)
    said = read.at.isoformat() if read.at > now else ""
    return Accepted({"opens": said}, read if said else None)


def closes(so_far: SoFar, text: str) -> Accepted | Wrong:
    read = closing(so_far.work, text, so_far.zone)
    if not isinstance(read, Moment):
        return read
    begins = so_far.moment("opens")
    if read.at <= begins:
        return ClosesTooEarly(begins, read.at)
    return Accepted({"closes": read.at.isoformat()}, read)


def closing(work: Work, text: str, zone: ZoneInfo) -> Moment | Unread | Passed:
    """The hour at which something that is still to come is to close."""
    read = dates.moment(text, work.now, zone, otherwise=CLOSES_AT)
    if isinstance(read, Moment) and read.at <= work.now:
        return Passed(read.at)
    return read


def period(so_far: SoFar, text: str) -> Accepted | AskAgain | Wrong:
    """A period that is shorter than usual is meant so, or a mistake."""
    if text == "again":
        return AskAgain("closes")
    return Accepted({"period": so_far.span}) if text == "keep" else ChooseOne()


def answer_due(so_far: SoFar, text: str) -> Accepted | Wrong:
    read = dates.day(text, so_far.work.now, so_far.zone)
    if not isinstance(read, date):
        return read
    end = so_far.moment("closes").astimezone(so_far.zone).date()
    if read < end:
        return AnswerDueTooEarly(read, end)
    return Accepted({"answer_due": read.isoformat()}, read)


def retention(_so_far: SoFar, text: str) -> Accepted | Wrong:
    """Days, or a span as people write it: 2년, 90 days."""
    said = _SPAN.fullmatch(tidy(text))
    unit = said[2].lower() if said else ""
    days = int(said[1]) * (365 if unit[:1] in ("년", "y") else 1) if said else 0
    days = int(text) if text.isascii() and text.isdigit() else days
    return Accepted({"retention_days": str(days)}) if 0 < days <= LONGEST_KEPT else ChooseOne()


def slug(so_far: SoFar, text: str) -> Accepted | Wrong:
    said = tidy(text).lower()
    if not SLUG.fullmatch(said):
        return BadSlug(said)
    if consultations.by_slug(so_far.work.session, said) is not None:
        return SlugTaken(said)
    return Accepted({"slug": said})
