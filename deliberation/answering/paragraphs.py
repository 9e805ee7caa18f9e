"""Words an agency uses again and again: kept under a name, put into drafts of answers, removed.

They are an agency's, and reached from a draft of it by whoever writes that.
"""

from dataclasses import dataclass, replace

from deliberation import log
from deliberation.answering import draft_steps, drafts
from deliberation.answering.draft_steps import Next, Unusable
from deliberation.answering.drafts import DraftChanged, Drafting
from deliberation.outcomes import NotYours
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.speaking import wording
from deliberation.work import Work
from storage import answers, paragraphs
from storage.models import Answer, Paragraph

PAGE = 5
LONGEST_NAME = 30  # UTF-16 units


@dataclass(frozen=True)
class Shelf:
    """A page of what the agency keeps; `first` is the place of its first. `may_keep`: the draft
    has words that can be kept, too."""

    answer: Answer
    paragraphs: tuple[Paragraph, ...]
    count: int
    first: int
    page: int
    pages: int
    may_keep: bool


@dataclass(frozen=True)
class Opened:
    """One of them, whole. `removing`: whether it is to go is asked."""

    answer: Answer
    paragraph: Paragraph
    removing: bool = False


@dataclass(frozen=True)
class NameAsked:
    """Under which name are the words of the draft to be kept?"""

    answer: Answer


@dataclass(frozen=True)
class NameUnfit:
    """Empty, too long, or the name of another."""

    answer: Answer
    units: int
    most: int


@dataclass(frozen=True)
class Kept:
    """The words of the draft can be used again; `then` is where it goes on."""

    name: str
    then: Next


@dataclass(frozen=True)
class Removed:
    name: str
    shelf: Shelf


@dataclass(frozen=True)
class ParagraphGone:
    """Somebody removed it meanwhile."""


Left = DraftChanged | NotYours


def shelf(work: Work, person: Person, answer_id: int, page: int = 0) -> Shelf | Left:
    """What the agency keeps, by name."""
    answer = draft_steps.editable(work, person, answer_id)
    return _shelf(work, answer, page) if isinstance(answer, Answer) else answer


def _shelf(work: Work, answer: Answer, page: int = 0) -> Shelf:
    every = paragraphs.of_agency(work.session, drafts.agency_of(work, answer).id)
    at, pages = nearest(page, len(every), PAGE)
    first = at * PAGE
    words = answers.words(work.session, answer)
    shown = tuple(every[first : first + PAGE])
    has_words = words is not None and bool(words.text)
    return Shelf(answer, shown, len(every), first + 1, at, pages, has_words)


def one(
    work: Work, person: Person, answer_id: int, paragraph_id: int, *, removing: bool = False
) -> Opened | ParagraphGone | Left:
    """One of them, to be read before it is used or removed."""
    answer = draft_steps.editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    found = _found(work, answer, paragraph_id)
    return Opened(answer, found, removing) if found else ParagraphGone()


def _found(work: Work, answer: Answer, paragraph_id: int) -> Paragraph | None:
    agency = drafts.agency_of(work, answer)
    return paragraphs.by_id(work.session, agency.id, paragraph_id)


def put_in(
    work: Work, person: Person, answer_id: int, paragraph_id: int
) -> Drafting | Unusable | ParagraphGone | Left:
    """Its words stand below those of the draft; more can follow."""
    opened = one(work, person, answer_id, paragraph_id)
    if not isinstance(opened, Opened):
        return opened
    answer = opened.answer
    text = draft_steps.below(work, answer, opened.paragraph.text)
    if wording.units(text) > drafts.LONGEST:
        return Unusable(answer, "text", wording.units(text), drafts.LONGEST)
    draft_steps.change(work, answer, text=text)
    return replace(drafts.drafting(work, answer, changing=True), more=True)


def ask_name(work: Work, person: Person, answer_id: int) -> NameAsked | Left:
    """The words of the draft are to be kept."""
    answer = draft_steps.editable(work, person, answer_id)
    return NameAsked(answer) if isinstance(answer, Answer) else answer


def keep(work: Work, person: Person, answer_id: int, name: str) -> Kept | NameUnfit | Left:
    """Keep the words of the draft under a name."""
    answer = draft_steps.editable(work, person, answer_id)
    if not isinstance(answer, Answer):
        return answer
    words = answers.words(work.session, answer)
    if words is None:
        return NotYours()
    name, agency = " ".join(name.split()), drafts.agency_of(work, answer)
    taken = paragraphs.is_named(work.session, agency.id, name)
    if wording.unusable(name) or wording.units(name) > LONGEST_NAME or taken:
        return NameUnfit(answer, wording.units(name), LONGEST_NAME)
    made_by = person.contact.id if person.contact else None
    kept = Paragraph(agency_id=agency.id, name=name, text=words.text, made_by=made_by, at=work.now)
    work.session.add(kept)
    work.session.flush()
    _record(work, person, kept, "paragraph.kept")
    return Kept(name, draft_steps.go_on(work, person, answer.id))


def remove(
    work: Work, person: Person, answer_id: int, paragraph_id: int
) -> Removed | ParagraphGone | Left:
    """It is kept no more. Answers that hold its words keep them."""
    opened = one(work, person, answer_id, paragraph_id)
    if not isinstance(opened, Opened):
        return opened
    name = opened.paragraph.name
    _record(work, person, opened.paragraph, "paragraph.removed")
    work.session.delete(opened.paragraph)
    work.session.flush()
    return Removed(name, _shelf(work, opened.answer))


def _record(work: Work, person: Person, which: Paragraph, action: str) -> None:
    subject = f"paragraph:{which.id}"
    log.keep(work, person.actor, action, subject, agency_id=which.agency_id)
