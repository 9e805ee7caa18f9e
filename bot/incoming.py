"""An update, read once into plain values. What is strange about Telegram's updates ends here."""

import html
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Kind = Literal["message", "edit", "press", "membership", "ignored"]

MEDIA = (
    "photo voice audio video video_note animation sticker poll location venue contact document dice"
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
    forwarded: bool


@dataclass(frozen=True)
class Incoming:
    """One update. `reason` says why one that is `ignored` gets no answer."""

    kind: Kind
    update_id: int
    chat_id: int = 0
    person_id: int = 0
    language_code: str | None = None
    message_id: int = 0
    sent_at: datetime = EPOCH
    text: str = ""
    media: str | None = None
    forwarded: bool = False
    press_id: str = ""
    press_data: str = ""
    pressed_html: str | None = None
    pressed_caption: bool = False
    quoted: Quoted | None = None
    member: bool = True
    reason: str = ""

    @classmethod
    def of(cls, body: bytes) -> "Incoming":
        """Read the bytes of an update. ValueError where they are no update at all."""
        update = json.loads(body)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise ValueError("no update")  # noqa: TRY004
        for name, read in _READERS.items():
            if isinstance(update.get(name), dict):
                return read(update["update_id"], update[name])
        return _ignored(update["update_id"], "nothing we answer")


def lane_chat(update: Mapping[str, Any]) -> int:
    """The chat an update belongs to, so that updates of one chat stay in order; 0 for none."""
    for part in update.values():
        if isinstance(part, dict):
            message = part.get("message", part)
            chat = message.get("chat") if isinstance(message, dict) else None
            person = part.get("from")
            for whose in (chat, person):
                if isinstance(whose, dict) and isinstance(whose.get("id"), int):
                    return int(whose["id"])
    return 0


def words(text: str) -> str:
    """A person's words as they stand, without what no database holds or what turns lines round."""
    writable = _DIRECTION_TRICKS.sub("", _UNWRITABLE.sub("", text))
    return unicodedata.normalize("NFC", writable).strip()


def _ignored(update_id: int, reason: str) -> Incoming:
    return Incoming("ignored", update_id, reason=reason)


def _message(update_id: int, message: dict[str, Any], kind: Kind = "message") -> Incoming:
    person = message.get("from")
    chat = message.get("chat", {})
    if chat.get("type") != "private":
        return _ignored(update_id, f"said in a {chat.get('type', 'place without a type')}")
    if not isinstance(person, dict) or person.get("is_bot"):
        return _ignored(update_id, "written by nobody")
    if message.get("via_bot"):
        return _ignored(update_id, "written by another bot")
    media = next((name for name in MEDIA if name in message), None)
    text = words(message.get("text") or message.get("caption") or "")
    if not text and media is None and "text" not in message:
        return _ignored(update_id, "a service message")
    return Incoming(
        kind,
        update_id,
        chat_id=chat["id"],
        person_id=person["id"],
        language_code=person.get("language_code"),
        message_id=message["message_id"],
        sent_at=_moment(message.get("edit_date" if kind == "edit" else "date")),
        text=text,
        media=media,
        forwarded=_is_forwarded(message),
    )


def _edit(update_id: int, message: dict[str, Any]) -> Incoming:
    return _message(update_id, message, "edit")


def _press(update_id: int, press: dict[str, Any]) -> Incoming:
    message = press.get("message")
    person = press.get("from")
    if not isinstance(message, dict) or not isinstance(person, dict):
        return _ignored(update_id, "a press without a message")
    if message.get("chat", {}).get("type") != "private":
        return _ignored(update_id, "pressed in a group")
    # A message too old to be read comes with date 0: it can be answered, not changed.
    reachable = bool(message.get("date"))
    return Incoming(
        "press",
        update_id,
        chat_id=message["chat"]["id"],
        person_id=person["id"],
        language_code=person.get("language_code"),
        message_id=message["message_id"],
        press_id=str(press.get("id", "")),
        press_data=str(press.get("data", "")),
        pressed_html=_html(message) if reachable else None,
        pressed_caption="caption" in message or "photo" in message,
        quoted=_quoted(message.get("reply_to_message")),
    )


def _quoted(message: dict[str, Any] | None) -> Quoted | None:
    if not message or not message.get("date") or not (message.get("from") or {}).get("id"):
        return None
    text = words(message.get("text") or message.get("caption") or "")
    return Quoted(message["message_id"], text, _moment(message["date"]), _is_forwarded(message))


def _membership(update_id: int, change: dict[str, Any]) -> Incoming:
    chat = change.get("chat", {})
    if chat.get("type") != "private":
        return _ignored(update_id, f"membership of a {chat.get('type')}")
    status = change.get("new_chat_member", {}).get("status")
    return Incoming(
        "membership",
        update_id,
        chat_id=chat["id"],
        person_id=chat["id"],
        sent_at=_moment(change.get("date")),
        member=status not in ("kicked", "left"),
    )


def _is_forwarded(message: dict[str, Any]) -> bool:
    return "forward_origin" in message or "forward_date" in message


def _moment(seconds: object) -> datetime:
    return datetime.fromtimestamp(seconds if isinstance(seconds, int) else 0, UTC)


def _html(message: dict[str, Any]) -> str:
    """The text of one of our own bubbles. We mark nothing up but what `bot.texts` escapes."""
    return html.escape(message.get("text") or message.get("caption") or "", quote=False)


_READERS = {
    "message": _message,
    "edited_message": _edit,
    "callback_query": _press,
    "my_chat_member": _membership,
}
