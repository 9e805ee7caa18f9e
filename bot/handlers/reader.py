"""What anybody may read, whether they agreed to anything or not; and asking to look at it."""

from bot.bubbles import Reply, one
from bot.buttons import Button
from bot.replies import arriving
from bot.replies import reading as words
from bot.turn import Turn
from deliberation.asking import consultations
from deliberation.moderating import flags
from deliberation.speaking import reading


def topics(turn: Turn) -> Reply:
    """/topics, or /topics old-market"""
    outcome = reading.read(turn.work, turn.person, turn.argument, asked_about=turn.asked_about)
    return words.topics(turn.view, outcome)


def topics_page(turn: Turn, button: Button) -> Reply:
    """The topics of the consultation of the button; without one, which there are to choose."""
    at, page = button.subject, button.page
    outcome = reading.topics_of(turn.work, at, page) if at else reading.which(turn.work)
    return _in_place(button, words.topics(turn.view, outcome, page))


def topic_words(turn: Turn, button: Button) -> Reply:
    outcome = _words_of(turn, button)
    return _in_place(button, words.words(turn.view, outcome))


def ask_which(turn: Turn, button: Button) -> Reply:
    """Which of the words on the page are worrying."""
    return words.words(turn.view, _words_of(turn, button), asking=True)


def _words_of(turn: Turn, button: Button) -> reading.Words | reading.TopicGone | reading.Unknown:
    return reading.words(turn.work, turn.person, button.state, button.subject, button.page)


def one_whole(turn: Turn, button: Button) -> Reply:
    outcome = reading.one(turn.work, button.subject)
    return _in_place(button, words.whole(turn.view, outcome, button.page))


def answer(turn: Turn, button: Button) -> Reply:
    return words.answer(turn.view, reading.answer(turn.work, button.subject))


def past(turn: Turn, button: Button) -> Reply:
    """Consultations that are over."""
    return _in_place(button, words.past(turn.view, reading.past(turn.work), button.page))


def more_open(turn: Turn, button: Button) -> Reply:
    """A further page of what is open."""
    return one(arriving.listed(turn.view, consultations.listed(turn.work), button.page))


def ask_why(turn: Turn, button: Button) -> Reply:
    """Which words are meant is known; now what is wrong with them."""
    return words.which_one(turn.view, reading.to_flag(turn.work, turn.person, button.subject))


def flag(turn: Turn, button: Button) -> Reply:
    reason = next((each for each in flags.REASONS if words.short(each) == button.value), "")
    if not reason:  # a button of an older version, which knew others
        return ask_why(turn, button)
    return words.flagged(turn.view, flags.raise_(turn.work, turn.person, button.subject, reason))


def _in_place(button: Button, reply: Reply) -> Reply:
    """Pages turn in the bubble that was pressed; whatever is opened first comes in a new one."""
    return reply if button.value else reply.fresh()
