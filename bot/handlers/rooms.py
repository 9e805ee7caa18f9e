"""What happens in a group, and the moderators' room that an administrator makes of one."""

from collections.abc import Callable, Mapping

from bot.bubbles import Reply, silence
from bot.buttons import Button
from bot.happenings import Happening, What
from bot.replies import rooms as words
from bot.replies.pressed import spent
from bot.turn import Turn
from deliberation.moderating import desks, rooms
from storage.models import Room


def added(turn: Turn, happening: Happening) -> Reply:
    greets = rooms.enter(
        turn.work, happening.chat_id, turn.person.language, supergroup=happening.supergroup
    )
    return silence("the greeting is on its way" if greets else "greeted before")


def removed(turn: Turn, happening: Happening) -> Reply:
    rooms.leave(turn.work, happening.chat_id)
    return silence("removed from a group")


def moved(turn: Turn, happening: Happening) -> Reply:
    rooms.follow(turn.work, happening.chat_id, happening.moved_to)
    return silence("a group became a supergroup")


def nameless(turn: Turn, happening: Happening) -> Reply:
    """Words in the name of the room or of a channel; those among themselves are none of ours."""
    said = turn.incoming.text.lower()
    if not said.startswith("/") and f"@{turn.bot_username.lower()}" not in said:
        return silence("said in a group")
    if not rooms.may_tell_nameless(turn.work, _entered(turn)):
        return silence("told before")
    return words.nameless(turn.view, turn.bot_username)


HAPPENINGS: Mapping[What, Callable[[Turn, Happening], Reply]] = {
    "added": added,
    "removed": removed,
    "moved": moved,
    "nameless": nameless,
}


def elsewhere(turn: Turn) -> Reply:
    """A command in a group is answered in private, and this is said once an hour."""
    if not rooms.may_tell(turn.work, _entered(turn)):
        return silence("told within the hour")
    return words.elsewhere(turn.view, turn.bot_username)


def _entered(turn: Turn) -> Room:
    """The room where we are, also one we were added to before rooms were kept."""
    where = turn.incoming.chat_id
    turn.room = turn.room or rooms.known(turn.work, where, turn.person.language)
    return turn.room


def explain_desk(turn: Turn) -> Reply:
    """/desk in private: how a group becomes the moderators' room."""
    return words.explained(turn.view, desks.of_person(turn.work, turn.person))


def desk(turn: Turn) -> Reply:
    """/desk in a group, by somebody who administers an agency."""
    outcome = desks.ask(turn.work, turn.person, _entered(turn))
    return words.asked(turn.view, outcome)


def link(turn: Turn, button: Button) -> Reply:
    if turn.room is None:
        return spent(turn.view)
    return words.linked(turn.view, desks.link(turn.work, turn.person, turn.room, button.subject))


def unlink(turn: Turn, button: Button) -> Reply:
    if turn.room is None:
        return spent(turn.view)
    return words.unlinked(
        turn.view, desks.unlink(turn.work, turn.person, turn.room, button.subject)
    )


def leave_as_it_is(turn: Turn, button: Button) -> Reply:
    """No: nothing changes. Whoever administers another agency has no say here."""
    if turn.room is None:
        return spent(turn.view)
    return words.left(turn.view, desks.ask(turn.work, turn.person, turn.room))
