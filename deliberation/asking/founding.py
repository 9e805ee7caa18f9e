"""Founding an agency, and putting a question to citizens: what both must be like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from deliberation import log
from deliberation.asking import goals
from deliberation.asking.consultations import SLUG
from deliberation.asking.kinds import KINDS
from deliberation.asking.procedures import FREE, PROCEDURES
from deliberation.speaking import wording
from deliberation.work import Work
from nlp.cleaning import clean, quotable
from storage import agencies, consultations
from storage.models import Agency, Consultation

LONGEST_TITLE = 40
LONGEST_QUESTION = 200
"""Characters. Both stand in nearly every message of the bot."""
LONGEST_LINK = 300


@dataclass(frozen=True)
class Plan:
    """A consultation as somebody wants it; a moment without a zone is in the agency's.

    `aim` is one of `kinds.AIMS`, or empty; `background` as the consultation's row holds it;
    `languages` are those it is best to write in, as in `plan_checks.LANGUAGES`, or empty;
    `moderation` is one of `kinds.MODERATIONS`, or empty: shown first.
    """

    slug: str
    agency: str
    title: str
    question: str
    closes: datetime
    opens: datetime | None = None
    proposal: str = ""
    kind: str = "dialogue"
    department: str = ""
    phone: str = ""
    other_ways: str = ""
    answer_due: date | None = None
    retention_days: int = 365
    procedure: str = FREE
    aim: str = ""
    legal_basis: str = ""
    goal: str = ""
    background: Mapping[str, str] = field(default_factory=dict)
    languages: str = ""
    moderation: str = ""


@dataclass(frozen=True)
class BadSlug:
    slug: str


@dataclass(frozen=True)
class SlugTaken:
    slug: str


@dataclass(frozen=True)
class NoSuchAgency:
    slug: str


@dataclass(frozen=True)
class NoSuchKind:
    kind: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class NoSuchProcedure:
    procedure: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class WrongLength:
    """`what` is the name of the field."""

    what: str
    length: int
    longest: int


@dataclass(frozen=True)
class ClosesTooEarly:
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class AnswerDueTooEarly:
    due: date
    closes: date


@dataclass(frozen=True)
class KeptTooShortly:
    days: int


Refusal = (
    BadSlug
    | SlugTaken
    | NoSuchAgency
    | NoSuchKind
    | NoSuchProcedure
    | WrongLength
    | ClosesTooEarly
    | AnswerDueTooEarly
    | KeptTooShortly
)


def found(
    work: Work, slug: str, name: str, *, actor: str
) -> Agency | BadSlug | SlugTaken | WrongLength:
    """Add an agency, in the time zone that new agencies have."""
    if not SLUG.fullmatch(slug):
        return BadSlug(slug)
    if agencies.by_slug(work.session, slug) is not None:
        return SlugTaken(slug)
    wrong = wrong_length("name", name, LONGEST_TITLE)
    if wrong:
        return wrong
    agency = Agency(slug=slug, name=tidy(name), timezone=work.rules.timezone, created_at=work.now)
    work.session.add(agency)
    work.session.flush()
    _record(work, actor, "agency.added", f"agency:{agency.id}", agency.id)
    return agency


def want_four_eyes(work: Work, agency: Agency, *, wanted: bool, actor: str) -> None:
    """Whether a second person approves what the agency sends out, from the next one on."""
    agency.settings = {**agency.settings, "four_eyes": wanted}
    work.session.add(agency)
    action = "agency.four_eyes_on" if wanted else "agency.four_eyes_off"
    _record(work, actor, action, f"agency:{agency.id}", agency.id)


def ask(work: Work, plan: Plan, *, actor: str) -> Consultation | Refusal:
    """Put a question to citizens: at once, or at its hour."""
    asked = draw(work, plan)
    if isinstance(asked, Consultation):
        work.session.add(asked)
        work.session.flush()
        _record(work, actor, "consultation.added", f"consultation:{asked.id}", asked.agency_id)
    return asked


def draw(work: Work, plan: Plan) -> Consultation | Refusal:
    """The consultation as it would stand; nothing is kept yet."""
    agency = agencies.by_slug(work.session, plan.agency)
    if agency is None:
        return NoSuchAgency(plan.agency)
    zone = ZoneInfo(agency.timezone)
    opens = _moment(plan.opens, zone) if plan.opens else work.now
    closes = _moment(plan.closes, zone)
    refusal = (
        _refuse_words(plan)
        or _refuse_dates(plan, opens, closes)
        or (SlugTaken(plan.slug) if consultations.by_slug(work.session, plan.slug) else None)
    )
    return refusal or _consultation(plan, agency, opens, closes, work.now)


def _refuse_words(plan: Plan) -> BadSlug | NoSuchKind | NoSuchProcedure | WrongLength | None:
    if not SLUG.fullmatch(plan.slug):
        return BadSlug(plan.slug)
    if plan.kind not in KINDS:
        return NoSuchKind(plan.kind, tuple(KINDS))
    if plan.procedure not in PROCEDURES:
        return NoSuchProcedure(plan.procedure, tuple(PROCEDURES))
    return (
        wrong_length("title", plan.title, LONGEST_TITLE)
        or wrong_length("question", plan.question, LONGEST_QUESTION)
        or _too_long("proposal", plan.proposal, LONGEST_QUESTION)
        or _too_long("department", plan.department, LONGEST_TITLE)
        or _too_long("phone", plan.phone, LONGEST_TITLE)
        or _too_long("other ways", plan.other_ways, LONGEST_QUESTION)
        or _too_long("legal basis", plan.legal_basis, LONGEST_TITLE)
        or _too_long("goal", plan.goal, LONGEST_QUESTION)
        or _too_long("background", plan.background.get("link", ""), LONGEST_LINK)
    )


def _refuse_dates(
    plan: Plan, opens: datetime, closes: datetime
) -> ClosesTooEarly | AnswerDueTooEarly | KeptTooShortly | None:
    if closes <= opens:
        return ClosesTooEarly(opens, closes)
    if plan.answer_due is not None and plan.answer_due < closes.date():
        return AnswerDueTooEarly(plan.answer_due, closes.date())
    return KeptTooShortly(plan.retention_days) if plan.retention_days < 1 else None


def wrong_length(what: str, words: str, longest: int) -> WrongLength | None:
    """Too long, or nothing to be seen: a length of 0."""
    length = len(tidy(words)) if wording.BLANKS.sub("", tidy(words)) else 0
    return None if 0 < length <= longest else WrongLength(what, length, longest)


def _too_long(what: str, words: str, longest: int) -> WrongLength | None:
    """For what may be left out: with bounds, a letter always fits one message."""
    return wrong_length(what, words, longest) if tidy(words) else None


def tidy(words: str) -> str:
    """As it will stand: in one line, nothing invisible."""
    return clean(quotable(words))


def _moment(given: datetime, zone: ZoneInfo) -> datetime:
    return given.replace(tzinfo=zone) if given.tzinfo is None else given.astimezone(zone)


def _consultation(
    plan: Plan, agency: Agency, opens: datetime, closes: datetime, now: datetime
) -> Consultation:
    goal = goals.read(tidy(plan.goal))
    chosen = {"aim": plan.aim, "languages": plan.languages, "moderation": plan.moderation}
    return Consultation(
        agency_id=agency.id,
        kind=plan.kind,
        slug=plan.slug,
        title=tidy(plan.title),
        question=tidy(plan.question),
        proposal=tidy(plan.proposal) or None,
        state="scheduled" if opens > now else "open",
        opens_at=opens,
        closes_at=closes,
        answer_due=plan.answer_due,
        department=tidy(plan.department),
        phone=tidy(plan.phone),
        other_ways=tidy(plan.other_ways),
        retention_days=plan.retention_days,
        procedure=plan.procedure,
        legal_basis=tidy(plan.legal_basis),
        goal=goal.words,
        goal_people=goal.people,
        goal_answered=goal.answered,
        background=dict(plan.background),
        timezone=agency.timezone,
        created_at=now,
        settings={name: said for name, said in chosen.items() if said},
    )


def _record(work: Work, actor: str, action: str, subject: str, agency_id: int) -> None:
    log.keep(
        work,
        actor,
        action,
        subject,
        agency_id=agency_id,
    )
