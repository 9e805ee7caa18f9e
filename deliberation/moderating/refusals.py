"""Why nothing was decided. Each comes with the card to look at instead."""

from dataclasses import dataclass

from deliberation.moderating.moderation import Next
from storage.models import Consultation, LogRow


@dataclass(frozen=True)
class DecidedBefore:
    """Somebody was first; `own` where it was the same person."""

    row: LogRow
    consultation: Consultation
    own: bool
    next: Next


@dataclass(frozen=True)
class Changed:
    """The words, or what was decided about them, changed since the card was made."""

    next: Next


@dataclass(frozen=True)
class TakenOver:
    """The time with the card was over, and a colleague has it now."""

    next: Next


@dataclass(frozen=True)
class WithAdmins:
    """A moderator passed it on: an administrator decides."""

    next: Next


@dataclass(frozen=True)
class WentAway:
    """The author took the words back meanwhile."""

    next: Next


@dataclass(frozen=True)
class OwnWords:
    """Nobody decides about words of their own, nor about an appeal against themselves; `nobody`
    where there is no colleague to do it."""

    nobody: bool
    next: Next


@dataclass(frozen=True)
class NotThere:
    """No such words, or another agency's: told alike."""


Refused = DecidedBefore | Changed | TakenOver | WithAdmins | WentAway | OwnWords | NotThere
