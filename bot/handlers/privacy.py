"""What is held about a person, sent to them; and its erasing. The word that opens an erasure is
never the word that confirms it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.bubbles import Bubble, Reply, one
from bot.buttons import Button
from bot.replies import privacy
from bot.replies.pressed import spent
from bot.turn import Turn
from deliberation import accesses
from deliberation.privacy import forgetting, holdings

KEEPS_WORDS = {"all": False, "left": True}
CONFIRM_WITHIN = timedelta(days=1)  # an old question, met again by chance, must not erase anything


def my_data(turn: Turn) -> Reply:
    """/mydata. Message and file are made when they go out: no copy lies in the outbox."""
    if not holdings.is_known(turn.work, turn.person):
        return one(privacy.nothing(turn.view, holdings.words_over(turn.work)))
    accesses.own(turn.work, turn.person)
    return Reply((Bubble(kind="mydata"), Bubble(kind="mydata_file")))


def ask_forget(turn: Turn) -> Reply:
    """/forget"""
    return privacy.asked(turn.view, forgetting.ask(turn.work, turn.person), _stamp(turn))


def forget(turn: Turn, button: Button) -> Reply:
    """The confirmation: everything, or all but the words."""
    if button.value not in KEEPS_WORDS:
        return spent(turn.view)
    asked_at = datetime.fromtimestamp(button.state * 60, UTC)
    if turn.work.now - asked_at > CONFIRM_WITHIN:
        asked = forgetting.ask(turn.work, turn.person)
        return privacy.asked(turn.view, asked, _stamp(turn), again=True).fresh()
    keep_words = KEEPS_WORDS[button.value]
    outcome = forgetting.forget(turn.work, turn.person, keep_words=keep_words)
    if isinstance(outcome, forgetting.Forgotten):
        turn.person = replace(turn.person, contact=None, roles=())
        turn.forgotten = True
    return privacy.forgotten(turn.view, outcome, keep_words=keep_words)


def _stamp(turn: Turn) -> int:
    """The minute of asking."""
    return int(turn.work.now.timestamp()) // 60
