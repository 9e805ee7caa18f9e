"""What calls to Telegram ended in, written down: the one place where a delivery changes state.

Where nobody can know whether a call arrived (a reply lost, a crash), the row is doubted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import logs
from bot.sending.composing import Call
from bot.sending.ends import REMOVED, End
from bot.sending.pace import WHILE, Pace, Spent
from deliberation.moderating import rooms
from deliberation.work import Work
from storage import claims, rests, traffic
from storage.claims import Claimed
from storage.database import Session
from storage.models import Contact, Outbox

log = logs.get(__name__)

TRIES = 8  # of a call that surely did not arrive, and for a day: an outage must lose nothing
KEEP_TRYING = timedelta(days=1)
RESENT = ("answer", "menu", "file")


@dataclass(frozen=True)
class Marks:
    """`resend`: whether an answer that may have got lost goes once more."""

    pace: Pace
    bot_id: int
    resend: bool = True

    @property
    def pace_kept(self) -> str:
        """The name of the row in which all senders of this bot keep what they have sent."""
        return f"pace.{self.bot_id}"

    def mark(
        self, work: Work, call: Call, claimed: Claimed, end: End, *, whole_bot: bool = False
    ) -> None:
        """Write down what the call of this claim ended in; `whole_bot`: a 429 was meant for it."""
        if end.state == "waiting":
            self._rest_after_429(work, call, end, whole_bot=whole_bot)
        elif end.state == "sent" and claims.end_sent(
            work.session, claimed, end.message_id, work.now
        ):
            return
        row = claims.held(work.session, claimed)
        if row is None:
            _mark_late(work, call, end)
        else:
            self._end(work, row, call, end)
            work.session.add(row)

    def _end(self, work: Work, row: Outbox, call: Call, end: End) -> None:
        now = work.now
        match end.state:
            case "waiting":
                row.state, row.not_before = "pending", now + timedelta(seconds=end.wait)
                row.attempts -= 1
            case "again":
                _try_again(row, end, now)
            case "uncertain":
                self._doubt(row, now)
            case "moved":
                _follow(work, row, call, end)
            case "blocked":
                finish(row, "blocked", now, end)
                _note_block(work, row)
                if end.error == REMOVED:
                    rooms.leave(work, call.chat_id)
            case "failed" if row.kind == "menu":  # who never wrote has no chat: START sets it
                finish(row, "cancelled", now, end)
            case "failed" if row.edits:
                finish(row, "failed", now, end)
                _lose_message(work.session, row.edits)
            case _:
                finish(row, end.state, now, end)

    def _rest_after_429(self, work: Work, call: Call, end: End, *, whole_bot: bool) -> None:
        """All senders obey it, also after a restart."""
        session, now = work.session, work.now
        if whole_bot:
            kept = rests.state(session, self.pace_kept, now)
            kept.value = self.pace.too_many(Spent.of(kept.value), now, end.wait).kept()
            session.add(kept)
        if call.lane is not None:
            rests.rest(session, {call.lane: now + timedelta(seconds=end.wait)}, now)

    def give_place_back(self, work: Work, hour: datetime) -> None:
        """A call claimed at this hour surely did not arrive, so another may go in its second."""
        if not self.pace.overall or work.now - hour >= WHILE:
            return
        kept = rests.state(work.session, self.pace_kept, work.now)
        kept.value = self.pace.not_sent(Spent.of(kept.value), hour).kept()
        work.session.add(kept)

    def rest_from_landing(self, work: Work, call: Call) -> None:
        """A call that took its time may have reached the chat only now."""
        pause = self.pace.chat_pause(in_group=call.in_group)
        if call.lane is not None and pause:
            rests.rest(work.session, {call.lane: work.now + pause}, work.now)

    def doubt_orphans(self, work: Work) -> int:
        """What was on its way by somebody who has gone; how many rows."""
        rows = claims.orphans(work.session)
        for row in rows:
            self._doubt(row, work.now)
            work.session.add(row)
        return len(rows)

    def _doubt(self, row: Outbox, now: datetime) -> None:
        """Nobody can know whether it arrived. An answer goes once more, carrying its number, or
        waits for a person to decide; so does a menu, which is the same set twice, and a file that
        was being made; the rest is left at that."""
        held = row.kind == "answer" and not self.resend
        if row.kind in RESENT and row.error != "uncertain" and not held:
            row.state, row.error, row.not_before = "pending", "uncertain", now
            row.claimed_by = row.lease_until = None
        else:
            finish(row, "uncertain", now)


def _mark_late(work: Work, call: Call, end: End) -> None:
    """The claim was taken from us meanwhile. Where the row was doubted and nobody has it on
    its way again, we know better."""
    log.warning("delivery_marked_late", row=call.row_id, end=end.state)
    row = work.session.get(Outbox, call.row_id, with_for_update=True)
    if row is None or end.state != "sent":
        return
    if row.state == "uncertain" or (row.state == "pending" and row.error == "uncertain"):
        finish(row, "sent", work.now, end)
        work.session.add(row)


def _follow(work: Work, row: Outbox, call: Call, end: End) -> None:
    """The group has another number now: this message and all that wait go there."""
    rooms.follow(work, call.chat_id, end.moved_to)
    row.state, row.attempts = "pending", row.attempts - 1
    rooms.readdress(work, row, end.moved_to)


def _try_again(row: Outbox, end: End, now: datetime) -> None:
    if row.attempts >= TRIES and now - row.created_at >= KEEP_TRYING:
        finish(row, "failed", now, end)
    else:
        row.state, row.error = "pending", row.error or end.error
        row.not_before = now + timedelta(seconds=min(2**row.attempts, 300))


def _note_block(work: Work, row: Outbox) -> None:
    contact = work.session.get(Contact, row.contact_id) if row.contact_id else None
    if contact is not None:
        contact.blocked_at = contact.blocked_at or work.now
        work.session.add(contact)
        traffic.end_for(work.session, contact.id, work.now, "blocked")


def _lose_message(session: Session, row_id: int) -> None:
    """What this row became cannot be changed: somebody took it away. The next is a new one."""
    first = traffic.outbox_row(session, row_id)
    if first is not None:
        first.message_id = None
        session.add(first)


def finish(row: Outbox, state: str, now: datetime, end: End | None = None) -> None:
    """The row has come to its end; the words and the address go."""
    row.state, row.ended_at = state, now
    row.payload = row.address = row.lane = None
    row.claimed_by = row.lease_until = None
    if end is not None:
        row.message_id, row.error = end.message_id or row.message_id, end.error
