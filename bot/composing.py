"""An outbox row becomes a call to Telegram, at the moment it goes out.

The words of what goes out unasked are put together here and not before, so that what was hidden,
taken back or erased since it was queued does not go out. One entry in COMPOSERS a kind of row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from telegram import InputFile

from bot import menus, notices, posting
from bot.bubbles import Bubble
from bot.replies import drafts, own_words
from bot.turn import View
from deliberation import answers
from deliberation import people as persons
from deliberation.hours import next_daytime
from deliberation.work import Rules, Work
from storage import answers as answer_rows
from storage import people, topics, traffic
from storage.database import Session
from storage.keys import Keys
from storage.models import Contact, DialogueState, Outbox

RATING_LIFE = timedelta(days=30)
WITHOUT_CHAT = ("setMyCommands", "deleteMyCommands")  # these name the chat in their scope

Fields = dict[str, Any]
Method = tuple[str, Fields]


@dataclass(frozen=True)
class Call:
    """One call to Telegram: the outbox row it comes from, its lane, the method and its fields."""

    row_id: int
    lane: bytes | None
    method: str
    fields: Fields


@dataclass(frozen=True)
class Delivery:
    """A row on its way: to which chat, and how whoever reads it reads."""

    work: Work
    row: Outbox
    chat_id: int
    view: View

    def waits_for_day(self, zone: str) -> bool:
        """What was queued by day and held up into the night goes on in the morning."""
        morning = next_daytime(self.work.now, zone, self.work.rules)
        if morning > self.work.now:
            self.row.not_before = morning
        return morning > self.work.now

    def message(self, bubble: Bubble) -> Method:
        fields: Fields = {"text": bubble.text, "parse_mode": "HTML"}
        markup = posting.keyboard(bubble.rows, self.chat_id, self.work)
        return "sendMessage", fields if markup is None else {**fields, "reply_markup": markup}


Compose = Callable[[Session, Outbox, datetime], Call | None]


@dataclass(frozen=True)
class Composer:
    """Puts calls together. A row for which there is nothing left to say gives None; so does one
    that must wait, and then its `not_before` lies ahead."""

    keys: Keys
    rules: Rules

    def __call__(self, session: Session, row: Outbox, now: datetime) -> Call | None:
        contact = people.contact(session, row.contact_id) if row.contact_id else None
        sealed = contact.sealed_id if contact else row.address
        if not sealed:
            return None
        chat_id = self.keys.open_id(sealed)
        work = Work(session, now, self.keys, self.rules)
        delivery = Delivery(work, row, chat_id, self._view(contact))
        made = COMPOSERS.get(row.kind, _as_it_stands)(delivery)
        if made is None:
            return None
        method, fields = made
        where = {} if method in WITHOUT_CHAT else {"chat_id": chat_id}
        return Call(row.id, row.lane, method, {**where, **fields})

    def _view(self, contact: Contact | None) -> View:
        language = (contact.language if contact else None) or self.rules.language
        return View(language, ZoneInfo(self.rules.timezone))


def _as_it_stands(delivery: Delivery) -> Method:
    """A reply, whose words were fixed when it was made."""
    if delivery.row.method == "sendPhoto":
        return _photo(delivery)
    return delivery.row.method, delivery.row.payload or {}


def _answer(delivery: Delivery) -> Method | None:
    row, work = delivery.row, delivery.work
    letter = answers.letter(work, row.audience_id or 0, again=row.error == "uncertain")
    if letter is None or delivery.waits_for_day(letter.agency.timezone):
        return None
    bubble = own_words.letter(delivery.view, letter, row.audience_id or 0)
    _can_be_typed(work, row, bubble)
    return delivery.message(bubble)


def _live(delivery: Delivery) -> Method | None:
    """The live status of an answer: sent once, then edited in place."""
    row, work = delivery.row, delivery.work
    answer = answer_rows.by_id(work.session, row.answer_id or 0)
    if answer is None:
        return None
    bubble = drafts.status(delivery.view, answers.progress(work, answer))
    fields: Fields = {"text": bubble.text, "parse_mode": "HTML"}
    first = traffic.outbox_row(work.session, row.edits) if row.edits else None
    if first is not None and first.message_id is not None:
        return "editMessageText", {**fields, "message_id": first.message_id}
    return "sendMessage", fields


def _notice(delivery: Delivery) -> Method | None:
    """Something the person did not ask for and should know; by day only."""
    row, work = delivery.row, delivery.work
    payload = row.payload or {}
    bubble = notices.worded(work, delivery.view, payload)
    if bubble is None or delivery.waits_for_day(str(payload["zone"])):
        return None
    _can_be_typed(work, row, bubble)
    return delivery.message(bubble)


def _menu(delivery: Delivery) -> Method | None:
    """The commands that the roles of this moment allow."""
    person = persons.by_contact(delivery.work, delivery.row.contact_id or 0)
    return None if person is None else menus.of_chat(person)


def _photo(delivery: Delivery) -> Method:
    """A briefing with its picture; without one it goes as text."""
    payload = dict(delivery.row.payload or {})
    run_id = int(payload.pop("picture_run"))
    png = topics.picture(delivery.work.session, run_id, delivery.view.language)
    if png is not None:
        return "sendPhoto", {**payload, "photo": InputFile(png, filename="topics.png")}
    return "sendMessage", {"text": payload.pop("caption"), **payload}


COMPOSERS: Mapping[str, Callable[[Delivery], Method | None]] = {
    "answer": _answer,
    "live": _live,
    "menu": _menu,
    "notice": _notice,
}


def _can_be_typed(work: Work, row: Outbox, bubble: Bubble) -> None:
    """This is now the newest bubble with buttons: their words may be typed, for longer than other
    words, as people read an answer when they have time. A step that is open stays open."""
    if row.lane is None or not bubble.rows:
        return
    state = people.dialogue(work.session, row.lane) or DialogueState(
        lane=row.lane, contact_id=row.contact_id, changed_at=work.now, expires_at=work.now
    )
    state.buttons = posting.typed_forms(bubble)
    if state.flow is None:
        state.expires_at = work.now + RATING_LIFE
    work.session.add(state)
