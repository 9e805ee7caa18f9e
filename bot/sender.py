"""What waits in the outbox goes out at Telegram's pace. The only code that sends unasked.

A row is marked `sending` and committed before the call. What the call ends in is written after it;
where nobody can know whether it arrived (a reply lost, a crash), the row is `uncertain`: an answer
of an agency is then sent once more, carrying its number, and a menu is set once more; anything else
is not.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, repeat
from typing import Any

from telegram.error import TelegramError

from bot import logs, seams
from bot.clock import Clock, until_news
from bot.composing import Call, Compose
from bot.ends import REMOVED, End, end_of
from bot.intake import PAUSES
from bot.pace import Pace
from bot.telegram_bot import RawBot
from deliberation import rooms
from deliberation.work import Work
from storage import traffic
from storage.database import Database, Session, is_busy
from storage.keys import Keys
from storage.models import Contact, Outbox

log = logs.get(__name__)

IN_FLIGHT = 12  # calls at once: a few connections are faster than many
LEAST_REST = 0.05
IDLE_REST = 1.0  # seconds after which a row put off may be due; news is told at once
LANDING = 30.0  # longer than a call to Telegram can take
TRIES = 8  # of a call that surely did not arrive, and for a day: an outage must lose nothing
KEEP_TRYING = timedelta(days=1)
PAUSED = "sender.paused_until"


class Sender:
    """Drains the outbox of one bot."""

    def __init__(
        self,
        bot: RawBot,
        database: Database,
        keys: Keys,
        clock: Clock,
        *,
        pace: Pace,
        compose: Compose,
        ended: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.ended = ended
        self.bot, self.database, self.keys, self.clock = bot, database, keys, clock
        self.pace, self.compose = pace, compose
        self._flying: set[asyncio.Task[None]] = set()
        self._claiming: asyncio.Task[int] | None = None

    async def recover(self) -> int:
        """After a start: what was on its way when we stopped may or may not have arrived."""
        found = await self.database.write(self._doubt_what_was_flying)
        if found:
            log.warning("deliveries_doubted", count=found)
        return found

    async def run(self, woken: asyncio.Event) -> None:
        """Send for ever. `woken` is set when the outbox may have something new."""
        while True:
            woken.clear()
            if not await self._launch():
                rest = self.pace.rest(self.clock.now()) or IDLE_REST
                await until_news(woken, self.clock.sleep(max(LEAST_REST, rest)), self._flying)

    async def drain(self) -> int:
        """Send what is due, resting on the clock where the pace wants it; how many calls."""
        sent = 0
        while True:
            sent += await self._launch()
            if self._flying:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            elif await self._is_empty():
                return sent
            else:
                await self.clock.sleep(max(LEAST_REST, self.pace.rest(self.clock.now())))

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
        return not await self.database.write(partial(traffic.due, now=now, limit=1, resting=()))

    async def _launch(self) -> int:
        """Claim as many rows as the pace and the connections allow, and send them.

        Whoever stops waiting for this stops nothing: a row that is claimed is also sent.
        """
        now = self.clock.now()
        room = min(IN_FLIGHT - len(self._flying), self.pace.room(now))
        if room <= 0 or len(self._flying) > IN_FLIGHT // 2:
            return 0  # several rows in one claim cost little more than one
        self._claiming = asyncio.create_task(self._take_off(now, room))
        return await asyncio.shield(self._claiming)

    async def _take_off(self, now: datetime, room: int) -> int:
        resting = self.pace.resting(now)
        claim = partial(self._claim, now=now, room=room, resting=resting)
        calls = await self.database.write(claim, urgent=True)
        for call in calls:
            seams.at("after_claim")
            self.pace.sent(call.lane, now, in_group=call.in_group)
            self._fly(self._send(call))
        return len(calls)

    def _fly(self, flight: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(flight)
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    def _claim(
        self, session: Session, *, now: datetime, room: int, resting: list[bytes]
    ) -> list[Call]:
        calls = []
        for row in traffic.due(session, now, room, resting):
            call = self._composed(session, row, now)
            if call is not None:
                calls.append(call)
        traffic.claim(session, [call.row_id for call in calls])
        return calls

    def _composed(self, session: Session, row: Outbox, now: datetime) -> Call | None:
        """The call; None where nothing is to be sent, or the row cannot be put into words: it
        must not hold up the others."""
        try:
            call = self.compose(session, row, now)
        except Exception as error:
            if is_busy(error):
                raise
            log.error("delivery_not_composed", row=row.id, error=type(error).__name__)
            _finish(row, "failed", now, End("failed", error=type(error).__name__))
            return None
        if call is None and row.not_before <= now:
            _finish(row, "cancelled", now)
        return call

    async def _send(self, call: Call) -> None:
        end = await self._call(call)
        seams.at("after_send")
        if end.state == "waiting":
            self.pace.too_many(call.lane, self.clock.now(), end.wait)
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                await self.database.write(partial(self._mark, call=call, end=end), urgent=True)
                seams.at("after_mark")
                self.ended(end.state)
                break
            except Exception as error:  # until it is written, the chat's next message waits
                log.error("delivery_not_marked", row=call.row_id, error=type(error).__name__)
                await asyncio.sleep(pause)

    async def _call(self, call: Call) -> End:
        try:
            result = await self.bot.call(call.method, call.fields)
        except TelegramError as error:
            return end_of(error)
        except Exception as error:  # of our making: the lane must not wait for it for ever
            log.error("delivery_not_made", row=call.row_id, error=type(error).__name__)
            return End("failed", error=type(error).__name__)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return End("sent", message_id)

    def _mark(self, session: Session, *, call: Call, end: End) -> None:
        if end.state == "sent":
            traffic.end_sent(session, call.row_id, end.message_id, self.clock.now())
            seams.at("before_mark")
            return
        row = traffic.outbox_row(session, call.row_id)
        if row is None:
            return
        now = self.clock.now()
        match end.state:
            case "waiting":
                row.state, row.not_before = "pending", now + timedelta(seconds=end.wait)
                row.attempts -= 1
                self._remember_pause(session, now)
            case "again":
                self._try_again(row, end, now)
            case "uncertain":
                _doubt(row, now)
            case "moved":
                self._follow(session, row, call, end)
            case "blocked":
                _finish(row, "blocked", now, end)
                self._note_block(session, row, now)
                if end.error == REMOVED:
                    rooms.leave(Work(session, now, self.keys), call.chat_id)
            case "failed" if row.kind == "menu":  # who never wrote has no chat: START sets it
                _finish(row, "cancelled", now, end)
            case "failed" if row.edits:
                _finish(row, "failed", now, end)
                _lose_message(session, row.edits)
            case _:
                _finish(row, end.state, now, end)
        session.add(row)

    def _follow(self, session: Session, row: Outbox, call: Call, end: End) -> None:
        """The group has another number now: this message and all that wait go there."""
        work = Work(session, self.clock.now(), self.keys)
        rooms.follow(work, call.chat_id, end.moved_to)
        row.state, row.attempts = "pending", row.attempts - 1
        rooms.readdress(work, row, end.moved_to)

    def _try_again(self, row: Outbox, end: End, now: datetime) -> None:
        if row.attempts >= TRIES and now - row.created_at >= KEEP_TRYING:
            _finish(row, "failed", now, end)
        else:
            row.state, row.error = "pending", row.error or end.error
            row.not_before = now + timedelta(seconds=min(2**row.attempts, 300))

    def _remember_pause(self, session: Session, now: datetime) -> None:
        until = self.pace.bot_rests_until
        if until is not None:
            traffic.remember(session, PAUSED, {"until": until.isoformat()}, now)

    def _note_block(self, session: Session, row: Outbox, now: datetime) -> None:
        contact = session.get(Contact, row.contact_id) if row.contact_id else None
        if contact is not None:
            contact.blocked_at = contact.blocked_at or now
            session.add(contact)
            traffic.end_for(session, contact.id, now, "blocked")

    def _doubt_what_was_flying(self, session: Session) -> int:
        now = self.clock.now()
        rows = traffic.sending(session)
        for row in rows:
            _doubt(row, now)
            session.add(row)
        paused = traffic.remembered(session, PAUSED)
        if paused:
            self.pace.rest_until(datetime.fromisoformat(paused["until"]))
        return len(rows)


def _doubt(row: Outbox, now: datetime) -> None:
    """Nobody can know whether it arrived. An answer goes once more, and a menu, which is the same
    set twice; the rest is left at that."""
    if row.kind in ("answer", "menu") and row.error != "uncertain":
        row.state, row.error, row.not_before = "pending", "uncertain", now
    else:
        _finish(row, "uncertain", now)


def _lose_message(session: Session, row_id: int) -> None:
    """What this row became cannot be changed: somebody took it away. The next is a new one."""
    first = traffic.outbox_row(session, row_id)
    if first is not None:
        first.message_id = None
        session.add(first)


def _finish(row: Outbox, state: str, now: datetime, end: End | None = None) -> None:
    """The row has come to its end; the words and the address go."""
    row.state, row.ended_at = state, now
    row.payload = row.address = row.lane = None
    if end is not None:
        row.message_id, row.error = end.message_id or row.message_id, end.error
