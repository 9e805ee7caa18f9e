"""What an official can do: read the briefing, open a topic, answer it."""

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import briefing, topics
from bot.replies import drafts as draft_words
from bot.replies import voices as voice_words
from bot.replies.doors import doors
from bot.turn import Step, Turn
from deliberation import briefings, drafts, people, small_voices
from deliberation.drafts import AnswerUnusable, Drafted, Drafting


def summary(turn: Turn) -> Reply:
    """/summary, or /summary slug"""
    outcome = briefings.summary(turn.work, turn.person, turn.argument or None)
    return briefing.shown(turn.view, outcome)


def summary_of(turn: Turn, button: Button) -> Reply:
    """The briefing of the consultation chosen; a page of it where the button names one."""
    outcome = briefings.by_id(turn.work, turn.person, button.subject, look=not button.value)
    return briefing.shown(turn.view, outcome, button.page, seen_run=button.state)


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


def write(turn: Turn, button: Button) -> Reply:
    """Answer a topic: the words are asked for."""
    return _ask(turn, drafts.write(turn.work, turn.person, button.subject))


def change(turn: Turn, button: Button) -> Reply:
    """Write the draft anew."""
    return _ask(turn, drafts.reopen(turn.work, turn.person, button.subject))


def _ask(turn: Turn, outcome: draft_words.Asked) -> Reply:
    if isinstance(outcome, Drafting):
        turn.step = Step("answer", {"answer": outcome.answer.id})
    return draft_words.asked(turn.view, outcome)


def put(turn: Turn, step: Step) -> Reply:
    """The words of the answer came."""
    incoming = turn.incoming
    outcome = drafts.put(turn.work, turn.person, int(step.payload["answer"]), incoming.text)
    if isinstance(outcome, AnswerUnusable):
        turn.step = step
    return draft_words.put(turn.view, outcome, without_media=incoming.media is not None)


def go_on(turn: Turn, button: Button) -> Reply:
    """Go on with a draft that was left."""
    outcome = drafts.preview(turn.work, turn.person, button.subject)
    if isinstance(outcome, Drafted):
        return draft_words.put(turn.view, outcome).fresh()
    return change(turn, button)


def discard(turn: Turn, button: Button) -> Reply:
    discarded = drafts.discard(turn.work, turn.person, button.subject)
    return draft_words.discarded(turn.view, discarded=discarded)


def send(turn: Turn, button: Button) -> Reply:
    """Confirm the draft. Whoever presses twice sends once."""
    outcome = drafts.confirm(turn.work, turn.person, button.subject, button.state)
    return draft_words.confirmed(turn.view, outcome)


def keep_draft(turn: Turn, _button: Button) -> Reply:
    return Reply((Bubble(how="strip"), Bubble(turn.view.say("answer.draft_kept"))))


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


def lapsed(turn: Turn, step: Step) -> Reply:
    """A half-written answer whose day is over: neither an opinion nor lost."""
    return draft_words.lapsed(turn.view, int(step.payload["answer"]))
