"""What every use case is given: a session in a transaction, the hour, the secrets, the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from deliberation.limits import Limits
from nlp.screening import Kind, Words, shipped
from storage.database import Session
from storage.keys import Keys


@dataclass(frozen=True)
class Rules:
    """What an operator may set about the rules."""

    language: str = "ko"
    timezone: str = "Asia/Seoul"
    undo: timedelta = timedelta(hours=24)
    analyse_after: int = 10
    analyse_pause: timedelta = timedelta(seconds=120)
    quiet_from: int = 21
    quiet_until: int = 8
    dialogue_life: timedelta = timedelta(days=1)
    backup_days: int = 30
    overdue_days: int = 3  # after which a head is told what is over its date
    erasures: Path | None = None  # the journal of what is erased
    periods: Mapping[str, int] = field(default_factory=dict)  # days a procedure is usually open
    mass_hide: int = 20  # copies hidden at once from which on a second moderator has to agree
    tell_head: bool = False  # whether rooms or administrators are told daily how far the log is
    answers_for: timedelta = timedelta(days=90)  # after the end, where no day was promised
    covers: Mapping[str, Mapping[Kind, str]] = field(default_factory=dict)
    """What stands in place of a covered number, by language."""
    words: Words = field(default_factory=shipped)
    """What brings a message before a moderator."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Work:
    """One unit of work. Use cases change rows through `session` and never commit."""

    session: Session
    now: datetime
    keys: Keys
    rules: Rules = field(default_factory=Rules)
