"""What becomes of a promise: every change is a row that stays, and is told once to its followers.

What an action plan needs besides (milestones, partners, the first day) is filled in without telling
anybody; the log keeps who did it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from deliberation import dates, log
from deliberation.asking.founding import WrongLength, tidy, wrong_length
from deliberation.dates import NotOnCalendar, NotUnderstood
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.promising import commitments, followers
from deliberation.promising.commitments import STAGES
from deliberation.promising.promise_drafts import LONGEST_LEAD, DayPassed, coming_day
from deliberation.work import Work
from storage import commitments as rows
from storage import people
from storage.models import Agency, Commitment

LONGEST_NEWS = 400
LONGEST_REASON = 150
LONGEST_EVIDENCE = 300
MOST_MILESTONES = 10
MOST_PARTNERS = 5


@dataclass(frozen=True)
class AfterDue:
    """The work would begin after the day it is promised for."""

    day: date
    due: date


Wrong = WrongLength | NotOnCalendar | NotUnderstood | DayPassed | AfterDue


@dataclass(frozen=True)
class Updating:
    """What has changed? `people` are told. `said`: the stage is asked for, or the plan."""

    commitment: Commitment
    people: int
    said: str = ""


@dataclass(frozen=True)
class Wanted:
    """Words are asked for: evidence, a reason, a day, news, a milestone. `before` are those of
    the same act that came already."""

    commitment: Commitment
    what: str
    before: str = ""
    wrong: Wrong | None = None


@dataclass(frozen=True)
class Changed:
    """The promise stands otherwise now, and `people` are told. `before`: the day it had."""

    commitment: Commitment
    people: int
    before: date | None = None


@dataclass(frozen=True)
class Filled:
    """The plan was filled in further; nobody is told."""

    commitment: Commitment


@dataclass(frozen=True)
class Unchanged:
    """It stood like that before: nobody is told."""

    commitment: Commitment


@dataclass(frozen=True)
class AlreadyDropped:
    commitment: Commitment


@dataclass(frozen=True)
class WhichPromise:
    """Several agencies have a promise of this number, or none has."""

    commitments: tuple[Commitment, ...]
    agencies: Mapping[int, Agency]


Updated = Updating | Wanted | Changed | Filled | Unchanged | AlreadyDropped | NotYours


def by_number(work: Work, person: Person, number: int) -> Updated | WhichPromise:
    """/promise 3"""
    found = commitments.numbered(work, person, number)
    if len(found) == 1:
        return act(work, person, found[0].id, "")
    return WhichPromise(found, commitments.agencies_of(work, found))


def act(work: Work, person: Person, commitment_id: int, what: str) -> Updated:
    """A button was pressed: one of ACTS, `s` and the place of a stage, or `m` and the place of a
    milestone that is reached; with nothing, what there is to choose."""
    commitment = commitments.own(work, person, commitment_id)
    if isinstance(commitment, NotYours):
        return commitment
    change = _Change(work, person, commitment)
    if what in ACTS:
        return ACTS[what](change)
    place = int(what[1:]) if what[1:].isascii() and what[1:].isdigit() else 0
    if what.startswith("s") and 0 < place <= len(STAGES):
        return change.to_stage(STAGES[place - 1])
    if what.startswith("m") and 0 < place <= len(commitment.milestones):
        return change.reach(place - 1)
    return change.ask()


def put(
    work: Work, person: Person, commitment_id: int, what: str, text: str, before: str = ""
) -> Updated:
    """The words that were asked for came."""
    commitment = commitments.own(work, person, commitment_id)
    if isinstance(commitment, NotYours):
        return commitment
    return PUT[what](_Change(work, person, commitment), text, before)


@dataclass(frozen=True)
class _Change:
    """A promise that is held while somebody changes it."""

    work: Work
    person: Person
    commitment: Commitment

    @property
    def agency(self) -> Agency:
        return people.agency(self.work.session, self.commitment.agency_id)

    @property
    def listening(self) -> int:
        return rows.followers(self.work.session, self.commitment.id)

    def ask(self, said: str = "") -> Updating:
        return Updating(self.commitment, self.listening, said)

    def want(self, what: str, before: str = "", wrong: Wrong | None = None) -> Wanted:
        return Wanted(self.commitment, what, before, wrong)

    def keep(self, *, note: str = "", evidence: str = "", before: date | None = None) -> Changed:
        """Write the change down, for the followers and in the log."""
        contact = self.person.contact
        by = contact.id if contact else None
        followers.record(self.work, self.commitment, by=by, note=note, evidence=evidence)
        self.record("changed", status=self.commitment.status, stage=self.commitment.stage)
        return Changed(self.commitment, self.listening, before)

    def record(self, what: str, **details: str) -> None:
        log.keep(
            self.work,
            self.person.actor,
            f"commitment.{what}",
            f"commitment:{self.commitment.id}",
            agency_id=self.commitment.agency_id,
            details={**details, "due": self.commitment.due.isoformat()},
        )

    def to_status(self, status: str) -> Updated:
        if self.commitment.status == status:
            return Unchanged(self.commitment)
        if self.commitment.status == "dropped":
            return AlreadyDropped(self.commitment)
        self.commitment.status = status
        return self.keep()

    def to_stage(self, stage: str) -> Updated:
        if self.commitment.status == "dropped":
            return AlreadyDropped(self.commitment)
        if self.commitment.stage == stage:
            return Unchanged(self.commitment)
        self.commitment.stage = stage
        return self.keep()

    def want_unless_over(self, what: str) -> Updated:
        over = self.commitment.status == "dropped"
        return AlreadyDropped(self.commitment) if over else self.want(what)

    def want_evidence(self) -> Updated:
        done = self.commitment.status == "done"
        return Unchanged(self.commitment) if done else self.want_unless_over("done")

    def want_milestone(self) -> Updated:
        full = len(self.commitment.milestones) >= MOST_MILESTONES
        return Unchanged(self.commitment) if full else self.want("mile")

    def kept(self, text: str, _before: str) -> Updated:
        """It is kept, and this shows it."""
        if self.commitment.status in ("done", "dropped"):
            return self.want_evidence()
        wrong = wrong_length("evidence", text, LONGEST_EVIDENCE)
        if wrong is not None:
            return self.want("done", wrong=wrong)
        self.commitment.status, self.commitment.evidence = "done", tidy(text)
        return self.keep(evidence=tidy(text))

    def drop(self, text: str, _before: str) -> Updated:
        """It is given up, for this reason: there is no way back from it."""
        if self.commitment.status == "dropped":
            return AlreadyDropped(self.commitment)
        wrong = wrong_length("reason", text, LONGEST_REASON)
        if wrong is not None:
            return self.want("drop", wrong=wrong)
        self.commitment.status, self.commitment.reason = "dropped", tidy(text)
        return self.keep(note=tidy(text))

    def put_off(self, text: str, _before: str) -> Updated:
        """Another day. A promise that was late is not so any more; that it was stays written."""
        if self.commitment.status == "dropped":
            return AlreadyDropped(self.commitment)
        day = coming_day(self.work, self.agency, text)
        if not isinstance(day, date):
            return self.want("due", wrong=day)
        before = self.commitment.due
        if day == before:
            return Unchanged(self.commitment)
        self.commitment.due, self.commitment.reminded_at = day, None
        if self.commitment.status == "late":
            self.commitment.status = "in_progress"
        return self.keep(before=before)

    def tell(self, text: str, _before: str) -> Updated:
        """News that changes nothing else."""
        wrong = wrong_length("news", text, LONGEST_NEWS)
        return self.want("news", wrong=wrong) if wrong else self.keep(note=tidy(text))

    def name_milestone(self, text: str, _before: str) -> Updated:
        wrong = wrong_length("milestone", text, LONGEST_LEAD)
        return self.want("mile", wrong=wrong) if wrong else self.want("mday", tidy(text))

    def add_milestone(self, text: str, before: str) -> Updated:
        day = coming_day(self.work, self.agency, text)
        if not isinstance(day, date):
            return self.want("mday", before, day)
        added = {"what": before, "due": day.isoformat(), "done": False}
        self.commitment.milestones = [*self.commitment.milestones, added]
        return self.fill()

    def reach(self, place: int) -> Updated:
        """A milestone is reached, or is not after all."""
        self.commitment.milestones = [
            {**each, "done": not each["done"]} if at == place else each
            for at, each in enumerate(self.commitment.milestones)
        ]
        return self.fill()

    def name_partners(self, text: str, _before: str) -> Updated:
        named = [tidy(each) for each in text.replace("\n", ",").split(",") if tidy(each)]
        longest = max((each for each in named), key=len, default="")
        wrong = wrong_length("partners", longest, LONGEST_LEAD)
        if wrong is not None:
            return self.want("part", wrong=wrong)
        self.commitment.partners = named[:MOST_PARTNERS]
        return self.fill()

    def begin_on(self, text: str, _before: str) -> Updated:
        """The first day of the work; it may lie behind us."""
        day = dates.day(text, self.work.now, ZoneInfo(self.agency.timezone))
        if not isinstance(day, date):
            return self.want("from", wrong=day)
        if day > self.commitment.due:
            return self.want("from", wrong=AfterDue(day, self.commitment.due))
        self.commitment.starts = day
        return self.fill()

    def fill(self) -> Filled:
        self.work.session.add(self.commitment)
        self.record("planned")
        return Filled(self.commitment)


ACTS: Mapping[str, Callable[[_Change], Updated]] = {
    "go": lambda change: change.to_status("in_progress"),
    "late": lambda change: change.to_status("late"),
    "done": _Change.want_evidence,
    "drop": lambda change: change.want_unless_over("drop"),
    "due": lambda change: change.want_unless_over("due"),
    "news": lambda change: change.want("news"),
    "stag": lambda change: change.ask("stage"),
    "plan": lambda change: change.ask("plan"),
    "mile": _Change.want_milestone,
    "part": lambda change: change.want("part"),
    "from": lambda change: change.want("from"),
}
PUT: Mapping[str, Callable[[_Change, str, str], Updated]] = {
    "done": _Change.kept,
    "drop": _Change.drop,
    "due": _Change.put_off,
    "news": _Change.tell,
    "mile": _Change.name_milestone,
    "mday": _Change.add_milestone,
    "part": _Change.name_partners,
    "from": _Change.begin_on,
}
