"""What an official does to tidy topics: rename, join, split, put first."""

from collections.abc import Callable

from bot.bubbles import Reply, one
from bot.buttons import Button
from bot.replies import handing as number_words
from bot.replies import tidying as words
from bot.replies.pressed import spent
from bot.turn import Step, Turn
from deliberation.grouping import numbering, pins, prospects, tidying
from deliberation.grouping.prospects import MaySplitByWord
from deliberation.grouping.tidied import Renamed
from storage.models import Topic

RENAME, SPLIT = "rename", "split"


def _typed(turn: Turn, command: str, act: Callable[[Turn, Topic], Reply]) -> Reply:
    topic = numbering.topic_at(turn.work, turn.person, turn.argument.strip())
    if not isinstance(topic, Topic):
        return one(number_words.which_topic(turn.view, command))
    return act(turn, topic)


def rename(turn: Turn) -> Reply:
    """/rename 3"""
    return _typed(turn, "rename", lambda turn, topic: _ask_name(turn, topic.id))


def merge(turn: Turn) -> Reply:
    """/merge 3, or /merge 3 5"""
    first, _, second = turn.argument.partition(" ")
    turn.argument = first
    into = _typed(turn, "merge", lambda turn, topic: _ask_other(turn, topic.id))
    topic = numbering.topic_at(turn.work, turn.person, first)
    other = numbering.topic_at(turn.work, turn.person, second.strip()) if second.strip() else None
    if not isinstance(topic, Topic) or other is None:
        return into
    if not isinstance(other, Topic):
        return one(number_words.which_topic(turn.view, "merge"))
    return _ask_merge(turn, other.id, topic.id)


def split(turn: Turn) -> Reply:
    """/split 3"""
    return _typed(turn, "split", lambda turn, topic: _ask_split(turn, topic.id))


def pin(turn: Turn) -> Reply:
    """/pin 3"""
    return _typed(turn, "pin", lambda turn, topic: _pin(turn, topic.id, pinned=True))


def tidy(turn: Turn, button: Button) -> Reply:
    """What can be done with the topic."""
    return words.menu(turn.view, prospects.may_tidy(turn.work, turn.person, button.subject)).fresh()


def ask_name(turn: Turn, button: Button) -> Reply:
    return _ask_name(turn, button.subject)


def _ask_name(turn: Turn, topic_id: int) -> Reply:
    outcome = prospects.may_tidy(turn.work, turn.person, topic_id)
    if isinstance(outcome, Topic):
        turn.step = Step(RENAME, {"topic": outcome.id})
    return words.name_asked(turn.view, outcome)


def put_name(turn: Turn, step: Step) -> Reply:
    """The new name was typed."""
    topic_id = int(step.payload["topic"])
    outcome = tidying.rename(turn.work, turn.person, topic_id, turn.incoming.text)
    if words.can_be_tried_again(outcome):
        turn.step = step
    return words.renamed(turn.view, outcome, topic_id)


def undo(turn: Turn, button: Button) -> Reply:
    """The name that stood before, as long as nobody gave another since."""
    outcome = tidying.undo_rename(turn.work, turn.person, button.subject, button.state)
    return words.undone(turn.view, outcome) if isinstance(outcome, Renamed) else spent(turn.view)


def join(turn: Turn, button: Button) -> Reply:
    """Which topic joins, whether it shall, and the joining itself."""
    if not button.state:
        return _ask_other(turn, button.subject)
    if button.value != "y":
        return _ask_merge(turn, button.subject, button.state)
    outcome = tidying.merge(turn.work, turn.person, button.subject, button.state)
    return words.merged(turn.view, outcome)


def _ask_other(turn: Turn, topic_id: int) -> Reply:
    return words.other_asked(turn.view, prospects.others(turn.work, turn.person, topic_id))


def _ask_merge(turn: Turn, topic_id: int, into_id: int) -> Reply:
    return words.merge_asked(
        turn.view, prospects.merging(turn.work, turn.person, topic_id, into_id)
    )


def part(turn: Turn, button: Button) -> Reply:
    """How it can be split; `y` splits so, `w` by a word, `d` does that."""
    if button.value == "y":
        outcome = tidying.split_in_parts(turn.work, turn.person, button.subject)
        return words.split_done(turn.view, outcome)
    if button.value == "w":
        return _ask_word(turn, button.subject)
    if button.value == "d":
        return _by_word(turn, button.subject)
    return _ask_split(turn, button.subject)


def _ask_split(turn: Turn, topic_id: int) -> Reply:
    return words.split_asked(turn.view, prospects.splitting(turn.work, turn.person, topic_id))


def _ask_word(turn: Turn, topic_id: int) -> Reply:
    outcome = prospects.may_tidy(turn.work, turn.person, topic_id)
    if isinstance(outcome, Topic):
        turn.step = Step(SPLIT, {"topic": outcome.id})
    return words.word_asked(turn.view, outcome)


def put_word(turn: Turn, step: Step) -> Reply:
    """The word was typed that opinions of the new topic hold."""
    topic_id, said = int(step.payload["topic"]), turn.incoming.text
    outcome = prospects.splitting_by(turn.work, turn.person, topic_id, said)
    word = outcome.word if isinstance(outcome, MaySplitByWord) else ""
    turn.step = Step(SPLIT, {"topic": topic_id, "word": word})
    return words.word_put(turn.view, outcome, topic_id)


def _by_word(turn: Turn, topic_id: int) -> Reply:
    step = turn.before
    here = step is not None and step.flow == SPLIT and step.payload["topic"] == topic_id
    if step is None or not here or not step.payload.get("word"):
        return spent(turn.view)
    outcome = prospects.split_by(turn.work, turn.person, topic_id, step.payload["word"])
    return words.split_done(turn.view, outcome)


def put_first(turn: Turn, button: Button) -> Reply:
    """Pinned, or not any more."""
    return _pin(turn, button.subject, pinned=button.value != "n")


def _pin(turn: Turn, topic_id: int, *, pinned: bool) -> Reply:
    outcome = pins.pin(turn.work, turn.person, topic_id, pinned=pinned)
    return words.pinned(turn.view, outcome)
