"""What moderators flag: by its number, as a reply to a bubble of ours, by forwarding one, and in
the moderators' room, where neither the words nor who wrote them are shown."""

import re
from collections.abc import Iterator

from bot import buttons, texts
from bot.audiences import may
from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.handlers import rooms as room_handlers
from bot.handlers.moderator import ON_A_CARD
from bot.replies import reading
from bot.replies import rooms as room_words
from bot.replies.pressed import spent
from bot.turn import Turn
from deliberation.moderating import flags, moderation, queues
from locales import LANGUAGES
from storage.models import Opinion

OF_OTHERS = (*ON_A_CARD, "fw", "fy")
"""Buttons whose subject is an opinion somebody else wrote."""
MOST_DIGITS = 18
GAP = "#"
_ON_A_PAGE = re.compile(f"^([0-9]{{1,{MOST_DIGITS}}}) “(.{{1,40}})", re.MULTILINE)
"""A line of a topic's page, as moderators read it: the number of an opinion, and how it begins."""


def flag(turn: Turn) -> Reply:
    """/flag 31, or /flag as a reply to a bubble that shows one message."""
    return _ask_why(turn, _meant(turn))


def forwarded(turn: Turn) -> Reply | None:
    """A bubble of ours that a moderator sends on to us; None for anything else."""
    ours = turn.incoming.forwarded_from == turn.bot_username.lower()
    if not ours or not turn.person.as_staff or not may(turn.person, "moderators"):
        return None
    return _ask_why(turn, set(_numbers(turn, turn.incoming.text)))


def _ask_why(turn: Turn, found: set[int]) -> Reply:
    """The reason is asked next, where it is one opinion that is meant."""
    if not found:
        return one(Bubble(turn.view.say("moderation.flag_how")))
    if len(found) > 1:
        return one(Bubble(turn.view.say("moderation.flag_which", no=str(min(found)))))
    outcome = moderation.to_flag(turn.work, turn.person, min(found))
    return reading.which_one(turn.view, outcome)


def _meant(turn: Turn) -> set[int]:
    """The opinions that a /flag names: by their number, or by the bubble it is a reply to."""
    number, replied = turn.incoming.called[2], turn.incoming.replied
    if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
        return {int(number)} - {0}
    if replied is None:
        return set()
    read = (buttons.unpack(each, turn.owner, turn.work.keys) for each in replied.buttons)
    shown = {button.subject for button in read if button and button.action in OF_OTHERS}
    if shown or replied.by != turn.bot_username.lower():
        return shown
    return set(_numbers(turn, replied.text))


def _numbers(turn: Turn, text: str) -> Iterator[int]:
    """The opinions that a bubble of ours names. Others than moderators count the words of a page
    from 1: a number counts only where the opinion begins as the page says."""
    for language in LANGUAGES:
        before, after = texts.text("flag.number", language, no=GAP).plain.split(GAP)
        named = f"{re.escape(before)}([0-9]{{1,{MOST_DIGITS}}}){re.escape(after)}"
        yield from (int(number) for number in re.findall(named, text))
    for number, begins in _ON_A_PAGE.findall(text):
        outcome = moderation.to_flag(turn.work, turn.person, int(number))
        if isinstance(outcome, Opinion) and outcome.text.startswith(begins.rstrip("”")):
            yield int(number)


def flag_in_room(turn: Turn) -> Reply:
    """The same in the moderators' room: which it is, and for what reason."""
    agency_id = _here(turn)
    if agency_id is None:
        return room_handlers.elsewhere(turn)
    found = _meant(turn)
    if len(found) != 1:
        return room_words.flag_how(turn.view, found)
    outcome = moderation.to_flag(turn.work, turn.person, min(found), within=agency_id)
    return room_words.flag_why(turn.view, outcome)


def choose_reason(turn: Turn, button: Button) -> Reply:
    """The reason was pressed in the room, by whoever moderates there."""
    reason = next((each for each in flags.REASONS if reading.short(each) == button.value), "")
    agency_id = _here(turn)
    if turn.room is None or not reason:
        return spent(turn.view)
    if agency_id is None:
        return room_words.not_yours(turn.view)
    outcome = moderation.to_flag(turn.work, turn.person, button.subject, within=agency_id)
    if not isinstance(outcome, Opinion):
        return room_words.not_flagged(turn.view)
    done = flags.raise_(turn.work, turn.person, outcome.id, reason)
    return room_words.flagged(turn.view, done, outcome.id, reason)


def _here(turn: Turn) -> int | None:
    """The agency whose moderators' room this is, if this person moderates there."""
    agency_id = turn.room.agency_id if turn.room else None
    return agency_id if agency_id in queues.agencies(turn.person) else None
