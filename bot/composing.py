"""An outbox row becomes a call to Telegram, at the moment it goes out.

The words of an agency's answer are put together here and not before, so that what was hidden,
taken back or erased since the confirmation does not go out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from telegram import InputFile

from bot import posting
from bot.bubbles import Bubble
from bot.replies import drafts, own_words
from bot.turn import View
from deliberation import answers
from deliberation.hours import next_daytime
from deliberation.work import Rules, Work
from storage import answers as answer_rows
from storage import people, topics, traffic
from storage.database import Session
from storage.keys import Keys
from storage.models import Contact, DialogueState, Outbox

RATING_LIFE = timedelta(days=30)


@dataclass(frozen=True)
class Call:
    """One call to Telegram: the outbox row it comes from, its lane, the method and its fields."""

    row_id: int
    lane: bytes | None
    method: str
    fields: dict[str, Any]


Compose = Callable[[Session, Outbox, datetime], Call | None]


@dataclass(frozen=True)
class Composer:
    """Puts calls together. A row for which there is nothing left to say gives None; so does one
    that must wait, and then its `not_before` lies ahead."""

    keys: Keys
    rules: Rules

    def __call__(self, session: Session, row: Outbox, now: datetime) -> Call | None:
        contact = people.contact(session, row.contact_id) if row.contact_id else None
        chat_id = self._chat(row, contact)
        if chat_id is None:
            return None
        work = Work(session, now, self.keys, self.rules)
        made = self._method(work, row, contact, chat_id)
        if made is None:
            return None
        method, fields = made
        return Call(row.id, row.lane, method, {"chat_id": chat_id, **fields})

    def _chat(self, row: Outbox, contact: Contact | None) -> int | None:
        sealed = contact.sealed_id if contact else row.address
        return self.keys.open_id(sealed) if sealed else None

    def _method(
        self, work: Work, row: Outbox, contact: Contact | None, chat_id: int
    ) -> tuple[str, dict[str, Any]] | None:
        language = (contact.language if contact else None) or self.rules.language
        view = View(language, ZoneInfo(self.rules.timezone))
        if row.kind == "answer":
            return self._answer(work, row, view, chat_id)
        if row.kind == "live":
            return self._live(work, row, view)
        if row.method == "sendPhoto":
            return self._photo(work, row, language)
        return row.method, row.payload or {}

    def _answer(
        self, work: Work, row: Outbox, view: View, chat_id: int
    ) -> tuple[str, dict[str, Any]] | None:
        letter = answers.letter(work, row.audience_id or 0, again=row.error == "uncertain")
        if letter is None:
            return None
        morning = next_daytime(work.now, letter.agency.timezone, work.rules)
        if morning > work.now:  # begun by day, held up into the night: it goes on in the morning
            row.not_before = morning
            return None
        bubble = own_words.letter(view, letter, row.audience_id or 0)
        _can_be_typed(work, row, bubble)
        return "sendMessage", self._text(work, bubble, chat_id)

    def _text(self, work: Work, bubble: Bubble, chat_id: int) -> dict[str, Any]:
        fields: dict[str, Any] = {"text": bubble.text, "parse_mode": "HTML"}
        markup = posting.keyboard(bubble.rows, chat_id, work)
        return fields if markup is None else {**fields, "reply_markup": markup}

    def _live(self, work: Work, row: Outbox, view: View) -> tuple[str, dict[str, Any]] | None:
        """The live status of an answer: sent once, then edited in place."""
        answer = answer_rows.by_id(work.session, row.answer_id or 0)
        if answer is None:
            return None
        bubble = drafts.status(view, answers.progress(work, answer))
        fields: dict[str, Any] = {"text": bubble.text, "parse_mode": "HTML"}
        first = traffic.outbox_row(work.session, row.edits) if row.edits else None
        if first is not None and first.message_id is not None:
            return "editMessageText", {**fields, "message_id": first.message_id}
        return "sendMessage", fields

    def _photo(self, work: Work, row: Outbox, language: str) -> tuple[str, dict[str, Any]]:
        """A briefing with its picture; without one it goes as text."""
        payload = dict(row.payload or {})
        png = topics.picture(work.session, int(payload.pop("picture_run")), language)
        if png is not None:
            return "sendPhoto", {**payload, "photo": InputFile(png, filename="topics.png")}
        return "sendMessage", {"text": payload.pop("caption"), **payload}


def _can_be_typed(work: Work, row: Outbox, bubble: Bubble) -> None:
    """The letter is now the newest bubble with buttons: their words may be typed, for longer than
    other words, as people read an answer when they have time. A step that is open stays open."""
    if row.lane is None:
        return
    state = people.dialogue(work.session, row.lane) or DialogueState(
        lane=row.lane, contact_id=row.contact_id, changed_at=work.now, expires_at=work.now
    )
    state.buttons = posting.typed_forms(bubble)
    if state.flow is None:
        state.expires_at = work.now + RATING_LIFE
    work.session.add(state)
