"""Opening a consultation: asked for step by step, shown as it will be, opened once.

A button carries the version of the draft it was made for: what an older one shows cannot be
opened any more, and who presses twice opens one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from deliberation.answering.attachments import Attachment
from deliberation.asking import plan_reviews
from deliberation.asking.plan_drafts import Asked, Previewed, Writing
from deliberation.asking.plan_reviews import LookAsked, NobodyToLook
from deliberation.asking.plan_steps import STEPS, Step
from deliberation.outcomes import NotYours
from deliberation.people import Person
from deliberation.staff import reviews
from deliberation.work import Work
from storage import drafts
from storage import people as rows
from storage.models import Agency, Consultation, ConsultationDraft

MAY_PLAN = ("official", "admin")

T = TypeVar("T")


@dataclass(frozen=True)
class WhichAgency:
    agencies: tuple[Agency, ...]


@dataclass(frozen=True)
class DraftFound:
    """An unfinished draft is there already."""

    draft: ConsultationDraft


@dataclass(frozen=True)
class Choosing:
    """Which of the answers is to be changed? Each with its place in STEPS, counted from 1."""

    draft: ConsultationDraft
    steps: tuple[tuple[int, Step], ...]


@dataclass(frozen=True)
class Opened:
    consultation: Consultation


@dataclass(frozen=True)
class Rests:
    """Stopped for now; the draft is kept."""


@dataclass(frozen=True)
class Discarded:
    """The draft is gone for good."""


@dataclass(frozen=True)
class DraftMoved:
    """The button belongs to an earlier version of the draft, or to one that is gone."""


Acted = (
    Asked
    | Previewed
    | Choosing
    | LookAsked
    | NobodyToLook
    | Opened
    | Rests
    | Discarded
    | DraftMoved
    | NotYours
)


def begin(
    work: Work, person: Person, agency_id: int | None = None
) -> Asked | DraftFound | WhichAgency | NotYours:
    """A new draft at the agency named, or at the only one; one that is there is offered."""
    may = person.agencies(*MAY_PLAN)
    found = rows.agencies(work.session, may if agency_id is None else may & {agency_id})
    if not found or person.contact is None:
        return NotYours()
    if len(found) > 1:
        return WhichAgency(tuple(found))
    earlier = drafts.of(work.session, person.contact.id, found[0].id)
    if earlier is not None:
        return DraftFound(earlier)
    draft = ConsultationDraft(
        contact_id=person.contact.id,
        agency_id=found[0].id,
        step=STEPS[0].name,
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.add(draft)
    work.session.flush()
    return Writing(work, draft, found[0]).ask(STEPS[0])


def found(work: Work, person: Person, draft_id: int) -> DraftFound | DraftMoved | NotYours:
    """A draft that was left, if it is still there."""
    own = _own(work, person, draft_id)
    return DraftFound(own.draft) if isinstance(own, Writing) else own


def put(
    work: Work, person: Person, draft_id: int, text: str, file: Attachment | None = None
) -> Acted:
    """An answer was typed, or a file was sent."""
    own = _own(work, person, draft_id)
    if not isinstance(own, Writing):
        return own
    step = own.step
    return own.preview(insisted=True) if step is None else own.take(step, text, file)


def act(work: Work, person: Person, draft_id: int, version: int, what: str) -> Acted:
    """A button was pressed: one of ACTS, `c2` for the second of the open question's choices, or
    the place of the question to be answered anew."""
    own = _own(work, person, draft_id)
    if not isinstance(own, Writing):
        return own
    if what not in AT_ANY_TIME and version != own.draft.version:
        return DraftMoved()
    if what == "open" and own.step is None and plan_reviews.wanted(own):
        return plan_reviews.ask(own, person)
    if what in ACTS:
        return ACTS[what](own)
    return _pick(own, what[1:]) if what.startswith("c") else _change(own, what)


def _own(work: Work, person: Person, draft_id: int) -> Writing | DraftMoved | NotYours:
    """One's own draft, while one may still open consultations at its agency."""
    may = person.agencies(*MAY_PLAN)
    draft = drafts.by_id(work.session, draft_id)
    if not may or (draft is not None and draft.agency_id not in may):
        return NotYours()
    if draft is None or person.contact is None or draft.contact_id != person.contact.id:
        return DraftMoved()
    return Writing(work, draft, rows.agency(work.session, draft.agency_id))


def _use(own: Writing) -> Acted:
    """Keep the known answer of the open question, or take the one that was suggested."""
    step = own.step
    if step is None:
        return DraftMoved()
    if step.answered(own.content):
        return own.go_on({})
    return own.take(step, own.suggested_slug()) if step.name == "slug" else DraftMoved()


def _skip(own: Writing) -> Acted:
    step = own.step
    if step is None or not step.optional(own.so_far):
        return DraftMoved()
    return own.go_on(dict.fromkeys(step.fills, ""))


def _back(own: Writing) -> Acted:
    step = own.step
    place = len(STEPS) if step is None else STEPS.index(step)
    earlier = [each for each in own.steps if STEPS.index(each) < place]
    return own.open_step(earlier[-1] if earlier else STEPS[0])


def _choose(own: Writing) -> Acted:
    if own.step is not None:
        return DraftMoved()
    return Choosing(own.draft, tuple((STEPS.index(each) + 1, each) for each in own.steps))


def _change(own: Writing, place: str) -> Acted:
    """Answer one question anew. Places count from 1."""
    step = _nth(STEPS, place)
    return own.open_step(step) if step is not None and step in own.steps else DraftMoved()


def _pick(own: Writing, place: str) -> Acted:
    """Answer the open question with one of its choices."""
    step = own.step
    choice = _nth(step.choices, place) if step else None
    return own.take(step, choice) if step and choice else DraftMoved()


def _nth(things: Sequence[T], place: str) -> T | None:
    """Places are pressed, and count from 1."""
    fits = place.isascii() and place.isdigit() and 0 < int(place) <= len(things)
    return things[int(place) - 1] if fits else None


def _discard(own: Writing) -> Acted:
    reviews.void(own.work, "consultation", own.draft.id)
    own.work.session.delete(own.draft)
    return Discarded()


def _launch(own: Writing) -> Acted:
    if own.step is not None:
        return DraftMoved()
    made = own.launch()
    return made if isinstance(made, Asked) else Opened(made)


ACTS: Mapping[str, Callable[[Writing], Acted]] = {
    "more": Writing.stand,
    "stop": lambda _own: Rests(),
    "use": _use,
    "skip": _skip,
    "back": _back,
    "fix": _choose,
    "drop": _discard,
    "open": _launch,
}
AT_ANY_TIME = ("more", "stop")
"""What an older button may still do."""
