"""An update, read once into plain values. What is strange about Telegram's updates ends here."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot import happenings
from bot.happenings import GROUPS, Happening
from bot.receiving.fields import LARGEST, Record, moment, number, record, record_in, string
from deliberation.answering.attachments import Attachment

Kind = Literal["message", "edit", "press", "membership", "group", "ignored"]

MEDIA = (
    "photo voice audio video video_note animation sticker poll venue location contact document "
    "dice game story"
).split()
EPOCH = datetime.fromtimestamp(0, UTC)
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_DIRECTION_TRICKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Quoted:
    """The person's own message that a bubble of ours was a reply to."""

    message_id: int
    text: str
    sent_at: datetime
    with_media: bool = False


@dataclass(frozen=True)
class Replied:
    """The bubble of a bot that a person's message is a reply to, with its buttons' callback data;
    `by` is the bot's name, also of one whose words somebody passed on."""

    message_id: int
    buttons: tuple[str, ...] = ()
    text: str = ""
    by: str = ""


@dataclass(frozen=True)
class Incoming:
    """One update. `reason` says why one that is `ignored` gets no answer; `happening` what one
    from a group is about. In a group a person may press, too. `forwarded_from` is the name of the
    bot whose words a person passed on."""

    kind: Kind
    update_id: int
    chat_id: int = 0
    person_id: int = 0
    language_code: str | None = None
    message_id: int = 0
    sent_at: datetime = EPOCH
    text: str = ""
    media: str | None = None
    file: Attachment | None = None
    album: str = ""
    forwarded: bool = False
    forwarded_from: str = ""
    press_id: str = ""
    press_data: str = ""
    pressed_html: str | None = None
    pressed_caption: bool = False
    quoted: Quoted | None = None
    replied: Replied | None = None
    member: bool = True
    in_group: bool = False
    happening: Happening | None = None
    reason: str = ""

    @classmethod
    def of(cls, body: bytes) -> "Incoming":
        """Read the bytes of an update. UnreadableError where they are none, or one no client
        sends."""
        update = record_in(body)
        update_id = number(update, "update_id")
        for name, read in _READERS.items():
            if isinstance(update.get(name), dict):
                return read(update_id, update[name])
        return _ignored(update_id, "nothing we answer")

    @property
    def called(self) -> tuple[str, str, str]:
        """A command taken apart: its name, the bot it is for (none: whoever reads it), the rest."""
        called, _, argument = self.text[1:].partition(" ")
        name, _, addressee = called.partition("@")
        return name.strip().lower(), addressee.lower(), argument.strip()


def lane_chat(update: Mapping[str, Any]) -> int:
    """The chat an update belongs to, so that updates of one chat stay in order; 0 for none. It
    refuses nothing: what is wrong with an update is said when it is answered."""
    for part in update.values():
        if isinstance(part, dict):
            message = part.get("message", part)
            chat = message.get("chat") if isinstance(message, dict) else None
            for whose in (chat, part.get("from")):
                number_of = whose.get("id") if isinstance(whose, dict) else None
                if type(number_of) is int and -LARGEST <= number_of < LARGEST:
                    return number_of
    return 0


def words(text: str) -> str:
    """A person's words as they stand, without what no database holds or what turns lines round."""
    writable = _DIRECTION_TRICKS.sub("", _UNWRITABLE.sub("", text))
    return unicodedata.normalize("NFC", writable).strip()


def _ignored(update_id: int, reason: str, press_id: str = "") -> Incoming:
    return Incoming("ignored", update_id, reason=reason, press_id=press_id)


def _message(update_id: int, message: Record, kind: Kind = "message") -> Incoming:
    person = message.get("from")
    chat = record(message, "chat")
    if chat.get("type") in GROUPS and kind == "message":
        return _in_group(update_id, chat, message)
    if chat.get("type") != "private":
        return _ignored(update_id, f"said in a {_place(chat)}")
    if not isinstance(person, dict) or person.get("is_bot"):
        return _ignored(update_id, "written by nobody")
    if message.get("via_bot"):
        return _ignored(update_id, "written by another bot")
    media = next((name for name in MEDIA if name in message), None)
    text = _said(message)
    if not text and media is None and "text" not in message:
        return _ignored(update_id, "a service message")
    return Incoming(
        kind,
        update_id,
        chat_id=number(chat, "id"),
        person_id=number(person, "id"),
        language_code=string(person, "language_code") or None,
        message_id=number(message, "message_id"),
        sent_at=moment(message, "edit_date" if kind == "edit" else "date"),
        text=text,
        media=media,
        file=_file(message, media),
        album=string(message, "media_group_id"),
        forwarded="forward_origin" in message or "forward_date" in message,
        forwarded_from=_name(_passed_on(message)),
        replied=_replied(message.get("reply_to_message")),
    )


def _file(message: Record, media: str | None) -> Attachment | None:
    """A document, or the largest size of a picture."""
    sizes = message.get("photo")
    found = sizes[-1] if media == "photo" and isinstance(sizes, list) and sizes else None
    found = message.get("document") if media == "document" else found
    if media is None or not isinstance(found, dict):
        return None
    size = number(found, "file_size") if "file_size" in found else 0
    name = words(string(found, "file_name"))
    return Attachment(media, string(found, "file_id"), name, size)


def _replied(message: object) -> Replied | None:
    """What a bot wrote, here or where it was passed on from. In a private chat a bot that wrote is
    ourselves."""
    if not isinstance(message, dict):
        return None
    wrote = _passed_on(message) or message.get("from")
    if not isinstance(wrote, dict) or not wrote.get("is_bot"):
        return None
    said, data = _said(message), tuple(_callback_data(message))
    return Replied(number(message, "message_id"), data, said, _name(wrote))


def _passed_on(message: Record) -> Record | None:
    """Who wrote what a person passed on, as far as Telegram tells."""
    origin = message.get("forward_origin")
    wrote = origin.get("sender_user") if isinstance(origin, dict) else None
    return wrote if isinstance(wrote, dict) else None


def _name(wrote: Record | None) -> str:
    """The name of a bot, as it is compared; nobody else's is read."""
    name = wrote.get("username") if wrote and wrote.get("is_bot") else None
    return name.lower() if isinstance(name, str) else ""


def _callback_data(message: Record) -> Iterator[str]:
    keyboard = message.get("reply_markup")
    rows = keyboard.get("inline_keyboard") if isinstance(keyboard, dict) else None
    for row in rows if isinstance(rows, list) else ():
        for button in row if isinstance(row, list) else ():
            if isinstance(button, dict) and isinstance(button.get("callback_data"), str):
                yield button["callback_data"]


def _in_group(update_id: int, chat: Record, message: Record) -> Incoming:
    happening = happenings.in_message(chat, message)
    if happening is None:
        return _ignored(update_id, f"said in a {_place(chat)}")
    said = happening.what in ("command", "nameless")
    return _happened(
        update_id,
        happening,
        message.get("from"),
        message_id=number(message, "message_id"),
        text=_said(message) if said else "",
        replied=_replied(message.get("reply_to_message")) if said else None,
    )


def _happened(update_id: int, happening: Happening, by: object, **more: Any) -> Incoming:
    person = by if isinstance(by, dict) else {}
    return Incoming(
        "group",
        update_id,
        chat_id=happening.chat_id,
        person_id=number(person, "id") if person else 0,
        language_code=string(person, "language_code") or None,
        in_group=True,
        happening=happening,
        **more,
    )


def _edit(update_id: int, message: Record) -> Incoming:
    return _message(update_id, message, "edit")


def _press(update_id: int, press: Record) -> Incoming:
    message = press.get("message")
    person = press.get("from")
    press_id = string(press, "id")
    if not isinstance(message, dict) or not isinstance(person, dict):
        return _ignored(update_id, "a press without a message", press_id)
    chat = record(message, "chat")
    if chat.get("type") not in ("private", *GROUPS):
        return _ignored(update_id, f"pressed in a {_place(chat)}", press_id)
    return Incoming(
        "press",
        update_id,
        chat_id=number(chat, "id"),
        person_id=number(person, "id"),
        language_code=string(person, "language_code") or None,
        message_id=number(message, "message_id"),
        press_id=press_id,
        press_data=string(press, "data"),
        # A message too old to be read comes with date 0: it can be answered, not changed.
        pressed_html=_html(message) if message.get("date") else None,
        pressed_caption="caption" in message or "photo" in message,
        quoted=_quoted(message.get("reply_to_message")),
        in_group=chat["type"] in GROUPS,
    )


def _quoted(message: object) -> Quoted | None:
    if not isinstance(message, dict) or not message.get("date"):
        return None
    if record(message, "from").get("is_bot"):
        return None
    sent_at = moment(message, "date")
    return Quoted(number(message, "message_id"), _said(message), sent_at, "text" not in message)


def _membership(update_id: int, change: Record) -> Incoming:
    chat = record(change, "chat")
    happening = happenings.in_membership(chat, change) if chat.get("type") in GROUPS else None
    if happening is not None:
        return _happened(update_id, happening, change.get("from"))
    if chat.get("type") != "private":
        return _ignored(update_id, f"membership of a {_place(chat)}")
    return Incoming(
        "membership",
        update_id,
        chat_id=number(chat, "id"),
        person_id=number(chat, "id"),
        sent_at=moment(change, "date"),
        member=record(change, "new_chat_member").get("status") not in ("kicked", "left"),
    )


def _place(chat: Record) -> str:
    """The kind of chat, if it is one of Telegram's: a log holds nothing else that came in."""
    kind = chat.get("type")
    return str(kind) if kind in ("group", "supergroup", "channel") else "place without a type"


def _said(message: Record) -> str:
    return words(string(message, "text") or string(message, "caption"))


def _html(message: Record) -> str:
    """The text of one of our own bubbles. We mark nothing up but what `bot.texts` escapes."""
    return html.escape(string(message, "text") or string(message, "caption"), quote=False)


_READERS = {
    "message": _message,
    "edited_message": _edit,
    "callback_query": _press,
    "my_chat_member": _membership,
}
