"""What was said, what stands in the tables, what arrived: compared, and each broken promise named.

A history is what the world saw, rows are what the bot kept. Nobody can promise that a message goes
out exactly once; what is promised is that no word is lost or doubled, that every row comes to an
end, and that whatever may have gone out twice can be found.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from playground.world import Delivered

FINAL = {"sent", "blocked", "failed", "uncertain", "stopped", "unreachable", "cancelled"}


@dataclass(frozen=True)
class Kill:
    """How a bot died, and what was seen then: rows that were on their way, and updates that
    Telegram counts as acknowledged and no disk holds."""

    how: str
    in_flight: int = 0
    unstored: int = 0


@dataclass(frozen=True)
class History:
    """What people and Telegram know. `said`: words -> chat. `answered`: words of an agency's
    answer -> the chats it is for. `delivered`: chat -> what arrived there."""

    said: Mapping[str, int]
    acknowledged: set[int]
    delivered: Mapping[int, Sequence[Delivered]]
    answered: Mapping[str, set[int]]
    kills: Sequence[Kill] = ()

    @property
    def in_flight(self) -> int:
        """How many deliveries were on their way at all kills together."""
        return sum(kill.in_flight for kill in self.kills)


@dataclass(frozen=True)
class Delivery:
    """A row of the outbox and the chat it was for. `doubted`: it is listed as uncertain, so each
    of its `attempts` may have arrived."""

    chat: int
    kind: str
    method: str
    state: str
    doubted: bool
    attempts: int
    message_id: int | None


@dataclass(frozen=True)
class Rows:
    """What the bot kept: update id -> state; words -> how often; the outbox."""

    updates: Mapping[int, str]
    opinions: Counter[str]
    outbox: Sequence[Delivery]


@dataclass(frozen=True)
class Figures:
    """What the comparison counted. `unarrived`: deliveries listed as uncertain whose message
    never came; `strange`: messages that no row accounts for."""

    messages: int
    lost: int
    doubled: int
    unended: int
    unstored: int
    silent: int
    spare: int
    deliveries: int
    in_flight: int
    uncertain: int
    sent_twice: int
    sent_twice_unlisted: int
    never_sent: int
    strange: int


def compare(history: History, rows: Rows) -> Figures:
    said = Counter(history.said.keys())
    kept = rows.opinions
    twice = _sent_twice(history, rows)
    doubted = Counter(each.chat for each in rows.outbox if each.doubted)
    return Figures(
        messages=len(history.said),
        lost=(said - kept).total(),
        doubled=(kept - said).total(),
        unended=sum(1 for state in rows.updates.values() if state != "done")
        + sum(1 for each in rows.outbox if each.state not in FINAL),
        unstored=sum(kill.unstored for kill in history.kills)
        + len(history.acknowledged - rows.updates.keys()),
        silent=sum(_missing(history, rows)),
        spare=-sum(_missing(history, rows, spare=True)),
        deliveries=sum(1 for each in rows.outbox if _is_message(each)),
        in_flight=history.in_flight,
        uncertain=doubted.total(),
        sent_twice=twice.total(),
        sent_twice_unlisted=(twice - doubted).total(),
        never_sent=sum(_never_sent(history, rows)),
        strange=(_unclaimed(history, rows) - _possible(rows)).total(),
    )


def broken(figures: Figures) -> Iterator[str]:
    """The promises that these figures break."""
    nothing = {
        "lost": "opinions that were said and are not kept",
        "doubled": "opinions that are kept and were not said, or once more than said",
        "unended": "updates or deliveries without a final state",
        "unstored": "updates acknowledged to Telegram that were not on disk",
        "silent": "messages or recipients without a row of an answer to them",
        "spare": "rows of an answer more than there were messages or recipients",
        "sent_twice_unlisted": "messages that came twice and are not listed as uncertain",
        "never_sent": "deliveries said to be sent that never came",
        "strange": "messages that came and no row accounts for",
    }
    for name, words in nothing.items():
        count = getattr(figures, name)
        if count:
            yield f"{count} {words}"
    for name in ("sent_twice", "uncertain"):
        count = getattr(figures, name)
        if count > figures.in_flight:
            yield f"{count} {name.replace('_', ' ')}, only {figures.in_flight} were in flight"


def _sent_twice(history: History, rows: Rows) -> Counter[int]:
    """How many messages that no row claims say the same as another in their chat. A copy of an
    answer says that it is one, so it is known by the agency's words."""
    claims = _claims(rows)
    counted: Counter[int] = Counter()
    for chat, messages in history.delivered.items():
        gists = [_gist(each.text, history.answered) for each in messages]
        often = Counter(gists)
        for gist, each in zip(gists, messages, strict=True):
            if often[gist] > 1 and (chat, each.message_id) not in claims:
                counted[chat] += 1
                often[gist] -= 1
    return counted


def _gist(text: str, answers: Mapping[str, set[int]]) -> str:
    return next((words for words in answers if words in text), text)


def _missing(history: History, rows: Rows, *, spare: bool = False) -> Iterator[int]:
    """How many rows of receipts and of answers are missing in a chat; or are there too many."""
    wanted = {
        "receipt": Counter(history.said.values()),
        "answer": Counter(chat for chats in history.answered.values() for chat in chats),
    }
    for kind, count in wanted.items():
        count.subtract(Counter(each.chat for each in rows.outbox if each.kind == kind))
        yield from (n for n in count.values() if (n < 0 if spare else n > 0))


def _is_message(row: Delivery) -> bool:
    return row.method.startswith("send") or row.kind == "answer"


def _claims(rows: Rows) -> set[tuple[int, int]]:
    return {(each.chat, each.message_id) for each in rows.outbox if each.message_id is not None}


def _arrived(history: History) -> set[tuple[int, int]]:
    return {
        (chat, each.message_id) for chat, messages in history.delivered.items() for each in messages
    }


def _never_sent(history: History, rows: Rows) -> Iterator[int]:
    arrived = _arrived(history)
    for each in rows.outbox:
        if _is_message(each) and each.state == "sent":
            yield int((each.chat, each.message_id) not in arrived)


def _unclaimed(history: History, rows: Rows) -> Counter[int]:
    return Counter(chat for chat, _ in _arrived(history) - _claims(rows))


def _possible(rows: Rows) -> Counter[int]:
    """How many messages may have come of doubted rows, beside those that rows claim."""
    possible: Counter[int] = Counter()
    for each in rows.outbox:
        if each.doubted:
            possible[each.chat] += each.attempts - (each.message_id is not None)
    return possible
