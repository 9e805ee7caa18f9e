"""One update being answered: who acts, where their dialogue stands, what they get to see."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import texts
from bot.bubbles import Key
from bot.buttons import NO_PRESS, Button
from bot.incoming import Incoming, Quoted
from deliberation.people import Person
from deliberation.work import Work
from storage.models import Contact, DialogueState, Room


@dataclass(frozen=True)
class View:
    """How one person reads: their language, and the time zone of what belongs to no place."""

    language: str
    zone: ZoneInfo

    def say(self, key: str, /, **values: object) -> texts.Markup:
        return texts.text(key, self.language, **values)

    def lines(self, *parts: str) -> texts.Markup:
        return texts.joined(parts)

    def when(self, moment: datetime, zone: str | None = None) -> str:
        """Date and time, in the consultation's own `zone` where there is one."""
        return texts.when(moment, self.language, ZoneInfo(zone) if zone else self.zone)

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

    def link(self, name: str, url: str) -> Key:
        """A button that opens an address."""
        return Key(name, texts.label(f"button.{name}", self.language), NO_PRESS, url=url)


def address(bot_username: str, payload: str = "") -> str:
    """The link that opens the chat with the bot; with a `payload`, START sends it along."""
    return f"https://t.me/{bot_username}" + (f"?start={payload}" if payload else "")


@dataclass
class Step:
    """A step of a dialogue that waits for words: which flow, about what."""

    flow: str
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass
class Turn:
    """What a handler is given. `step` is the step that will be open afterwards, `before` the one
    that was, `lapsed` one that ended unfinished. `typed`: a button's words were typed. `notes`
    is what else the dialogue remembers: the link it began with, that words wait for consent.
    `room` is the group it happens in. `forgotten`: who wrote is a stranger now, and nothing is
    remembered."""

    work: Work
    person: Person
    incoming: Incoming
    state: DialogueState | None
    step: Step | None = None
    before: Step | None = None
    lapsed: Step | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    chosen_language: str | None = None
    typed: bool = False
    argument: str = ""
    bot_username: str = ""
    room: Room | None = None
    forgotten: bool = False

    @property
    def view(self) -> View:
        language = self.room.language if self.room else self.person.language
        return View(language, ZoneInfo(self.work.rules.timezone))

    @property
    def chat_id(self) -> int:
        """Where the answer goes: to the person, or into the room where they acted."""
        return self.incoming.chat_id if self.incoming.in_group else self.person.telegram_id

    @property
    def contact(self) -> Contact | None:
        """Who the answer goes to; nobody by name where it goes into a room."""
        return None if self.incoming.in_group else self.person.contact

    @property
    def owner(self) -> int:
        """Whose the buttons are: the person's; or the room's, by its row, as its number at
        Telegram may change. What a press in a room may do depends on who presses."""
        if self.incoming.in_group:
            return -self.room.id if self.room else 0
        return self.person.telegram_id

    def source(self, message_id: int) -> str:
        """Names one Telegram message, so that it is recorded once, by a mark that tells nothing."""
        return self.work.keys.mark("message", self.incoming.chat_id, message_id).hex()

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self.chosen_language = language
        self.person = replace(self.person, language=language)

    def asked_words(self) -> Quoted | None:
        """Words that were asked about in the step before and wait for a typed answer."""
        step = self.before
        if step is None or step.flow != "asked":
            return None
        waiting = step.payload
        sent_at = datetime.fromisoformat(waiting["sent_at"])
        return Quoted(waiting["message_id"], waiting["words"], sent_at, waiting["media"])

    @property
    def under_way(self) -> bool:
        """Whether a step was open that can be stopped; words asked about are none."""
        return self.before is not None and self.before.flow != "asked"

    @property
    def pressed(self) -> str | None:
        """The text of the bubble that was pressed and can still be changed."""
        return None if self.typed else self.incoming.pressed_html

    def arrived_by(
        self, consultation_id: int, channel: str | None, invite_id: int | None = None
    ) -> None:
        """Remember the link that brought the person here, until they have agreed or refused: of a
        poster, or an invitation as one of a group."""
        self.notes["link"] = {"to": consultation_id, "channel": channel, "invite": invite_id}

    def invited_to(self, consultation_id: int) -> int | None:
        """The invitation by which the person came to this consultation."""
        link = self.notes.get("link", {})
        return link.get("invite") if link.get("to") == consultation_id else None

    def channel_to(self, consultation_id: int) -> str | None:
        """The poster whose link led to this consultation."""
        link = self.notes.get("link", {})
        return link.get("channel") if link.get("to") == consultation_id else None

    @property
    def asked_about(self) -> int | None:
        """The consultation whose question the person has before them, not agreed to yet."""
        fresh = self.state is not None and self.state.expires_at > self.work.now
        return self.notes.get("link", {}).get("to") if fresh else None

    def shows_more_of_album(self) -> bool:
        """Whether this is a further picture, without words, of an album answered already."""
        before = self.notes.pop("album", None)
        if self.incoming.album:
            self.notes["album"] = self.work.keys.mark("album", self.incoming.album).hex()
        return before is not None and before == self.notes.get("album") and not self.incoming.text

    def settle_arrival(self) -> None:
        """The person has agreed, refused, or gone elsewhere."""
        self.notes.pop("link", None)
        self.notes.pop("words_wait", None)


def open_turn(work: Work, person: Person, incoming: Incoming, state: DialogueState | None) -> Turn:
    """A turn with the step the chat's row tells of, if its time is not over."""
    turn = Turn(work, person, incoming, state)
    if state is None:
        return turn
    payload = dict(state.payload)
    turn.notes = dict(payload.pop("notes", {}))
    if state.flow:
        step = Step(state.flow, payload)
        alive = state.expires_at > work.now
        turn.step, turn.lapsed = (step, None) if alive else (None, step)
    return turn
