"""People of the playground: they write, press, block; and see what the bot wrote to them.

Everything a person does becomes an update at once; nothing here waits for the bot. What only a
real client can do is possible here: a button that is not on the screen cannot be pressed.
"""

import re
from dataclasses import dataclass
from typing import Literal

from playground.messages import contents, keyboards, units
from playground.messages.chats import Account, Chat, Message, Received
from playground.methods.attending import member
from playground.methods.presenting import menu
from playground.wire import Record
from playground.world import Press, World

Part = Literal["", "citizen", "official", "moderator"]
TEXT_UNITS = 4096
EDITABLE = 48 * 3600
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


@dataclass(frozen=True)
class Sent:
    """What a person just sent. A text too long for one message has several ids."""

    chat_id: int
    message_ids: tuple[int, ...]
    update_ids: tuple[int | None, ...]

    @property
    def message_id(self) -> int:
        """The (first) message's id."""
        return self.message_ids[0]

    @property
    def update_id(self) -> int | None:
        """The (first) update's id; None when the bot did not ask for such updates."""
        return self.update_ids[0]


class Person:
    """One person with a private chat with the bot. Made by `Playground.person`.

    `part` is who they are on the page (citizen, official, moderator); without one, no phone of
    theirs is shown there.
    """

    def __init__(self, world: World, account: Account, part: Part = "") -> None:
        self._world = world
        self.account = account
        self.part = part
        private = {name: v for name, v in account.record.items() if name in _IN_CHAT}
        self.chat: Chat = world.open_chat({**private, "type": "private"}, account)

    @property
    def id(self) -> int:
        """The account's id, which is the private chat's id too."""
        return self.account.id

    @property
    def screen(self) -> list[Message]:
        """The bot's messages this person sees now, oldest first."""
        return self.chat.screen

    @property
    def received(self) -> list[Received]:
        """Every message, edit and deletion of the bot in this chat, in order, as it was then."""
        return self.chat.received

    @property
    def mark(self) -> int:
        """A place in `received`, for `inbox_since`."""
        return len(self.chat.received)

    @property
    def toasts(self) -> list[str]:
        """The words shown after presses, in order."""
        return self.account.toasts

    @property
    def spinning(self) -> int:
        """How many pressed buttons were never answered: each shows a spinner."""
        return len(self.account.waiting)

    @property
    def menu(self) -> list[Record]:
        """The commands offered in this chat, in this person's language."""
        return menu(self._world, self.id, self.account.language_code)

    def inbox_since(self, mark: int) -> list[Received]:
        """What came after the mark."""
        return self.chat.received[mark:]

    def sends(self, text: str, reply_to: int | None = None) -> Sent:
        """Write a text; a long one is cut into several messages, as clients do."""
        parts = units.pieces(text, TEXT_UNITS)
        sent = [self._writes(contents.text(part), reply_to) for part in parts]
        message_ids, update_ids = zip(*sent, strict=True)
        return Sent(self.id, message_ids, update_ids)

    def starts(self, payload: str = "") -> Sent:
        """Follow the link t.me/<bot>?start=<payload>. Raises ValueError for what no link holds."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError("a link carries at most 64 of A-Z a-z 0-9 _ -")
        if self.account.blocked:
            self.unblocks()
        return self.sends(f"/start {payload}".strip())

    def edits(self, message: Sent | int, text: str) -> int | None:
        """Change an own message, within 48 hours; the update's id."""
        edited = self._own(message)
        if self._world.timestamp - edited.record["date"] > EDITABLE:
            raise LookupError("Telegram lets nobody edit a message older than 48 hours")
        kept = {name: v for name, v in edited.record.items() if name not in _REPLACED}
        named = contents.text(text) if "text" in edited.record else contents.caption(text)
        edited.record = {**kept, **named, "edit_date": self._world.timestamp}
        self._note("edit", text=text)
        return self._world.updates.put("edited_message", edited.record)

    def deletes(self, message: Sent | int) -> None:
        """Take an own message away. The bot never learns of it."""
        self._world.delete(self._own(message))
        self._note("delete")

    def presses(self, label_or_data: str, on: int | None = None) -> str:
        """Press a button on the screen (in message `on`, or the newest that has it).

        The callback query's id; "" for a button of a reply keyboard, which sends its label.
        Raises LookupError when there is no such button to press.
        """
        for message in self._where(on):
            button = keyboards.found(message.markup, label_or_data)
            if button is not None:
                return self.presses_button(message, button)
        offered = [label for row in keyboards.labels(self.chat.keyboard) for label in row]
        if on is None and label_or_data in offered:
            self.sends(label_or_data)
            return ""
        raise LookupError(f"no button {label_or_data!r} on the screen: {self._all_buttons()}")

    def forges(self, data: str, message_id: int) -> str:
        """Send any callback data, as a changed client can; the callback query's id."""
        message = self.chat.messages.get(message_id)
        gone = {"chat": self.chat.record, "message_id": message_id, "date": 0}
        return self._queries(data, message.record if message else gone)

    def photo(self, caption: str = "", content: bytes | None = None) -> Sent:
        """Send a picture."""
        picture = contents.picture(self._world.files, content)
        return self._sends({**picture, **contents.caption(caption)})

    def album(self, *captions: str) -> list[Sent]:
        """Send several pictures at once: messages with one media_group_id."""
        group = {"media_group_id": str(self._world.new_id())}
        pictures = [(contents.picture(self._world.files), caption) for caption in captions]
        return [self._sends({**pic, **group, **contents.caption(said)}) for pic, said in pictures]

    def document(self, name: str, content: bytes, caption: str = "") -> Sent:
        """Send a file."""
        file = contents.document(self._world.files, name, content)
        return self._sends({**file, **contents.caption(caption)})

    def voice(self, seconds: int = 3) -> Sent:
        """Say something into the telephone."""
        return self._sends(contents.voice(self._world.files, seconds))

    def sticker(self, emoji: str = "👍") -> Sent:
        """Send a sticker."""
        return self._sends(contents.sticker(self._world.files, emoji))

    def poll(self, question: str = "?", *options: str) -> Sent:
        """Send a poll."""
        return self._sends(contents.poll(self._world.new_id(), question, options or ("1", "2")))

    def location(self, latitude: float = 37.5663, longitude: float = 126.9779) -> Sent:
        """Send a place."""
        return self._sends({"location": {"latitude": latitude, "longitude": longitude}})

    def contact(self, number: str = "+82212345678") -> Sent:
        """Send the own telephone number."""
        card = {"phone_number": number, "first_name": self.account.first_name, "user_id": self.id}
        return self._sends({"contact": card})

    def forwards(self, text: str, author: str = "Somebody") -> Sent:
        """Pass on somebody else's words."""
        origin = {"type": "hidden_user", "sender_user_name": author, "date": self._world.timestamp}
        return self._sends({**contents.text(text), "forward_origin": origin})

    def forwards_bubble(self, text: str) -> Sent:
        """Pass on a bubble of the bot's own, to the bot. Its buttons do not come along."""
        return self._sends({**contents.text(text), "forward_origin": self._world.from_bot})

    def blocks(self) -> None:
        """Block the bot; it learns by my_chat_member."""
        self.account.blocked = True
        self._membership("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.account.blocked = False
        self._membership("kicked", "member")

    def deletes_account(self) -> None:
        """Leave Telegram. The bot learns when it next writes."""
        self.account.deactivated = True
        self._note("deletes_account")

    def _sends(self, content: Record) -> Sent:
        message_id, update_id = self._writes(content)
        return Sent(self.id, (message_id,), (update_id,))

    def _writes(self, content: Record, reply_to: int | None = None) -> tuple[int, int | None]:
        if self.account.blocked or self.account.deactivated:
            raise LookupError("nobody writes to a bot they blocked, or without an account")
        self.chat.known = True
        quoted = self._world.reply_to(self.chat, reply_to)
        message = self._world.compose(self.chat, self.account.record, {**content, **quoted})
        kind = next(name for name in content if name not in _ASIDE)
        self._note("message", text=message.text, kind=kind if kind != "text" else "")
        return message.message_id, self._world.updates.put("message", message.record)

    def _own(self, message: Sent | int) -> Message:
        message_id = message if isinstance(message, int) else message.message_id
        found = self.chat.messages.get(message_id)
        if found is None or found.by_bot:
            raise LookupError(f"message {message_id} is none of this person's own")
        return found

    def _where(self, on: int | None) -> list[Message]:
        if on is not None:
            return [m for m in [self.chat.messages.get(on)] if m is not None and m.by_bot]
        return self.screen[::-1]

    def presses_button(self, message: Message, button: Record) -> str:
        """Press this button of this message, wherever it stands; the callback query's id."""
        if "callback_data" not in button:
            raise LookupError(f"{button['text']!r} is a link, it sends nothing to the bot")
        return self._queries(button["callback_data"], message.record, button["text"])

    def _queries(self, data: str, message: Record, label: str = "") -> str:
        query = str(self._world.new_id())
        now, message_id = self._world.clock.now(), int(message["message_id"])
        self._world.presses[query] = Press(self.account, now, message_id, data)
        self.account.waiting.add(query)
        self._note("press", label=label, data=data)
        head = {"id": query, "from": self.account.record, "chat_instance": str(-self.id)}
        self._world.updates.put("callback_query", {**head, "message": message, "data": data})
        return query

    def _membership(self, old: str, new: str) -> None:
        self._note("blocks" if new == "kicked" else "unblocks")
        bot = self._world.bot
        change = {"old_chat_member": member(bot, old), "new_chat_member": member(bot, new)}
        head = {"chat": self.chat.record, "from": self.account.record}
        date = self._world.timestamp
        self._world.updates.put("my_chat_member", {**head, "date": date, **change})

    def _all_buttons(self) -> list[str]:
        return [label for m in self.screen for row in m.buttons for label in row]

    def _note(self, event: str, **more: object) -> None:
        self._world.transcript.note(self._world.clock.now(), self.id, self.id, event, **more)


_IN_CHAT = {"id", "first_name", "username"}
_ASIDE = {"caption", "caption_entities", "entities", "media_group_id"}
_REPLACED = {"text", "entities", "caption", "caption_entities"}
