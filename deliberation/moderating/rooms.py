"""Groups the bot is in. Nothing said there is kept: only where it is, and when it was told what."""

from datetime import timedelta

from deliberation import log
from deliberation.work import Work
from storage import rooms
from storage.models import Outbox, Room

TOLD_EVERY = timedelta(hours=1)
GREETS_AFTER = timedelta(seconds=5)
"""A supergroup may be one that has just grown out of a group where we were greeted already; that
is told a moment before or after."""


def at(work: Work, chat_id: int) -> Room | None:
    """The group with this number at Telegram, as far as it is known."""
    return rooms.by_mark(work.session, _mark(work, chat_id))


def known(work: Work, chat_id: int, language: str) -> Room:
    """The group's row, made when it is not there yet."""
    room = at(work, chat_id)
    if room is None:
        sealed = work.keys.seal_id(chat_id)
        room = Room(
            mark=_mark(work, chat_id), sealed_id=sealed, language=language, created_at=work.now
        )
        work.session.add(room)
        work.session.flush()
    return room


def enter(work: Work, chat_id: int, language: str, *, supergroup: bool) -> bool:
    """We were added by somebody who reads this language. False where it was greeted before."""
    rooms.hold(work.session)
    room = known(work, chat_id, language)
    if room.greeted_at is not None:
        return False
    room.greeted_at, room.language = work.now, language
    later = GREETS_AFTER if supergroup else timedelta()
    greeting = Outbox(
        kind="greeting",
        lane=work.keys.lane(chat_id),
        address=room.sealed_id,
        method="",
        created_at=work.now,
        not_before=work.now + later,
    )
    work.session.add_all((room, greeting))
    work.session.flush()
    return True


def leave(work: Work, chat_id: int) -> bool:
    """We are not there any more: the row goes, with what waits. False where none was there."""
    rooms.hold(work.session)
    rooms.end_waiting(work.session, work.keys.lane(chat_id), work.now)
    room = at(work, chat_id)
    if room is None:
        return False
    if room.agency_id is not None:
        record(work, room, room.agency_id, "telegram", "room.unlinked", reason="removed")
    work.session.delete(room)
    work.session.flush()
    return True


def follow(work: Work, old_id: int, new_id: int) -> Room:
    """The group has become a supergroup, with another number; what waits goes there.

    Telegram tells it in both chats and as an error of a message on its way, and says that we are
    in the new one, in any order: after the first time there is nothing left to do.
    """
    rooms.hold(work.session)
    _do_not_greet_again(work, new_id)
    room = at(work, old_id)
    if room is None:
        room = known(work, new_id, work.rules.language)
        room.greeted_at = room.greeted_at or work.now
    elif old_id != new_id:
        _move(work, room, new_id)
    for row in rooms.waiting(work.session, work.keys.lane(old_id)):
        readdress(work, row, new_id)
    work.session.add(room)
    work.session.flush()
    return room


def _do_not_greet_again(work: Work, chat_id: int) -> None:
    """A greeting waits for a group that seemed to be another; one that moved here is no such."""
    for row in rooms.waiting(work.session, work.keys.lane(chat_id)):
        if row.kind == "greeting" and row.payload is None:
            _give_up(work, row)


def _move(work: Work, room: Room, chat_id: int) -> None:
    newcomer = at(work, chat_id)
    if newcomer is not None:
        work.session.delete(newcomer)
        work.session.flush()
    room.mark, room.sealed_id = _mark(work, chat_id), work.keys.seal_id(chat_id)
    begin_notices(room)


def begin_notices(room: Room) -> None:
    """No live notice of how much waits stands in the room: the next one is new."""
    room.load_outbox_id = room.load_at = room.load_shown = None
    room.load_size = 0


def _give_up(work: Work, row: Outbox) -> None:
    row.state, row.ended_at = "cancelled", work.now
    row.payload = row.address = row.lane = None
    work.session.add(row)


def readdress(work: Work, row: Outbox, chat_id: int) -> None:
    """Send it to the supergroup instead. What would change or quote a message of the old group
    finds none there: the change is given up, the quote left out."""
    if row.method.startswith("edit"):
        _give_up(work, row)
        return
    said = row.payload or {"moved": True}
    row.payload = {name: value for name, value in said.items() if name != "reply_parameters"}
    row.lane, row.address = work.keys.lane(chat_id), work.keys.seal_id(chat_id)
    work.session.add(row)


def may_tell(work: Work, room: Room) -> bool:
    """Whether a command may be answered there: once an hour."""
    if room.told_at is not None and work.now - room.told_at < TOLD_EVERY:
        return False
    room.told_at = work.now
    work.session.add(room)
    return True


def may_tell_nameless(work: Work, room: Room) -> bool:
    """Whether words in the room's own name may be answered: once."""
    if room.anonymous_told_at is not None:
        return False
    room.anonymous_told_at = work.now
    work.session.add(room)
    return True


def record(
    work: Work, room: Room, agency_id: int, actor: str, action: str, reason: str = ""
) -> None:
    """Add to the agency's log what became of its room."""
    log.keep(
        work,
        actor,
        action,
        f"room:{room.id}",
        agency_id=agency_id,
        reason=reason,
    )


def _mark(work: Work, chat_id: int) -> bytes:
    return work.keys.mark("room", chat_id)
