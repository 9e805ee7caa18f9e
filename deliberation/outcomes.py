"""What use cases answer. A refusal is an answer, not an exception.

Each outcome is a frozen class; `bot.replies` turns it into words, and a test names the outcome
that has none.
"""

from dataclasses import dataclass
from datetime import datetime

from nlp.screening import Kind
from storage.models import Answer, Consultation, Opinion


@dataclass(frozen=True)
class StanceOpen:
    """Whether the person is for the proposal or against it. `opinion_id`: asked below which."""

    consultation: Consultation
    opinion_id: int


@dataclass(frozen=True)
class SimilarOpen:
    """Whether the person means the same as `people` others who wrote nearly the same, for whom
    the opinion `other_id` stands. `can_read`: some of them agreed to be read."""

    opinion_id: int
    other_id: int
    people: int
    can_read: bool = False


Question = StanceOpen | SimilarOpen
"""What a person may be asked below an opinion that was kept: `deliberation.speaking.questions`."""


@dataclass(frozen=True)
class Recorded:
    """An opinion is kept. `ask` is the one thing that is asked below it; `covered` which kinds of
    numbers were covered in it; `urgent`: its words may be those of somebody in danger; `held_for`:
    why nobody reads it before a moderator has."""

    opinion: Opinion
    consultation: Consultation
    first: bool = False
    without_media: bool = False
    question: bool = False
    others: tuple[Consultation, ...] = ()
    ask: Question | None = None
    covered: tuple[Kind, ...] = ()
    urgent: bool = False
    held_for: str = ""


@dataclass(frozen=True)
class Joined:
    """A further piece of a text that Telegram had cut was put to the piece before."""

    opinion: Opinion
    consultation: Consultation
    ask: Question | None = None
    covered: tuple[Kind, ...] = ()
    urgent: bool = False
    held_for: str = ""


@dataclass(frozen=True)
class Repeated:
    """The person had written the very same words before; they count once."""

    opinion: Opinion


@dataclass(frozen=True)
class Closed:
    """The consultation takes no opinions any more; nothing was kept."""

    consultation: Consultation


@dataclass(frozen=True)
class NotOpenYet:
    consultation: Consultation


@dataclass(frozen=True)
class TooLong:
    """Longer than an opinion may be, in UTF-16 units; nothing was kept."""

    units: int
    most: int


@dataclass(frozen=True)
class Empty:
    """No letter to be seen."""


@dataclass(frozen=True)
class TooShort:
    """Too little to understand. `keep` is offered where it may be meant all the same."""


@dataclass(frozen=True)
class Greeting:
    consultation: Consultation


@dataclass(frozen=True)
class LoneWord:
    """A lone yes, no or cancel that answers nothing that was asked."""

    word: str


@dataclass(frozen=True)
class Forwarded:
    """Somebody else's words; taken only when the person says they are their own view."""


@dataclass(frozen=True)
class NoWords:
    """A picture, a place, a poll: nothing to read. `media` is its kind."""

    media: str
    phone: str = ""


@dataclass(frozen=True)
class ConsentNeeded:
    """The person has not agreed yet, so nothing was kept; the words wait in their own chat."""

    consultation: Consultation


@dataclass(frozen=True)
class NowhereToWrite:
    """No consultation is chosen, or none is open; nothing was kept."""

    open: tuple[tuple[Consultation, str], ...]


@dataclass(frozen=True)
class Revised:
    opinion: Opinion
    consultation: Consultation
    after_answer: bool = False
    covered: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class Unchanged:
    """Nothing that can be seen was changed."""

    opinion: Opinion
    title: str


@dataclass(frozen=True)
class RevisionClosed:
    """The change came after the end; the words as they were stand."""

    consultation: Consultation


@dataclass(frozen=True)
class RevisionUnusable:
    """The new words cannot be taken; the earlier ones stand. `why` is the refusal they met."""

    why: Empty | TooShort | TooLong


@dataclass(frozen=True)
class Withdrawn:
    opinion: Opinion
    undo_until: datetime
    timezone: str


@dataclass(frozen=True)
class Restored:
    opinion: Opinion


@dataclass(frozen=True)
class Gone:
    """The opinion was erased, or never was this person's."""


@dataclass(frozen=True)
class Moved:
    opinion: Opinion
    consultation: Consultation
    held_for: str = ""


@dataclass(frozen=True)
class Confirmed:
    """An answer goes out; `already` where it had been confirmed before."""

    answer: Answer
    people: int
    starts: datetime
    timezone: str
    already: bool = False
    at_night: bool = False


@dataclass(frozen=True)
class NobodyLeft:
    answer: Answer


@dataclass(frozen=True)
class NotYours:
    """The subject is not the person's to act on, or does not exist: told alike."""
