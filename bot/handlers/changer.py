"""What an official does about a consultation under way: changes it, tells those who follow, and
makes links for posters."""

from bot.bubbles import Reply
from bot.buttons import Button
from bot.handlers.planner import extend_this
from bot.replies import announcing as announcement_words
from bot.replies import changing as change_words
from bot.replies import posters as poster_words
from bot.turn import Step, Turn
from deliberation.asking import announcing, changing, closing, posters
from deliberation.asking.announcing import WhatToTell
from deliberation.asking.changing import Awaited
from deliberation.asking.closing import WhichEnd
from deliberation.asking.kinds import LOOK_FIRST, SHOW_FIRST
from deliberation.asking.posters import WherePut

PARTS = {
    "q": "question",
    "d": "department",
    "b": "background",
    "a": "answer_due",
    "m": "moderation",
}
HOW = {"m1": SHOW_FIRST, "m2": LOOK_FIRST}


def edit(turn: Turn) -> Reply:
    """/edit, or /edit slug"""
    outcome = closing.which(turn.work, turn.person, turn.argument, *changing.OF_THE_LIVING)
    match outcome:
        case WhichEnd((one,)):
            return change_words.asked(turn.view, changing.ask(turn.work, turn.person, one.id))
        case _:
            return change_words.which(turn.view, outcome)


def edit_this(turn: Turn, button: Button) -> Reply:
    """The consultation was chosen, or what of it is to be changed."""
    if button.value == "t":
        return extend_this(turn, button)
    if button.value in HOW:
        how = HOW[button.value]
        outcome = changing.put(turn.work, turn.person, button.subject, "moderation", how)
        return change_words.changed(turn.view, outcome)
    if button.value not in PARTS:
        may = changing.ask(turn.work, turn.person, button.subject)
        return change_words.asked(turn.view, may)
    part = PARTS[button.value]
    return _awaits(turn, changing.choose(turn.work, turn.person, button.subject, part))


def put_change(turn: Turn, step: Step) -> Reply:
    """The new words came, or a file."""
    said, about = turn.incoming, step.payload
    outcome = changing.put(
        turn.work, turn.person, int(about["consultation"]), about["part"], said.text, said.file
    )
    return _awaits(turn, outcome)


def _awaits(turn: Turn, outcome: change_words.Changing) -> Reply:
    if isinstance(outcome, Awaited):
        about = {"consultation": outcome.consultation.id, "part": outcome.part}
        turn.step = Step("change", about)
    return change_words.changed(turn.view, outcome)


def announce(turn: Turn) -> Reply:
    """/announce, or /announce slug"""
    outcome = closing.which(turn.work, turn.person, turn.argument, "open", "closed", "answered")
    match outcome:
        case WhichEnd((one,)):
            return _to_tell(turn, announcing.ask(turn.work, turn.person, one.id))
        case _:
            return announcement_words.which(turn.view, outcome)


def announce_there(turn: Turn, button: Button) -> Reply:
    """The consultation was chosen, or the words are to be written anew."""
    return _to_tell(turn, announcing.ask(turn.work, turn.person, button.subject))


def put_announcement(turn: Turn, step: Step) -> Reply:
    """The words came."""
    asked, words = int(step.payload["consultation"]), turn.incoming.text
    return _to_tell(turn, announcing.write(turn.work, turn.person, asked, words))


def _to_tell(turn: Turn, outcome: announcement_words.Telling) -> Reply:
    if isinstance(outcome, WhatToTell):
        turn.step = Step("announce", {"consultation": outcome.consultation.id})
    return announcement_words.telling(turn.view, outcome)


def send_announcement(turn: Turn, button: Button) -> Reply:
    """Send it. Whoever presses twice sends once."""
    outcome = announcing.send(turn.work, turn.person, button.subject)
    return announcement_words.sent(turn.view, outcome)


def links(turn: Turn) -> Reply:
    """/links, or /links slug"""
    living = ("scheduled", "open", "closed", "answered", "archived")
    outcome = closing.which(turn.work, turn.person, turn.argument, *living)
    match outcome:
        case WhichEnd((one,)):
            found = posters.links(turn.work, turn.person, one.id)
            return poster_words.links(turn.view, found, turn.bot_username)
        case _:
            return poster_words.which(turn.view, outcome)


def links_of(turn: Turn, button: Button) -> Reply:
    """The consultation was chosen."""
    found = posters.links(turn.work, turn.person, button.subject)
    return poster_words.links(turn.view, found, turn.bot_username)


def ask_place(turn: Turn, button: Button) -> Reply:
    """A further link: for which place?"""
    return _for_place(turn, posters.ask(turn.work, turn.person, button.subject))


def put_place(turn: Turn, step: Step) -> Reply:
    """The name of the place came."""
    asked, name = int(step.payload["consultation"]), turn.incoming.text
    return _for_place(turn, posters.make(turn.work, turn.person, asked, name))


def poster_again(turn: Turn, button: Button) -> Reply:
    """The picture of a link there is."""
    outcome = posters.again(turn.work, turn.person, button.subject, button.state)
    return _for_place(turn, outcome)


def _for_place(turn: Turn, outcome: poster_words.Making) -> Reply:
    if isinstance(outcome, WherePut):
        turn.step = Step("poster", {"consultation": outcome.consultation.id})
    return poster_words.made(turn.view, outcome, turn.bot_username)
