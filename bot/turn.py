"""One update being answered: who acts, where their dialogue stands, what they get to see."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import texts
from bot.bubbles import Key
from bot.buttons import Button
from bot.incoming import Incoming, Quoted
from deliberation.people import Person
from deliberation.work import Work
from storage.models import DialogueState


@dataclass(frozen=True)
class View:
    """How one person reads: their language and time zone."""

    language: str
    zone: ZoneInfo

    def say(self, key: str, /, **values: object) -> texts.Markup:
        return texts.text(key, self.language, **values)

    def lines(self, *parts: str) -> texts.Markup:
        return texts.joined(parts)

    def when(self, moment: datetime) -> str:
        return texts.when(moment, self.language, self.zone)

    def day(self, date: date) -> str:
        return texts.day(date, self.language)

    def days(self, count: int) -> str:
        """A span in words: whole years as years."""
        if count % 365 == 0:
            return self.say("retention.years", n=count // 365)
        return self.say("retention.days", n=count)

    def key(self, name: str, button: Button, /, **values: object) -> Key:
        label = texts.label(f"button.{name}", self.language, **values)
        return Key(name, label, button, tuple(values.items()))


@dataclass
class Step:
    """A step of a dialogue that waits for words: which flow, about what."""

    flow: str
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass
class Turn:
    """What a handler is given. `step` is the step that will be open afterwards, `before` the one
    that was, `lapsed` one that ended unfinished. `typed`: a button's words were typed."""

    work: Work
    person: Person
    incoming: Incoming
    state: DialogueState | None
    step: Step | None = None
    before: Step | None = None
    lapsed: Step | None = None
    channel: str | None = None
    typed: bool = False
    argument: str = ""
    bot_username: str = ""

    @property
    def view(self) -> View:
        return View(self.person.language, ZoneInfo(self.work.rules.timezone))

    def source(self, message_id: int) -> str:
        """Names one Telegram message, so that it is recorded once, by a mark that tells nothing."""
        return self.work.keys.mark("message", self.incoming.chat_id, message_id).hex()

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self.person = replace(self.person, language=language)

    def asked_words(self) -> Quoted | None:
        """Words that were asked about in the step before and wait for a typed answer."""
        step = self.before
        if step is None or step.flow != "asked":
            return None
        waiting = step.payload
        sent_at = datetime.fromisoformat(waiting["sent_at"])
        return Quoted(waiting["message_id"], waiting["words"], sent_at, forwarded=False)


def open_turn(work: Work, person: Person, incoming: Incoming, state: DialogueState | None) -> Turn:
    """A turn with the step the chat's row tells of, if its time is not over."""
    turn = Turn(work, person, incoming, state)
    if state is None:
        return turn
    turn.channel = state.payload.get("channel")
    if state.flow:
        step = Step(state.flow, dict(state.payload))
        alive = state.expires_at > work.now
        turn.step, turn.lapsed = (step, None) if alive else (None, step)
    return turn
