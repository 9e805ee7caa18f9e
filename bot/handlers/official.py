"""What an official can do: read the briefing, open a topic. `bot.handlers.answering`: answer it."""

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import briefing, topics
from bot.replies import voices as voice_words
from bot.replies.doors import doors
from bot.turn import Turn
from deliberation import people
from deliberation.briefing import briefings
from deliberation.grouping import small_voices


def summary(turn: Turn) -> Reply:
    """/summary, or /summary slug"""
    outcome = briefings.summary(turn.work, turn.person, turn.argument or None)
    return briefing.shown(turn.view, outcome)


def summary_of(turn: Turn, button: Button) -> Reply:
    """The briefing of the consultation chosen; a page of it where the button names one."""
    look, page = not button.value, button.page
    outcome = briefings.by_id(turn.work, turn.person, button.subject, look=look, page=page)
    return briefing.shown(turn.view, outcome, seen_run=button.state)


def opinions_on_map(turn: Turn, button: Button) -> Reply:
    """The map of opinions, as a picture."""
    outcome = briefings.on_map(turn.work, turn.person, button.subject)
    return briefing.on_map(turn.view, outcome)


def refresh(turn: Turn, button: Button) -> Reply:
    """Have the topics made anew."""
    outcome = briefings.refresh(turn.work, turn.person, button.subject)
    return briefing.gathering(turn.view, outcome)


def topic(turn: Turn, button: Button) -> Reply:
    """A topic with its quotes, or a page of its words."""
    page = button.page
    outcome = briefings.view(turn.work, turn.person, button.subject, page)
    return topics.shown(turn.view, outcome, turned_back=button.state > page)


def voices(turn: Turn, button: Button) -> Reply:
    """What a few say and nobody else."""
    outcome = small_voices.listed(turn.work, turn.person, button.subject)
    return voice_words.listed(turn.view, outcome)


def voice(turn: Turn, button: Button) -> Reply:
    """All words of a small voice."""
    outcome = small_voices.view(turn.work, turn.person, button.subject, button.page, button.state)
    return voice_words.whole(turn.view, outcome)


def as_citizen(turn: Turn, _button: Button | None = None) -> Reply:
    """/citizen: plain words are opinions now."""
    return _act_as(turn, "citizen")


def as_staff(turn: Turn, _button: Button | None = None) -> Reply:
    """/staff: back to work."""
    return _act_as(turn, "staff")


def _act_as(turn: Turn, mode: str) -> Reply:
    if turn.person.contact is not None:
        people.act_as(turn.work, turn.person.contact, mode)
    return one(Bubble(turn.view.say(f"{mode}.mode")))


def plain(turn: Turn) -> Reply:
    """An official's plain words outside a step are never an opinion."""
    words = turn.view.say("plain.staff")
    return one(Bubble(words, doors(turn.view, turn.person), how="reply"))
