"""What a citizen can set: language, notices; and what is explained to them."""

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import settings, tidings
from bot.turn import Turn
from deliberation import people
from deliberation.asking import consultations
from deliberation.people import LANGUAGES


def ask_language(turn: Turn) -> Reply:
    """/language"""
    return one(settings.ask_language(turn.view))


def choose_language(turn: Turn, button: Button) -> Reply:
    if button.value not in LANGUAGES:
        return Reply(toast=turn.view.say("button.spent").plain)
    turn.speak(button.value)
    if turn.person.contact is not None:
        people.choose_language(turn.work, turn.person.contact, button.value)
    return one(Bubble(turn.view.say("language.done"), how="add"))


def privacy(turn: Turn) -> Reply:
    """/privacy: the notice of the consultation one is in."""
    active = consultations.active(turn.work, turn.person)
    agency = consultations.agency_of(turn.work, active) if active else None
    return settings.privacy(turn.view, active, agency)


def ask_stop(turn: Turn) -> Reply:
    """/stop"""
    return one(settings.ask_stop(turn.view))


def ask_notices(turn: Turn) -> Reply:
    """/notices"""
    return one(settings.ask_notices(turn.view))


def choose_notices(turn: Turn, button: Button) -> Reply:
    if button.value not in settings.NOTICES:  # a button of an older version
        return ask_notices(turn)
    if turn.person.contact is not None:
        wanted = "answers" if button.value == "answ" else button.value
        people.choose_notices(turn.work, turn.person.contact, wanted)
    return one(settings.notices_chosen(turn.view, button.value))


def stop_news(turn: Turn, button: Button) -> Reply:
    """No more notices of this consultation."""
    stopped = people.stop_news(turn.work, turn.person, button.subject)
    return tidings.no_more_news(turn.view, stopped=stopped)


def tell_when_open(turn: Turn, button: Button) -> Reply:
    """Tell me when it opens."""
    asked = consultations.tell_when_open(turn.work, turn.person, button.subject)
    return tidings.will_be_told(turn.view, asked)


def cancel(turn: Turn) -> Reply:
    """/cancel: what was under way stops; what was sent stays."""
    return one(Bubble(turn.view.say("cancel.done" if turn.under_way else "cancel.nothing")))


def stop_step(turn: Turn, _button: Button) -> Reply:
    """A step's own stop button."""
    return Reply((Bubble(how="strip"), Bubble(turn.view.say("cancel.done"))))
