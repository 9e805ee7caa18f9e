"""Which handler answers an update. Roles are read from the database for every one of them."""

from bot import texts
from bot.bubbles import Bubble, Reply, one, silence
from bot.buttons import Button, unpack
from bot.commands import COMMAND_BY_NAME, FLOW_BY_NAME, LINKS, PRESS_BY_CODE, Command, may
from bot.handlers import citizen, citizen_own_words, flagging, official
from bot.handlers import rooms as room_handlers
from bot.replies import settings
from bot.sending import posting
from bot.turn import Turn
from deliberation import people
from deliberation.moderating import rooms
from deliberation.speaking import own_words

MOST_ARGUMENT = 64


def answer(turn: Turn) -> Reply:
    """The reply to an update; a reply without bubbles carries the reason for none."""
    if turn.incoming.in_group:
        return _in_group(turn)
    contact = turn.person.contact
    by_hand = turn.incoming.kind in ("message", "edit", "press")
    if contact is None or not by_hand or not people.is_back(turn.work, contact):
        return _answer(turn)
    return settings.with_missed(turn.view, _answer(turn), own_words.missed(turn.work, turn.person))


def _answer(turn: Turn) -> Reply:
    match turn.incoming.kind:
        case "message":
            return _message(turn)
        case "edit":
            return citizen_own_words.edited(turn)
        case "press":
            return _press(turn)
        case "membership":
            return _membership(turn)
        case _:
            return silence(turn.incoming.reason)


def _in_group(turn: Turn) -> Reply:
    """What happens in a group: presses and commands; of words only that they have no author."""
    happening = turn.incoming.happening
    turn.room = rooms.at(turn.work, turn.incoming.chat_id)
    if happening is None:
        return _press(turn)
    if happening.what != "command":
        return room_handlers.HAPPENINGS[happening.what](turn, happening)
    name, addressee, _ = turn.incoming.called
    command = _command_for(turn, name)
    if addressee != turn.bot_username.lower() and (addressee or command is None):
        return silence("a command to another bot")
    handler = command.in_group if command else None
    return (handler or room_handlers.elsewhere)(turn)


def _message(turn: Turn) -> Reply:
    """A command, a button's words, the words of an open step, or plain words: in this order."""
    if turn.shows_more_of_album():
        return silence("a further picture of an album")
    turn.before, turn.step = turn.step, None
    if turn.incoming.text.startswith("/") and turn.incoming.media is None:
        return _command(turn)
    return (
        _typed_press(turn)
        or _typed_command(turn)
        or _open_step(turn)
        or _lapsed_step(turn)
        or _plain(turn)
    )


def _plain(turn: Turn) -> Reply:
    flagged = flagging.forwarded(turn)
    if flagged is not None:
        return flagged
    return official.plain(turn) if turn.person.as_staff else citizen.say(turn)


def _command(turn: Turn) -> Reply:
    name, addressee, argument = turn.incoming.called
    if addressee and addressee != turn.bot_username.lower():
        return silence("a command to another bot")
    linked = LINKS.get(argument) if name == "start" else None
    command = _command_for(turn, linked or name) or _command_for(turn, name)
    if command is None:
        return one(Bubble(turn.view.say("command.unknown")))
    turn.argument = argument[: MOST_ARGUMENT + 1]
    return command.handler(turn)


def _command_for(turn: Turn, name: str) -> Command | None:
    """The command of this name, if there is one for whoever acts."""
    command = COMMAND_BY_NAME.get(name)
    return command if command is not None and may(turn.person, command.audience) else None


def _typed_command(turn: Turn) -> Reply | None:
    """The words that work always; a lone cancel only while there is something to cancel."""
    name = texts.words_always().get(texts.normal(turn.incoming.text))
    command = _command_for(turn, name or "")
    if command is None or turn.incoming.media:
        return None
    return None if command.name == "cancel" and not turn.under_way else command.handler(turn)


def _typed_press(turn: Turn) -> Reply | None:
    button = posting.typed_button(turn)
    if button is None or turn.incoming.media:
        return None
    turn.typed = True
    return _pressed(turn, button)


def _open_step(turn: Turn) -> Reply | None:
    flow = FLOW_BY_NAME.get(turn.before.flow) if turn.before else None
    if turn.before is None or flow is None:
        return None
    if not may(turn.person, flow.audience):
        return one(Bubble(turn.view.say("role.gone")))
    return flow.handler(turn, turn.before)


def _lapsed_step(turn: Turn) -> Reply | None:
    flow = FLOW_BY_NAME.get(turn.lapsed.flow) if turn.lapsed else None
    if turn.lapsed is None or flow is None or flow.lapsed is None:
        return None
    if not may(turn.person, flow.audience):
        return one(Bubble(turn.view.say("role.gone")))
    return flow.lapsed(turn, turn.lapsed)


def _press(turn: Turn) -> Reply:
    turn.before, turn.step = turn.step, None
    button = unpack(turn.incoming.press_data, turn.owner, turn.work.keys)
    if button is None:
        turn.step = turn.before
        return Reply(toast=turn.view.say("button.forged").plain)
    return _pressed(turn, button)


def _pressed(turn: Turn, button: Button) -> Reply:
    press = PRESS_BY_CODE.get(button.action)
    if press is None or not may(turn.person, press.audience):
        return Reply(toast=turn.view.say("button.forged").plain, reason="not allowed")
    return press.handler(turn, button)


def _membership(turn: Turn) -> Reply:
    """Blocked, or back. A person who comes back is greeted when they write, not before."""
    contact = turn.person.contact
    if contact is None:
        return silence("membership of somebody we keep nothing of")
    if turn.incoming.member:
        return silence("unblocked")
    people.has_blocked(turn.work, contact)
    return silence("blocked")
