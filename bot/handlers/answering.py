"""What an official does to answer: one question at a time, a preview, and off it goes."""

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import drafts as words
from bot.replies import ratings as rating_words
from bot.replies import sendings as sending_words
from bot.turn import Step, Turn
from deliberation.answering import corrections, draft_steps, drafts, newcomers, sendings
from deliberation.answering.draft_steps import (
    Asked,
    Attached,
    Choosing,
    FileRefused,
    NoSuchDay,
    Unusable,
)
from deliberation.answering.drafts import At, Drafting
from deliberation.briefing import briefings


def write(turn: Turn, button: Button) -> Reply:
    """Answer a topic, for good or in the meantime: the words are asked for."""
    go = draft_steps.write_interim if button.value == "int" else drafts.write
    return _begun(turn, go(turn.work, turn.person, button.subject))


def write_to_newcomers(turn: Turn, button: Button) -> Reply:
    """Answer those who came after an answer in words of their own."""
    return _begun(turn, drafts.write_to_newcomers(turn.work, turn.person, button.subject))


def write_to_opinion(turn: Turn, button: Button) -> Reply:
    """Answer one opinion."""
    return _begun(turn, drafts.write_to_opinion(turn.work, turn.person, button.subject))


def write_to_family(turn: Turn, button: Button) -> Reply:
    """Answer everybody who sent nearly the same."""
    return _begun(turn, drafts.write_to_family(turn.work, turn.person, button.subject))


def write_to_everyone(turn: Turn, button: Button) -> Reply:
    """Answer everybody who gave an opinion."""
    return _begun(turn, drafts.write_to_everyone(turn.work, turn.person, button.subject))


def _begun(turn: Turn, outcome: drafts.Begun) -> Reply:
    wait_for_words(turn, outcome)
    return words.begun(turn.view, outcome)


def change(turn: Turn, button: Button) -> Reply:
    """Look at the draft once more, from its words on."""
    outcome = draft_steps.ask(turn.work, turn.person, button.subject, "text")
    return _next(turn, outcome)


def step(turn: Turn, button: Button) -> Reply:
    """Back to a question, or on from one with what is known."""
    go = draft_steps.after if button.value.isupper() else draft_steps.ask
    at = words.STEPS.get(button.value.lower(), "text")
    return _next(turn, go(turn.work, turn.person, button.subject, at))


def choose(turn: Turn, button: Button) -> Reply:
    """What becomes of the opinions was chosen."""
    verdict = words.OF_SHORT.get(button.value, "")
    outcome = draft_steps.choose(turn.work, turn.person, button.subject, button.state, verdict)
    return _next(turn, outcome)


def _next(turn: Turn, outcome: draft_steps.Put) -> Reply:
    wait_for_words(turn, outcome)
    return words.put(turn.view, outcome)


def wait_for_words(turn: Turn, outcome: object) -> None:
    """The step stays open until there is something that can be taken."""
    match outcome:
        case Drafting():
            open_at(turn, outcome.answer.id, "text")
        case Choosing():
            open_at(turn, outcome.answer.id, "verdict")
        case Asked() | Unusable():
            open_at(turn, outcome.answer.id, outcome.at)
        case NoSuchDay():
            open_at(turn, outcome.answer.id, "due")
        case Attached():
            wait_for_words(turn, outcome.then)
        case FileRefused(then=None):
            open_at(turn, outcome.answer.id, outcome.at)
        case FileRefused():
            wait_for_words(turn, outcome.then)


def open_at(turn: Turn, answer_id: int, at: At, *, more: bool = False) -> None:
    """The next words are for this step; `more`: they stand below those that are there."""
    below = {"more": True} if more else {}
    turn.step = Step("answer", {"answer": answer_id, "at": words.LETTERS[at], **below})


def put(turn: Turn, step: Step) -> Reply:
    """The words came that were asked for."""
    about, said = step.payload, turn.incoming
    answer, more = int(about["answer"]), "more" in about
    at = words.STEPS.get(about.get("at", ""), "text")
    if said.media is not None:
        return _put_file(turn, answer, at, more=more)
    outcome = draft_steps.put(turn.work, turn.person, answer, at, said.text, more=more)
    if isinstance(outcome, Unusable):
        turn.step = step
    else:
        wait_for_words(turn, outcome)
    return words.put(turn.view, outcome, typed=True)


def _put_file(turn: Turn, answer: int, at: At, *, more: bool) -> Reply:
    came = turn.incoming
    outcome = draft_steps.put_file(
        turn.work, turn.person, answer, at, came.file, came.text, more=more
    )
    wait_for_words(turn, outcome)
    return words.put_file(turn.view, outcome, of_several=bool(came.album))


def take_off(turn: Turn, button: Button) -> Reply:
    """The answer goes without its file."""
    outcome = draft_steps.take_off(turn.work, turn.person, button.subject, button.state)
    return _next(turn, outcome)


def go_on(turn: Turn, button: Button) -> Reply:
    """Go on with a draft that was left."""
    return _next(turn, draft_steps.go_on(turn.work, turn.person, button.subject)).fresh()


def discard(turn: Turn, button: Button) -> Reply:
    discarded = drafts.discard(turn.work, turn.person, button.subject)
    return words.discarded(turn.view, discarded=discarded)


def send(turn: Turn, button: Button) -> Reply:
    """Confirm the draft. Whoever presses twice sends once."""
    outcome = sendings.confirm(turn.work, turn.person, button.subject, button.state)
    return sending_words.confirmed(turn.view, outcome)


def stop_sending(turn: Turn, button: Button) -> Reply:
    """What has not gone out does not."""
    outcome = sendings.stop(turn.work, turn.person, button.subject)
    return sending_words.stopped(turn.view, outcome)


def resend(turn: Turn, button: Button) -> Reply:
    """Once more to those of whom nobody knows whether it arrived."""
    outcome = sendings.resend(turn.work, turn.person, button.subject)
    return sending_words.resent(turn.view, outcome)


def reply(turn: Turn) -> Reply:
    """/reply 3: answer the topic with this number in the briefing."""
    if turn.argument.isascii() and turn.argument.isdigit():
        topic_id = briefings.topic_at(turn.work, turn.person, int(turn.argument[:9]))
        if topic_id is None:
            return one(Bubble(turn.view.say("reply.no_topic")))
        return _begun(turn, drafts.write(turn.work, turn.person, topic_id))
    return words.where(turn.view, briefings.seen_last(turn.work, turn.person))


def correct(turn: Turn, button: Button) -> Reply:
    """Put right what went out."""
    return _begun(turn, corrections.begin(turn.work, turn.person, button.subject))


def send_same(turn: Turn, button: Button) -> Reply:
    """The same answer to those who came after it."""
    outcome = newcomers.send_same(turn.work, turn.person, button.subject)
    return rating_words.extended(turn.view, outcome)


def not_now(turn: Turn, _button: Button) -> Reply:
    """Newcomers are left for another day."""
    return rating_words.left(turn.view)


def keep_draft(turn: Turn, _button: Button) -> Reply:
    return Reply((Bubble(how="strip"), Bubble(turn.view.say("answer.draft_kept"))))


def ask_over(turn: Turn, button: Button) -> Reply:
    """Ask the colleague who writes to hand the draft over."""
    outcome = drafts.ask_over(turn.work, turn.person, button.subject)
    wait_for_words(turn, outcome)
    return words.over_asked(turn.view, outcome)


def hand_over(turn: Turn, button: Button) -> Reply:
    """Give the draft to the colleague who asked for it."""
    outcome = drafts.hand_over(turn.work, turn.person, button.subject, button.second)
    return words.handed_over(turn.view, outcome)


def look(turn: Turn, button: Button) -> Reply:
    """What a colleague is writing, to be read only."""
    outcome = sendings.look(turn.work, turn.person, button.subject)
    return words.looked(turn.view, outcome)


def lapsed(turn: Turn, step: Step) -> Reply:
    """A half-written answer whose day is over: neither an opinion nor lost."""
    return words.lapsed(turn.view, int(step.payload["answer"]))
