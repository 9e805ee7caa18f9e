"""An outbox row becomes a call to Telegram, at the moment it goes out.

The words of what goes out unasked are put together here and not before, so that what was hidden,
taken back or erased since it was queued does not go out. One entry in COMPOSERS a kind of row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from telegram import InputFile

from bot import menus, texts
from bot.bubbles import Bubble
from bot.files.orders import Order, RecordOrder
from bot.replies import letters, sendings
from bot.replies import privacy as my_data
from bot.replies import record as record_words
from bot.replies import rooms as room_words
from bot.sending import notices, posters, posting
from bot.turn import View, address
from deliberation import people as persons
from deliberation.answering import answers
from deliberation.briefing import briefings
from deliberation.hours import next_daytime
from deliberation.moderating import desks, rooms, rushes
from deliberation.moderating.flags import MODERATES
from deliberation.privacy import holdings
from deliberation.privacy.held import Holdings, as_json
from deliberation.work import Rules, Work
from storage import answers as answer_rows
from storage import people, topics, traffic
from storage.database import Session
from storage.keys import Keys
from storage.models import Contact, DialogueState, Outbox, Room

MOST_OF_MY_DATA = 3500  # UTF-16 units of it in one message
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
    chat_id: int

    @property
    def in_group(self) -> bool:
        return self.chat_id < 0


@dataclass(frozen=True)
class Delivery:
    """A row on its way: to which chat, and how whoever reads it reads."""

    work: Work
    row: Outbox
    chat_id: int
    view: View
    bot_username: str

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

    def live(self, bubble: Bubble) -> Method:
        """The same, in place of the message that an earlier row became."""
        method, fields = self.message(bubble)
        edits = self.row.edits
        first = traffic.outbox_row(self.work.session, edits) if edits else None
        if first is None or first.message_id is None:
            return method, fields
        return "editMessageText", {**fields, "message_id": first.message_id}


Compose = Callable[[Session, Outbox, datetime], Call | None]


@dataclass(frozen=True)
class Composer:
    """Puts calls together. A row for which there is nothing left to say gives None; so does one
    that must wait, and then its `not_before` lies ahead."""

    keys: Keys
    rules: Rules
    bot_username: str

    def __call__(self, session: Session, row: Outbox, now: datetime) -> Call | None:
        contact = people.contact(session, row.contact_id) if row.contact_id else None
        sealed = contact.sealed_id if contact else row.address
        if not sealed:
            return None
        chat_id = self.keys.open_id(sealed)
        work = Work(session, now, self.keys, self.rules)
        delivery = Delivery(work, row, chat_id, self._view(contact), self.bot_username)
        made = COMPOSERS.get(row.kind, _as_it_stands)(delivery)
        if made is None:
            return None
        method, fields = made
        where = {} if method in WITHOUT_CHAT else {"chat_id": chat_id}
        return Call(row.id, row.lane, method, {**where, **fields}, chat_id)

    def _view(self, contact: Contact | None) -> View:
        language = (contact.language if contact else None) or self.rules.language
        return View(language, ZoneInfo(self.rules.timezone))


def _as_it_stands(delivery: Delivery) -> Method:
    """A reply, whose words were fixed when it was made."""
    payload = delivery.row.payload or {}
    if "picture_run" in payload:
        return _photo(delivery)
    return _poster(delivery) if "poster" in payload else (delivery.row.method, payload)


def _answer(delivery: Delivery) -> Method | None:
    row, work = delivery.row, delivery.work
    letter = answers.letter(work, row.audience_id or 0, again=row.error == "uncertain")
    if letter is None or delivery.waits_for_day(letter.agency.timezone):
        return None
    bubble = letters.letter(delivery.view, letter, row.audience_id or 0)
    if letter.file is not None:
        answers.file_after(work, row)
    _can_be_typed(work, row, bubble)
    return delivery.message(bubble)


def _answer_file(delivery: Delivery) -> Method | None:
    """The file of an answer, behind the letter that arrived."""
    found = answers.letter_with_file(delivery.work, delivery.row.audience_id or 0)
    if found is None or delivery.waits_for_day(found[0].agency.timezone):
        return None
    letter, sent = found
    (bubble,) = letters.file(delivery.view, letter)
    method, fields = posting.with_file(bubble)
    to = {"message_id": sent.message_id, "allow_sending_without_reply": True}
    return method, {**fields, "reply_parameters": to} if sent.message_id else fields


def _live(delivery: Delivery) -> Method | None:
    """The live status of an answer: sent once, then edited in place."""
    row, work = delivery.row, delivery.work
    answer = answer_rows.by_id(work.session, row.answer_id or 0)
    if answer is None:
        return None
    return delivery.live(sendings.status(delivery.view, answers.progress(work, answer)))


def _greeting(delivery: Delivery) -> Method | None:
    """What the bot does, told to a group it was added to."""
    room = rooms.at(delivery.work, delivery.chat_id)
    if room is None:
        return None
    return delivery.message(room_words.greeting(_of_room(delivery, room), delivery.bot_username))


def _load(delivery: Delivery) -> Method | None:
    """The live notice in a moderators' room; one that another has taken the place of is over."""
    row, room = delivery.row, rooms.at(delivery.work, delivery.chat_id)
    if room is None or room.load_outbox_id != (row.edits or row.id):
        return None
    load = desks.load(delivery.work, room)
    if load is not None and delivery.waits_for_day(load.agency.timezone):
        return None
    rushed = [rushes.numbers(delivery.work, *each) for each in load.rushes] if load else []
    view = _of_room(delivery, room)
    return delivery.live(room_words.load(view, load, rushed, delivery.bot_username))


def _head(delivery: Delivery) -> Method | None:
    """How far the record has come, told to a moderators' room; None where it is none any more."""
    room, told = rooms.at(delivery.work, delivery.chat_id), delivery.row.payload or {}
    if room is None or room.agency_id is None or delivery.waits_for_day(str(delivery.view.zone)):
        return None
    return delivery.message(record_words.head(_of_room(delivery, room), told["day"], told["head"]))


def _of_room(delivery: Delivery, room: Room) -> View:
    return replace(delivery.view, language=room.language)


def _notice(delivery: Delivery) -> Method | None:
    """Something the person did not ask for and should know, and has not said no to since; by day
    only."""
    row, work = delivery.row, delivery.work
    payload = row.payload or {}
    contact = people.contact(work.session, row.contact_id or 0)
    wanted = contact is not None and persons.wants_notices(contact)
    bubble = notices.worded(work, delivery.view, payload) if wanted else None
    if bubble is None or delivery.waits_for_day(str(payload["zone"])):
        return None
    _can_be_typed(work, row, bubble)
    return delivery.message(bubble)


def _menu(delivery: Delivery) -> Method:
    """The commands that the roles of this moment allow."""
    return menus.of_chat(persons.meet(delivery.work, delivery.chat_id, None))


def _photo(delivery: Delivery) -> Method:
    """A briefing with its picture; without one it goes as text."""
    payload = dict(delivery.row.payload or {})
    run_id, kind = int(payload.pop("picture_run")), payload.pop("picture", "bars")
    png = topics.picture(delivery.work.session, run_id, delivery.view.language, kind)
    if png is not None:
        return "sendPhoto", {**payload, "photo": InputFile(png, filename=f"{kind}.png")}
    if kind == "map":  # what it shows has changed since, and it is being drawn anew
        payload["caption"] = delivery.view.say("map.not_drawn")
    return "sendMessage", {"text": payload.pop("caption"), **payload}


def _poster(delivery: Delivery) -> Method:
    """A link as a picture to be printed."""
    payload = dict(delivery.row.payload or {})
    named = payload.pop("poster")
    png = posters.png(address(delivery.bot_username, named))
    return "sendDocument", {**payload, "document": InputFile(png, filename=f"{named}.png")}


def _my_data(delivery: Delivery) -> Method | None:
    """Everything held about the person, in plain words: a message, or a file where it is long."""
    found = _held(delivery)
    if found is None:
        return None
    held, view = found
    words = my_data.told(view, held)
    if texts.units(words.plain) <= MOST_OF_MY_DATA:
        return delivery.message(Bubble(words))
    return _document("my-data.txt", words.plain.encode(), my_data.counts(view, held))


def _my_data_file(delivery: Delivery) -> Method | None:
    """The same for machines."""
    found = _held(delivery)
    if found is None:
        return None
    held, view = found
    return _document("my-data.json", as_json(held), view.say("mydata.file"))


def _held(delivery: Delivery) -> tuple[Holdings, View] | None:
    """What is held of whoever this goes to, and no other; None where it was erased meanwhile."""
    held = holdings.of(delivery.work, persons.meet(delivery.work, delivery.chat_id, None))
    language = (delivery.row.payload or {})["language"]
    return (held, replace(delivery.view, language=language)) if held else None


def _file(delivery: Delivery) -> Method | None:
    """An order, carried out on the way (`bot.sending.exporting`); None for who may not have it any
    more."""
    payload = delivery.row.payload or {}
    person = persons.meet(delivery.work, delivery.chat_id, None)
    if briefings.readable(delivery.work, person, payload["consultation"]) is None:
        return None
    order = Order(payload["consultation"], payload["file"], payload["language"])
    return "sendDocument", {"document": order}


def _record(delivery: Delivery) -> Method | None:
    """The same of the record of moderation; None for who moderates nowhere any more."""
    person = persons.meet(delivery.work, delivery.chat_id, None)
    there = tuple(sorted(person.agencies(*MODERATES)))
    language = (delivery.row.payload or {})["language"]
    return ("sendDocument", {"document": RecordOrder(there, language)}) if there else None


def _document(name: str, content: bytes, caption: str) -> Method:
    file = InputFile(content, filename=name)
    return "sendDocument", {"document": file, "caption": caption, "parse_mode": "HTML"}


def _erased(delivery: Delivery) -> Method:
    """What it quoted was erased while it waited: whoever asked may ask again."""
    words = delivery.view.say("page.erased")
    method, payload = delivery.row.method, delivery.row.payload or {}
    if "message_id" not in payload:
        return delivery.message(Bubble(words))
    written = "caption" if method == "editMessageCaption" else "text"
    return method, {**payload, written: words, "parse_mode": "HTML"}


COMPOSERS: Mapping[str, Callable[[Delivery], Method | None]] = {
    "answer": _answer,
    "answer_file": _answer_file,
    "erased": _erased,
    "live": _live,
    "greeting": _greeting,
    "load": _load,
    "head": _head,
    "menu": _menu,
    "notice": _notice,
    "mydata": _my_data,
    "mydata_file": _my_data_file,
    "file": _file,
    "record": _record,
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
