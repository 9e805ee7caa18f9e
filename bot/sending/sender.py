"""What waits in the outbox goes out at Telegram's pace. The only code that sends unasked.

A row is marked `sending` and committed before the call. What the call ends in is written after it;
where nobody can know whether it arrived (a reply lost, a crash), the row is `uncertain`: an answer
of an agency is then sent once more, carrying its number, and a menu is set once more; anything else
is not.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain, repeat
from typing import Any

from telegram.error import TelegramError

from bot import logs, seams
from bot.clock import Clock, until_news
from bot.outages import PAUSES, ride_out
from bot.sending.composing import Call, Compose, Method
from bot.sending.ends import End, end_of
from bot.sending.marks import Marks, finish
from bot.sending.pace import SECOND, Pace, Spent
from bot.telegram_bot import RawBot
from deliberation.work import Work
from storage import claims, rests
from storage.claims import Claimed
from storage.database import Database, Session, is_busy
from storage.keys import Keys
from storage.models import Outbox

log = logs.get(__name__)

IN_FLIGHT = 12  # calls at once: a few connections are faster than many
LEAST_REST = 0.05
IDLE_REST = 1.0  # seconds after which a row put off may be due; news is told at once
LANDING = 30.0  # longer than a call to Telegram can take
EVER = datetime.min.replace(tzinfo=UTC)
LATE = claims.LEASE.total_seconds() / 2
"""Seconds after its claim in which a call may begin: somebody else may soon take it for lost."""
SLOW = 0.1
"""Seconds in the air after which a chat rests from the landing of a call, not from its start."""
REFUSED_IN_A_ROW = 2
"""429s of different chats, and nothing sent in between: the bot, not one chat, is too fast."""
RECOVER_EVERY = 5.0  # seconds, where a sender beside this one may have gone


@dataclass(frozen=True)
class _Flight:
    """A call on its way, whose claim it is, and when that was made: by the clock, and by one that
    only runs."""

    call: Call
    claimed: Claimed
    at: datetime
    since: float


@dataclass(frozen=True)
class _Landed:
    """`slow`: the call may have reached Telegram just now; `too_fast`: the whole bot must rest."""

    slow: bool
    too_fast: bool


@dataclass(frozen=True)
class _Claims:
    """What may take off now; where nothing may, in how many seconds to look again."""

    calls: Sequence[tuple[Call, Claimed]] = ()
    at: datetime = EVER
    rest: float = IDLE_REST


async def _as_it_is(call: Call) -> Method:
    return call.method, call.fields


class Sender:
    """Drains the outbox of one bot, alone or beside others of the same bot.

    `complete` makes, outside of any transaction, what takes longer to make.
    `name` is its own among them; `resend`: whether an answer that may have got lost goes once more.
    """

    def __init__(
        self,
        bot: RawBot,
        database: Database,
        keys: Keys,
        clock: Clock,
        *,
        pace: Pace,
        compose: Compose,
        name: str,
        resend: bool = True,
        ended: Callable[[str], None] = lambda _: None,
        complete: Callable[[Call], Awaitable[Method]] | None = None,
    ) -> None:
        self.ended, self.complete = ended, complete or _as_it_is
        self.bot, self.database, self.keys, self.clock = bot, database, keys, clock
        self.compose, self.name = compose, name
        self.marks = Marks(pace, bot.id, resend=resend)
        self._flying: set[asyncio.Task[None]] = set()
        self._claiming: asyncio.Task[_Claims] | None = None
        self._aloft: dict[int, float] = {}  # row -> since when
        self._landings: list[datetime] = []  # of the last second's calls that may have arrived
        self._refused: list[bytes | None] = []  # lanes of the 429s since something was sent
        self._rest = IDLE_REST
        self._recovered = time.monotonic()

    async def recover(self) -> int:
        """What was on its way by somebody who has gone may or may not have arrived."""
        self._recovered = time.monotonic()
        found = await self.database.write(self._doubt_orphans)
        if found:
            log.warning("deliveries_doubted", count=found)
        return found

    async def run(self, woken: asyncio.Event) -> None:
        """Send for ever. `woken` is set when the outbox may have something new."""
        while True:
            woken.clear()
            await ride_out(self._recover_beside_others)
            if not await ride_out(self._launch):
                await until_news(woken, self.clock.sleep(max(LEAST_REST, self._rest)), self._flying)

    async def _recover_beside_others(self) -> None:
        if self.database.shared and time.monotonic() - self._recovered > RECOVER_EVERY:
            await self.recover()

    async def drain(self) -> int:
        """Send what is due, resting on the clock where the pace wants it; how many calls."""
        sent = 0
        while self._flying or not await self._is_empty():
            sent += await self._launch()
            if self._flying:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            else:
                await self.clock.sleep(max(LEAST_REST, self._rest))
        return sent

    async def land(self, within: float = LANDING) -> None:
        """Wait for the calls in flight, and for those just claimed; nothing new takes off.

        Whatever has not landed `within` so many seconds is doubted at the next start: a database
        that is away must not keep the bot from stopping.
        """
        if self._claiming is not None:
            await asyncio.wait({self._claiming}, timeout=within)
        if self._flying:
            await asyncio.wait(self._flying, timeout=within)

    async def _is_empty(self) -> bool:
        now = self.clock.now()
        return not await self.database.write(partial(claims.is_any_due, now=now))

    async def _launch(self) -> int:
        """Claim as many rows as the pace and the connections allow, and send them.

        Whoever stops waiting for this stops nothing: a row that is claimed is also sent.
        """
        if len(self._flying) > IN_FLIGHT // 2:
            self._rest = IDLE_REST  # the first that lands is news
            return 0  # several rows in one claim cost little more than one
        self._claiming = asyncio.create_task(self._take_off())
        claimed = await asyncio.shield(self._claiming)
        self._rest = claimed.rest
        return len(claimed.calls)

    async def _take_off(self) -> _Claims:
        since = time.monotonic()
        free = IN_FLIGHT - len(self._flying)
        claim = partial(self._claim, free=free)
        claimed = await self.database.write(claim, urgent=True)
        for call, by in claimed.calls:
            seams.at("after_claim")
            self._fly(self._send(_Flight(call, by, claimed.at, since)))
        return claimed

    def _arriving(self, now: datetime) -> int:
        """How many calls may have arrived in the last second, or still may.

        A call arrives at some time between its start and its landing. So of those that arrive
        within one second, the last to start sees all others in the air or just landed: where this
        is never over a limit, no second is.
        """
        landed = sum(now - SECOND < each <= now for each in self._landings)
        return len(self._aloft) + landed

    def _fly(self, flight: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(flight)
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    def _claim(self, session: Session, *, free: int) -> _Claims:
        now = self.clock.now()  # not when it was asked for: other writers may have been before it
        held = bool(self.marks.pace.overall)  # where there is no pace, senders need not wait
        kept = rests.state(session, self.marks.pace_kept, now, held=held)
        spent = Spent.of(kept.value)
        room = min(free, self.marks.pace.room(spent, now, self._arriving(now)))
        if room <= 0:
            return _Claims(rest=self.marks.pace.wait(spent, now))
        composed = [
            (row, self._composed(session, row, now)) for row in claims.due(session, now, room)
        ]
        calls = [(call, row.attempts + 1) for row, call in composed if call is not None]
        if not calls:
            return _Claims(rest=self._until_a_chat_has_rested(session, now))
        claims.claim(session, [call.row_id for call, _ in calls], self.name)
        rests.rest(session, self._pauses([call for call, _ in calls], now), now)
        if held:
            kept.value = self.marks.pace.sending(spent, now, len(calls)).kept()
        return _Claims([(call, Claimed(call.row_id, self.name, n)) for call, n in calls], now)

    def _until_a_chat_has_rested(self, session: Session, now: datetime) -> float:
        end = rests.next_end(session, now)
        return IDLE_REST if end is None else min(IDLE_REST, (end - now).total_seconds())

    def _pauses(self, calls: Sequence[Call], now: datetime) -> dict[bytes, datetime]:
        """Until when the chats of these calls rest."""
        if not self.marks.pace.chat:
            return {}
        return {
            call.lane: now + self.marks.pace.chat_pause(in_group=call.in_group)
            for call in calls
            if call.lane is not None
        }

    def _composed(self, session: Session, row: Outbox, now: datetime) -> Call | None:
        """The call; None where nothing is to be sent, or the row cannot be put into words: it
        must not hold up the others."""
        try:
            call = self.compose(session, row, now)
        except Exception as error:
            if is_busy(error):
                raise
            log.error("delivery_not_composed", row=row.id, error=type(error).__name__)
            finish(row, "failed", now, End("failed", error=type(error).__name__))
            return None
        if call is None and row.not_before <= now:
            finish(row, "cancelled", now)
        return call

    async def _send(self, flight: _Flight) -> None:
        self._aloft[flight.call.row_id] = time.monotonic()
        end = await self._end(flight)
        seams.at("after_send")
        landed = self._landed(flight, end)
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                mark = partial(self._mark, flight=flight, end=end, landed=landed)
                await self.database.write(mark, urgent=True)
                seams.at("after_mark")
                self.ended(end.state)
                break
            except Exception as error:  # until it is written, the chat's next message waits
                log.error("delivery_not_marked", row=flight.call.row_id, error=type(error).__name__)
                await asyncio.sleep(pause)

    async def _end(self, flight: _Flight) -> End:
        if time.monotonic() - flight.since > LATE:  # this process stood still meanwhile
            return End("again", error="late")
        return await self._call(flight.call)

    async def _call(self, call: Call) -> End:
        try:
            result = await self.bot.call(*await self.complete(call))
        except TelegramError as error:
            return end_of(error)
        except Exception as error:  # of our making: the lane must not wait for it for ever
            log.error("delivery_not_made", row=call.row_id, error=type(error).__name__)
            return End("failed", error=type(error).__name__)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return End("sent", message_id)

    def _landed(self, flight: _Flight, end: End) -> _Landed:
        """What a landing tells of the pace."""
        now, lane = time.monotonic(), flight.call.lane
        since = self._aloft.pop(flight.call.row_id)
        slow = now - since > SLOW
        if end.state != "again":
            self._note_landing(self.clock.now())
        if end.state == "sent":
            self._refused.clear()
        elif end.state == "waiting" and lane not in self._refused:
            self._refused.append(lane)
        return _Landed(slow, len(self._refused) >= REFUSED_IN_A_ROW)

    def _note_landing(self, now: datetime) -> None:
        self._landings = [*(each for each in self._landings if now - each < SECOND), now]

    def _mark(self, session: Session, *, flight: _Flight, end: End, landed: _Landed) -> None:
        work = Work(session, self.clock.now(), self.keys)
        if landed.slow:
            self.marks.rest_from_landing(work, flight.call)
        whole_bot = landed.too_fast
        self.marks.mark(work, flight.call, flight.claimed, end, whole_bot=whole_bot)
        if end.state == "again":
            self.marks.give_place_back(work, flight.at)
        seams.at("before_mark")

    def _doubt_orphans(self, session: Session) -> int:
        return self.marks.doubt_orphans(Work(session, self.clock.now(), self.keys))
