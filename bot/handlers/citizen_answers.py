"""What a citizen says of an answer: whether it answers them and, if not, in one line why."""

from dataclasses import replace

from bot.bubbles import Reply
from bot.buttons import Button
from bot.handlers import citizen
from bot.replies import whys as words
from bot.turn import Step, Turn
from deliberation.answering import answers, whys
from deliberation.answering.answers import Rated
from deliberation.answering.whys import WhyUnusable


def rate(turn: Turn, button: Button) -> Reply:
    """Answered, or not answered; then the next words are the line on what was missing."""
    outcome = answers.rate(turn.work, turn.person, button.subject, button.value)
    if isinstance(outcome, Rated) and outcome.rating == "no":
        turn.step = Step("why", {"audience": button.subject})
    return words.rated(turn.view, outcome, button.subject)


def rate_again(turn: Turn, button: Button) -> Reply:
    return words.ask_rating(turn.view, button.subject)


def put_why(turn: Turn, step: Step) -> Reply:
    """The line came."""
    outcome = whys.keep(turn.work, turn.person, _of(step), turn.incoming.text)
    if isinstance(outcome, WhyUnusable):
        turn.step = step
    return words.kept(turn.view, outcome)


def without_why(turn: Turn, _button: Button) -> Reply:
    """No line: the step is over."""
    return words.without(turn.view)


def late(turn: Turn, step: Step) -> Reply:
    """The day for the line is over: words are an opinion, and may have been meant as the line."""
    reply = citizen.say(turn)
    opinion = whys.just_said(turn.work, turn.source(turn.incoming.message_id))
    if opinion is None or not whys.is_own(turn.work, turn.person, _of(step)):
        return reply
    asked = words.ask_if_meant(turn.view, _of(step), opinion.id)
    return replace(reply, bubbles=(*reply.bubbles, asked))


def pass_on(turn: Turn, button: Button) -> Reply:
    """It was meant as the line, and is no opinion."""
    outcome = whys.pass_on(turn.work, turn.person, button.subject, button.second)
    return words.kept(turn.view, outcome)


def pass_line(turn: Turn, button: Button) -> Reply:
    """Words that no consultation takes are a line on an answer. They are read where they stand."""
    quoted = turn.asked_words() if turn.typed else turn.incoming.quoted
    if quoted is None or not quoted.text:
        return words.send_again(turn.view)
    outcome = whys.add(turn.work, turn.person, button.subject, quoted.text)
    return words.kept(turn.view, outcome).fresh()


def leave_line(turn: Turn, _button: Button) -> Reply:
    return words.not_passed(turn.view)


def keep_opinion(turn: Turn, _button: Button) -> Reply:
    return words.stays_opinion(turn.view)


def _of(step: Step) -> int:
    return int(step.payload["audience"])
