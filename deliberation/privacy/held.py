"""The shape of what is held about one person, in memory and as a file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Account:
    """How we reach the person and how they want it. The Telegram number lies encrypted; it is not
    written out again."""

    language: str | None
    notices: str
    mode: str
    consultation: str | None
    since: datetime
    blocked_at: datetime | None
    telegram_id: str = "encrypted"


@dataclass(frozen=True)
class Consented:
    """One word on one purpose: `how` is `all`, `single`, or the way it was imported."""

    purpose: str
    given: bool
    version: str
    how: str
    at: datetime


@dataclass(frozen=True)
class Earlier:
    """Words that stood before."""

    text: str
    written_at: datetime
    replaced_at: datetime


@dataclass(frozen=True)
class Decision:
    """What was done to something of theirs."""

    action: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Likened:
    """Told that others wrote nearly the same, the person said whether they mean the same."""

    same: bool
    at: datetime


@dataclass(frozen=True)
class Appealed:
    """The person asked to have a hidden opinion looked at again. `state` is `open`, or what was
    decided: `kept` (restored) or `hidden`."""

    line: str
    state: str
    at: datetime
    decided_at: datetime | None


@dataclass(frozen=True)
class Wrote:
    """One opinion. `flags` maps a reason to how many gave it; `alone`: in no topic of the last
    analysis, though it was in it."""

    number: int
    text: str
    state: str
    reason: str | None
    topic: str | None
    alone: bool
    language: str
    origin: str
    written_at: datetime
    changed_at: datetime
    erase_at: datetime | None
    earlier: tuple[Earlier, ...]
    flags: Mapping[str, int]
    decisions: tuple[Decision, ...]
    likeness: Likened | None = None
    appeal: Appealed | None = None


@dataclass(frozen=True)
class Received:
    """An answer for this person. `opinions` are the own numbers it answers."""

    number: int | None
    topic: str
    text: str
    opinions: tuple[int, ...]
    delivery: str | None
    delivered_at: datetime | None
    rating: str | None
    rated_at: datetime | None
    why: str
    why_at: datetime | None


@dataclass(frozen=True)
class TakesPart:
    """One consultation the person joined. `channel` is the poster that led there, `partner` the
    invited group they came as one of, and `names_partner` whether its name may be shown."""

    slug: str
    title: str
    agency: str
    timezone: str
    pseudonym: str
    joined_at: datetime
    channel: str | None
    language: str
    stance: str | None
    consents: tuple[Consented, ...]
    opinions: tuple[Wrote, ...]
    answers: tuple[Received, ...]
    partner: str | None = None
    names_partner: bool | None = None


@dataclass(frozen=True)
class Raised:
    """A flag the person raised; the words it is on are another's."""

    consultation: str
    reason: str
    note: str
    state: str
    at: datetime
    decided_at: datetime | None


@dataclass(frozen=True)
class Restrained:
    """What an agency decided about the person's opinions: `kind`, and until when it holds."""

    agency: str
    kind: str
    reason: str
    at: datetime
    until: datetime
    appealed_at: datetime | None


@dataclass(frozen=True)
class WordsOver:
    """A consultation whose words were erased when their time was over: everybody's, so that this
    says of nobody whether they took part."""

    title: str
    agency: str
    at: datetime


@dataclass(frozen=True)
class Holdings:
    """What there is. The lists behind `staff_work` hold plain records: what a person did for an
    agency, from roles to rows of the log. `open_step` is what waits in the dialogue, `sent` the
    calls to this chat without their words, `promises` those of agencies they are told of,
    `given_up` sealed messages we could not answer."""

    made_at: datetime
    account: Account | None
    consultations: tuple[TakesPart, ...]
    flags_raised: tuple[Raised, ...]
    staff_work: Mapping[str, list[dict[str, Any]]]
    open_step: Mapping[str, Any] | None
    sent: tuple[Mapping[str, Any], ...]
    promises: tuple[Mapping[str, Any], ...]
    given_up: tuple[datetime, ...]
    measures: tuple[Restrained, ...] = ()
    words_over: tuple[WordsOver, ...] = ()


def as_json(held: Holdings) -> bytes:
    """The holdings as a file: UTF-8, keys in order, moments in ISO 8601, UTC.

    At the top: `made_at`, `account`, `consultations` (each with `consents`, `opinions` with
    `earlier`, `flags`, `decisions`, `likeness` and `appeal`, and `answers`), `flags_raised`,
    `staff_work` (`roles`, `invites`, `drafts`, `promises`, `answers`, `looks`, `rooms`, `log`),
    `open_step`, `sent`, `promises`, `given_up`, `measures`, `words_over`; in each of them the
    names that stand in this module. The same rows at the same hour give the same bytes.
    """
    written = json.dumps(
        asdict(held), ensure_ascii=False, indent=2, sort_keys=True, default=_moment
    )
    return f"{written}\n".encode()


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no way to write a {type(value).__name__}")
