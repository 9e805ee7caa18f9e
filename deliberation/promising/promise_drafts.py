"""Making a promise: what, who answers for it, by when, how it shows that it is kept, which stage.

One question at a time, each answer a row, shown whole before it is posted: after that it can only
change, and every change stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from deliberation import dates, log
from deliberation.asking.founding import WrongLength, tidy, wrong_length
from deliberation.dates import NotOnCalendar, NotUnderstood
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.promising import followers
from deliberation.promising.commitments import MAY_PROMISE, STAGES, today
from deliberation.work import Work
from storage import answers, audiences, consultations, people, teams
from storage import commitments as rows
from storage.models import Agency, Answer, Commitment, CommitmentDraft, Consultation

LONGEST_PROMISE = 200
LONGEST_LEAD = 40
STEPS = ("what", "lead", "due", "measure", "stage")
OPTIONAL = ("measure",)
PREVIEW = "preview"
CHOICES = 5  # answers that are offered to promise something from


@dataclass(frozen=True)
class DayPassed:
    """Nobody promises something for a day that is over."""

    day: date


@dataclass(frozen=True)
class ChooseOne:
    """A stage is chosen, not written."""


Wrong = WrongLength | NotOnCalendar | NotUnderstood | DayPassed | ChooseOne


@dataclass(frozen=True)
class ForWhat:
    """What a promise could be made from: an answer that none follows from, or a consultation."""

    answers: tuple[tuple[Answer, Consultation], ...]
    consultations: tuple[Consultation, ...]


@dataclass(frozen=True)
class DraftLeft:
    """The person began this promise before and has not posted it."""

    draft: CommitmentDraft


@dataclass(frozen=True)
class PromiseAsked:
    """A question of a draft is open. `people` would be told of the promise; `known` is an answer
    that can be used as it is; `read` a day as it was understood; `wrong` why the last answer
    cannot be taken."""

    draft: CommitmentDraft
    agency: Agency
    people: int
    known: str | None = None
    read: date | None = None
    wrong: Wrong | None = None

    @property
    def place(self) -> int:
        """Counted from 1."""
        return STEPS.index(self.draft.step) + 1


@dataclass(frozen=True)
class PromiseShown:
    """All is answered. `insisted`: words were typed where a choice is due."""

    draft: CommitmentDraft
    people: int
    insisted: bool = False


@dataclass(frozen=True)
class PromiseFix:
    """Which of the answers is to be changed?"""

    draft: CommitmentDraft


@dataclass(frozen=True)
class Posted:
    """The promise stands, and `people` are told."""

    commitment: Commitment
    people: int


@dataclass(frozen=True)
class PromiseRests:
    """Stopped for now; the draft is kept."""


@dataclass(frozen=True)
class PromiseDropped:
    """The draft is gone for good."""


@dataclass(frozen=True)
class PromiseMoved:
    """The button belongs to an earlier version of the draft, or to one that is gone."""


Acted = (
    PromiseAsked
    | PromiseShown
    | PromiseFix
    | Posted
    | PromiseRests
    | PromiseDropped
    | PromiseMoved
    | NotYours
)


def for_what(work: Work, person: Person) -> ForWhat | NotYours:
    """What the person could promise something about."""
    agencies = person.agencies(*MAY_PROMISE)
    if not agencies:
        return NotYours()
    mine = {each.id: each for each in consultations.of_agencies(work.session, agencies)}
    given = rows.promisable(work.session, agencies, CHOICES)
    open_now = [each for each in mine.values() if each.state != "scheduled"]
    return ForWhat(
        tuple((each, mine[each.consultation_id]) for each in given if each.consultation_id in mine),
        tuple(open_now[:CHOICES]),
    )


def from_answer(work: Work, person: Person, answer_id: int) -> PromiseAsked | DraftLeft | NotYours:
    """A promise that follows from an answer that went out."""
    answer = answers.by_id(work.session, answer_id)
    if answer is None or answer.state not in audiences.GIVEN:
        return NotYours()
    return begin(work, person, answer.consultation_id, answer.id)


def begin(
    work: Work, person: Person, consultation_id: int, answer_id: int | None = None
) -> PromiseAsked | DraftLeft | NotYours:
    """A new draft; one that was left is offered."""
    asked = consultations.by_id(work.session, consultation_id)
    contact = person.contact
    if asked is None or contact is None or asked.state in ("draft", "scheduled"):
        return NotYours()
    if asked.agency_id not in person.agencies(*MAY_PROMISE):
        return NotYours()
    left = rows.draft_of(work.session, contact.id, asked.id, answer_id)
    if left is not None:
        return DraftLeft(left)
    draft = CommitmentDraft(
        contact_id=contact.id,
        agency_id=asked.agency_id,
        consultation_id=asked.id,
        answer_id=answer_id,
        step=STEPS[0],
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.add(draft)
    work.session.flush()
    return _Promising(work, draft).ask()


def found(work: Work, person: Person, draft_id: int) -> DraftLeft | PromiseMoved | NotYours:
    """A draft whose day is over, if it is still there."""
    own = _own(work, person, draft_id)
    return DraftLeft(own.draft) if isinstance(own, _Promising) else own


def put(work: Work, person: Person, draft_id: int, text: str) -> Acted:
    """An answer was typed."""
    own = _own(work, person, draft_id)
    if not isinstance(own, _Promising):
        return own
    return own.show(insisted=True) if own.draft.step == PREVIEW else own.take(text)


def act(work: Work, person: Person, draft_id: int, version: int, what: str) -> Acted:
    """A button was pressed: one of ACTS, the place of a question to be answered anew, or `s` and
    the place of a stage."""
    own = _own(work, person, draft_id)
    if not isinstance(own, _Promising):
        return own
    if what not in AT_ANY_TIME and version != own.draft.version:
        return PromiseMoved()
    if what in ACTS:
        return ACTS[what](own)
    return own.stage(what[1:]) if what.startswith("s") else own.change(what)


def _own(work: Work, person: Person, draft_id: int) -> "_Promising | PromiseMoved | NotYours":
    """One's own draft, while one may still promise for its agency."""
    may = person.agencies(*MAY_PROMISE)
    draft = rows.draft(work.session, draft_id)
    if not may or (draft is not None and draft.agency_id not in may):
        return NotYours()
    if draft is None or person.contact is None or draft.contact_id != person.contact.id:
        return PromiseMoved()
    return _Promising(work, draft)


@dataclass(frozen=True)
class _Promising:
    """A draft at work. Each change counts its version up, so that older buttons are spent."""

    work: Work
    draft: CommitmentDraft

    @property
    def agency(self) -> Agency:
        return people.agency(self.work.session, self.draft.agency_id)

    @property
    def listening(self) -> int:
        draft = self.draft
        return rows.listening(self.work.session, draft.consultation_id, draft.answer_id)

    def stand(self) -> PromiseAsked | PromiseShown:
        """What the draft waits for now."""
        return self.show() if self.draft.step == PREVIEW else self.ask()

    def ask(self, wrong: Wrong | None = None, read: date | None = None) -> PromiseAsked:
        asked = PromiseAsked(self.draft, self.agency, self.listening, read=read, wrong=wrong)
        return replace(asked, known=self._known())

    def _known(self) -> str | None:
        """What was answered before; for who answers for it, the department that asks."""
        step = self.draft.step
        known = self.draft.content.get(step)
        if step == "lead" and not known:
            asked = consultations.by_id(self.work.session, self.draft.consultation_id)
            known = asked.department[:LONGEST_LEAD] if asked else None
        return known or None

    def show(self, *, insisted: bool = False) -> PromiseShown | PromiseAsked:
        """All of it, before it is posted; a day that has passed meanwhile is asked for again."""
        due = date.fromisoformat(self.draft.content["due"])
        if due < today(self.work, self.agency):
            self._move("due")
            return self.ask(DayPassed(due))
        return PromiseShown(self.draft, self.listening, insisted)

    def take(self, text: str) -> PromiseAsked | PromiseShown:
        """An answer. One that cannot be taken leaves everything as it was."""
        taken = CHECKS[self.draft.step](self, text)
        return self.go_on(taken) if isinstance(taken, str) else self.ask(taken)

    def go_on(self, answer: str) -> PromiseAsked | PromiseShown:
        """Keep the answer, and open the next question that has none."""
        step = self.draft.step
        self.draft.content = {**self.draft.content, step: answer}
        self._move(next((each for each in STEPS if each not in self.draft.content), PREVIEW))
        if self.draft.step == PREVIEW:
            return self.show()
        return self.ask(read=date.fromisoformat(answer) if step == "due" else None)

    def _move(self, step: str) -> None:
        self.draft.step = step
        self.draft.version += 1
        self.draft.changed_at = self.work.now
        self.work.session.add(self.draft)
        self.work.session.flush()

    def use(self) -> Acted:
        known = self._known() if self.draft.step != PREVIEW else None
        return PromiseMoved() if known is None else self.go_on(known)

    def skip(self) -> Acted:
        return self.go_on("") if self.draft.step in OPTIONAL else PromiseMoved()

    def back(self) -> Acted:
        at = len(STEPS) if self.draft.step == PREVIEW else STEPS.index(self.draft.step)
        self._move(STEPS[max(at - 1, 0)])
        return self.ask()

    def choose(self) -> Acted:
        return PromiseFix(self.draft) if self.draft.step == PREVIEW else PromiseMoved()

    def change(self, place: str) -> Acted:
        fits = place.isascii() and place.isdigit() and 0 < int(place) <= len(STEPS)
        if not fits or self.draft.step != PREVIEW:
            return PromiseMoved()
        self._move(STEPS[int(place) - 1])
        return self.ask()

    def stage(self, place: str) -> Acted:
        fits = place.isascii() and place.isdigit() and 0 < int(place) <= len(STAGES)
        if not fits or self.draft.step != "stage":
            return PromiseMoved()
        return self.go_on(STAGES[int(place) - 1])

    def drop(self) -> Acted:
        self.work.session.delete(self.draft)
        return PromiseDropped()

    def post(self) -> Acted:
        """The promise is made; the draft goes, so a second press finds none."""
        shown = self.show() if self.draft.step == PREVIEW else PromiseMoved()
        if not isinstance(shown, PromiseShown):
            return shown
        commitment = self._commitment()
        self.work.session.add(commitment)
        self.work.session.delete(self.draft)
        self.work.session.flush()
        actor = f"contact:{self.draft.contact_id}"
        log.keep(
            self.work,
            actor,
            "commitment.made",
            f"commitment:{commitment.id}",
            agency_id=commitment.agency_id,
            details={"number": commitment.number, "due": commitment.due.isoformat()},
        )
        followers.record(self.work, commitment, by=self.draft.contact_id)
        return Posted(commitment, rows.followers(self.work.session, commitment.id))

    def _commitment(self) -> Commitment:
        session, draft, said = self.work.session, self.draft, self.draft.content
        teams.hold(session, draft.agency_id)  # numbers are given one after the other
        answer = answers.by_id(session, draft.answer_id or 0)
        department = rows.department(session, draft.agency_id, said["lead"])
        return Commitment(
            agency_id=draft.agency_id,
            consultation_id=draft.consultation_id,
            answer_id=draft.answer_id,
            topic_id=answer.topic_id if answer else None,
            department_id=department.id if department else None,
            number=rows.next_number(session, draft.agency_id),
            what=said["what"],
            lead=said["lead"],
            measure=said["measure"],
            starts=today(self.work, self.agency),
            due=date.fromisoformat(said["due"]),
            stage=said["stage"],
            made_by=draft.contact_id,
            made_at=self.work.now,
            changed_at=self.work.now,
        )


def _words(field: str, longest: int) -> Callable[[_Promising, str], str | Wrong]:
    def check(_own: _Promising, text: str) -> str | Wrong:
        return wrong_length(field, text, longest) or tidy(text)

    return check


def _due(own: _Promising, text: str) -> str | Wrong:
    read = coming_day(own.work, own.agency, text)
    return read.isoformat() if isinstance(read, date) else read


def coming_day(
    work: Work, agency: Agency, text: str
) -> date | DayPassed | NotOnCalendar | NotUnderstood:
    """A day from today on that somebody typed."""
    read = dates.day(text, work.now, ZoneInfo(agency.timezone))
    if isinstance(read, date) and read < today(work, agency):
        return DayPassed(read)
    return read


CHECKS: Mapping[str, Callable[[_Promising, str], str | Wrong]] = {
    "what": _words("what", LONGEST_PROMISE),
    "lead": _words("lead", LONGEST_LEAD),
    "due": _due,
    "measure": _words("measure", LONGEST_PROMISE),
    "stage": lambda _own, _text: ChooseOne(),
}
ACTS: Mapping[str, Callable[[_Promising], Acted]] = {
    "more": _Promising.stand,
    "stop": lambda _own: PromiseRests(),
    "use": _Promising.use,
    "skip": _Promising.skip,
    "back": _Promising.back,
    "fix": _Promising.choose,
    "drop": _Promising.drop,
    "post": _Promising.post,
}
AT_ANY_TIME = ("more", "stop")
"""What an older button may still do."""
