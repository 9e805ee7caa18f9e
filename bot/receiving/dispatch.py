"""Stored updates are answered: in order within a chat, chats side by side, one transaction each.

The transaction holds the change, the outbox rows of the answer, and the end of the inbox row with
its body cleared. Nothing is sent inside it; only the spinner of a press is stopped afterwards.
"""

import asyncio
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot import logs, seams
from bot.bubbles import Bubble, Reply
from bot.clock import Clock, until_news
from bot.incoming import Incoming
from bot.outages import ride_out
from bot.receiving import routing
from bot.receiving.fields import UnreadableError
from bot.sending import posting
from bot.turn import open_turn
from deliberation import people
from deliberation.people import Person
from deliberation.work import Rules, Work
from storage import people as people_rows
from storage import traffic
from storage.database import Database, DBAPIError, Session
from storage.keys import Keys
from storage.models import DialogueState, Inbox
from storage.traffic import Waiting

log = logs.get(__name__)

AT_ONCE = 1000  # open updates looked at in one round
GATHER = 0.02  # seconds between two rounds: many lanes that end at once are one reason to look
RETRIES = (timedelta(seconds=2), timedelta(seconds=30), timedelta(minutes=5))
Key = tuple[int, int]
Stop = Callable[[str, str], Awaitable[None]]
"""Stops the spinner of a press: (press id, toast)."""


@dataclass(frozen=True)
class Handled:
    """What is left to do after the commit."""

    press_id: str = ""
    toast: str = ""
    taken: bool = True  # by us
    elsewhere: bool = False  # another process is at it


class Dispatch:
    """Answers what is in the inbox."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        rules: Rules,
        *,
        bot_username: str,
        stop_spinner: Stop,
        name: str = "",
        handled: Callable[[], None] = lambda: None,
    ) -> None:
        self.database, self.keys, self.clock, self.rules = database, keys, clock, rules
        self.bot_username, self.stop_spinner, self.handled = bot_username, stop_spinner, handled
        self.name = name  # this process's own among all
        self.busy: set[bytes] = set()
        self._tasks: set[asyncio.Task[bool]] = set()

    async def run(self, woken: asyncio.Event, answered: Callable[[], None]) -> None:
        """Answer for ever. `woken` is set when the inbox has something new."""
        while True:
            woken.clear()
            await self._start_lanes(woken, answered)
            await until_news(woken, self.clock.sleep(1))  # a retry may be due
            await asyncio.sleep(GATHER)

    async def drain(self) -> int:
        """Answer everything that is due now; how many updates were handled."""
        handled = 0
        while lanes := await self._due_lanes():
            handled += sum(len(keys) for keys in lanes.values())
            await asyncio.gather(*(self._lane(lane, keys) for lane, keys in lanes.items()))
        return handled

    async def _start_lanes(self, woken: asyncio.Event, answered: Callable[[], None]) -> None:
        lanes = await self._due_lanes()
        for lane, keys in lanes.items():
            self.busy.add(lane)
            task = asyncio.create_task(self._lane(lane, keys, answered))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(partial(_look_again, woken))

    async def _due_lanes(self) -> dict[bytes, list[Waiting]]:
        """What is due by lane, in an order of this process's own: others beside it begin with
        other lanes."""
        look = partial(traffic.open_updates, now=self.clock.now(), limit=AT_ONCE)
        lanes: dict[bytes, list[Waiting]] = defaultdict(list)
        for row in await ride_out(lambda: self.database.write(look)):
            of = row.lane or b""
            if of not in self.busy:
                lanes[of].append(row)
        if self.database.shared:
            return dict(sorted(lanes.items(), key=lambda lane: self._order(lane[0])))
        return dict(lanes)

    def _order(self, lane: bytes) -> bytes:
        return hashlib.blake2b(lane, key=self.name.encode(), digest_size=8).digest()

    async def _lane(
        self, lane: bytes, rows: list[Waiting], answered: Callable[[], None] = lambda: None
    ) -> bool:
        """Answer these updates of a chat; whether the rest was left to another process."""
        try:
            for row in rows:
                handled = await self._handle(row)
                if handled is None or handled.elsewhere:
                    return handled is not None
                answered()
        finally:
            self.busy.discard(lane)
        return False

    async def _handle(self, row: Waiting) -> Handled | None:
        """Answer one update; None where it failed and holds its lane back."""
        try:
            handled = await ride_out(lambda: self.database.write(partial(self._answer, row=row)))
        except Exception as error:
            await self._failed((row.bot_id, row.update_id), error)
            return None
        if handled.taken:
            seams.at("after_dispatch_commit")
            self.handled()
        if handled.press_id:
            await self.stop_spinner(handled.press_id, handled.toast)
        return handled

    def _work(self, session: Session) -> Work:
        return Work(session, self.clock.now(), self.keys, self.rules)

    def _answer(self, session: Session, *, row: Waiting) -> Handled:
        if not traffic.take(session, row.bot_id, row.update_id, self.clock.now()):
            elsewhere = traffic.is_open(session, row.bot_id, row.update_id)
            return Handled(taken=False, elsewhere=elsewhere)
        incoming = Incoming.of(self.keys.open(row.body or b"", "inbox"))
        reply = self._reply(session, incoming)
        if not reply.bubbles and not reply.toast:
            log.info("update_left_unanswered", update=row.update_id, reason=reply.reason)
        seams.at("in_transaction")
        return Handled(incoming.press_id, reply.toast)

    def _reply(self, session: Session, incoming: Incoming) -> Reply:
        if incoming.kind == "ignored":
            return Reply(reason=incoming.reason)
        work = self._work(session)
        person = people.meet(work, incoming.person_id, incoming.language_code)
        turn = open_turn(work, person, incoming, _dialogue(session, person, incoming))
        turn.bot_username = self.bot_username
        reply = routing.answer(turn)
        posting.post(turn, reply)
        return reply

    async def _failed(self, key: Key, error: Exception) -> None:
        """Note the failure; after the last retry the update is dead, and its author is told."""
        code = secrets.token_hex(3)
        # The trace of a database's error may hold the row it was about.
        trace = None if isinstance(error, DBAPIError | UnreadableError) else error
        name = type(error).__name__
        log.error("update_failed", update=key[1], code=code, error=name, exc_info=trace)
        # What cannot be read says why, and holds nothing of what came in.
        reason = str(error) if isinstance(error, UnreadableError) else name
        note = partial(self._note_failure, key=key, code=code, reason=reason)
        try:
            press_id = await self.database.write(partial(note, told=True))
        except Exception as worse:  # the bug is in what the apology needs, too
            log.error("apology_failed", update=key[1], error=type(worse).__name__)
            press_id = await self.database.write(partial(note, told=False))
        if press_id:
            await self.stop_spinner(press_id, "")

    def _note_failure(
        self, session: Session, *, key: Key, code: str, reason: str, told: bool
    ) -> str:
        row = traffic.update_row(session, *key)
        if row is None:
            return ""
        incoming = _readable(self.keys, row)
        row.error = f"{reason} {code}"
        dead = row.attempts >= len(RETRIES) or incoming is None
        if dead:
            row.state = "dead"  # its sealed body stays, to be looked at
        else:
            row.state, row.next_at = "failed", self.clock.now() + RETRIES[row.attempts]
            row.attempts += 1
        session.add(row)
        if incoming is None or incoming.kind in ("ignored", "membership"):
            return ""
        if incoming.in_group:  # nothing said there is kept, and a room is told of no trouble
            row.body = None if dead else row.body
            return incoming.press_id
        if told and (dead or row.attempts == 1):
            self._apologise(session, incoming, code, dead=dead)
        return incoming.press_id

    def _apologise(self, session: Session, incoming: Incoming, code: str, *, dead: bool) -> None:
        work = self._work(session)
        person = people.meet(work, incoming.person_id, incoming.language_code)
        turn = open_turn(work, person, incoming, people_rows.dialogue(session, person.lane))
        turn.step = turn.step or turn.lapsed
        key = "error.press" if incoming.kind == "press" else "error.dead" if dead else "error"
        sent = turn.view.when(incoming.sent_at)
        posting.post(turn, Reply((Bubble(turn.view.say(key, code=code, sent=sent)),)))


def _look_again(woken: asyncio.Event, lane: asyncio.Task[bool]) -> None:
    """What came while the lane was at work is looked at as soon as it is done. What another
    process has in hand is not: it would be found there again."""
    done = not lane.cancelled() and lane.exception() is None
    if not (done and lane.result()):
        woken.set()


def _dialogue(session: Session, person: Person, incoming: Incoming) -> DialogueState | None:
    """Where the person's dialogue stands; what they do in a group is no part of it."""
    return None if incoming.in_group else people_rows.dialogue(session, person.lane)


def _readable(keys: Keys, row: Inbox) -> Incoming | None:
    try:
        return Incoming.of(keys.open(row.body or b"", "inbox"))
    except Exception:  # whatever is wrong with its bytes, it can never be answered
        return None
