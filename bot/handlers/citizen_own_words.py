"""What a citizen can do with their own words: read, change, move, take back; and their answers."""

from bot.bubbles import Bubble, Reply, one, silence
from bot.buttons import Button
from bot.handlers.citizen import words_of
from bot.replies import own_words as own_replies
from bot.replies import revisions as revision_words
from bot.turn import Step, Turn
from deliberation.outcomes import RevisionUnusable
from deliberation.speaking import opinions, own_words, revisions


def edited(turn: Turn) -> Reply:
    """A Telegram message was edited."""
    incoming = turn.incoming
    if turn.person.contact is None:
        return silence("edited before consent")
    if revisions.knows(turn.work, turn.person, incoming.message_id):
        outcome = revisions.revise_message(turn.work, turn.person, words_of(turn))
        return revision_words.revised(turn.view, outcome)
    if not incoming.text:
        return silence("an edit without words")  # a shared place that moves
    return one(Bubble(turn.view.say("edit.unknown"), how="reply"))


def ask_change(turn: Turn, button: Button) -> Reply:
    """New words for an opinion are asked for."""
    outcome = own_words.one(turn.work, turn.person, button.subject)
    if isinstance(outcome, own_words.OwnOpinion) and outcome.may_change:
        turn.step = Step("edit", {"opinion": button.subject})
    return own_replies.ask_change(turn.view, outcome)


def change(turn: Turn, step: Step) -> Reply:
    """The new words came. As long as they cannot be taken, the step stays open."""
    incoming = turn.incoming
    if incoming.forwarded or (incoming.media and not incoming.text):
        turn.step = step
        return own_replies.words_only(turn.view, forwarded=incoming.forwarded)
    outcome = revisions.replace(
        turn.work, turn.person, int(step.payload["opinion"]), words_of(turn)
    )
    if isinstance(outcome, RevisionUnusable):
        turn.step = step
    return revision_words.revised(turn.view, outcome, said_again=True)


def withdraw(turn: Turn, button: Button) -> Reply:
    return revision_words.withdrawn(
        turn.view, opinions.withdraw(turn.work, turn.person, button.subject)
    )


def undo(turn: Turn, button: Button) -> Reply:
    return revision_words.restored(
        turn.view, opinions.restore(turn.work, turn.person, button.subject)
    )


def move(turn: Turn, button: Button) -> Reply:
    outcome = opinions.move(turn.work, turn.person, button.subject, button.second)
    return revision_words.moved(turn.view, outcome)


def my(turn: Turn) -> Reply:
    """/my, or /my 3 for one of them."""
    if turn.argument.isascii() and turn.argument.isdigit():
        outcome = own_words.numbered(turn.work, turn.person, int(turn.argument[:9]))
        return own_replies.own_opinion(turn.view, outcome)
    return own_replies.own_page(turn.view, own_words.page(turn.work, turn.person, None))


def my_of(turn: Turn, button: Button) -> Reply:
    """My words in the consultation of the button, as a new bubble."""
    outcome = own_words.page(turn.work, turn.person, button.subject)
    return own_replies.own_page(turn.view, outcome).fresh()


def my_page(turn: Turn, button: Button) -> Reply:
    outcome = own_words.page(turn.work, turn.person, button.subject, button.page)
    return own_replies.own_page(turn.view, outcome)


def my_elsewhere(turn: Turn, button: Button) -> Reply:
    where = own_words.next_place(turn.work, turn.person, button.subject)
    return own_replies.own_page(turn.view, own_words.page(turn.work, turn.person, where))


def my_one(turn: Turn, button: Button) -> Reply:
    outcome = own_words.one(turn.work, turn.person, button.subject)
    return own_replies.own_opinion(turn.view, outcome)


def see_answer(turn: Turn, button: Button) -> Reply:
    outcome = own_words.answer(turn.work, turn.person, button.subject)
    return own_replies.letter_again(turn.view, outcome, button.subject)


def all_answers(turn: Turn, button: Button) -> Reply:
    """The answers that came, wherever; turned in place where the button names a page."""
    outcome = own_words.received(turn.work, turn.person, button.page)
    reply = own_replies.answers(turn.view, outcome)
    return reply if button.value else reply.fresh()
