"""Groups and channels: what is said there reaches the bot as Telegram's privacy mode lets it."""

from typing import TYPE_CHECKING

from playground.messages import contents, keyboards
from playground.messages.chats import Chat, Message, Received
from playground.methods.attending import member
from playground.wire import Record
from playground.world import World

if TYPE_CHECKING:
    from playground.people import Person

ANONYMOUS: Record = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


class Group:
    """A group, supergroup or channel. Made by `Playground.group`."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat
        chat.bot_status = "left"

    @property
    def id(self) -> int:
        """Below zero; changes when the group becomes a supergroup."""
        return self.chat.id

    @property
    def screen(self) -> list[Message]:
        """The bot's messages in this chat, oldest first."""
        return self.chat.screen

    @property
    def received(self) -> list[Received]:
        """Everything the bot did here, in order."""
        return self.chat.received

    def adds_bot(self, by: "Person", status: str = "member") -> None:
        """Somebody adds the bot, or makes it an administrator."""
        old, self.chat.bot_status, self.chat.known = self.chat.bot_status, status, True
        self.chat.members.setdefault(by.id, "creator")
        self._membership(by, old, status)
        if old in ("left", "kicked") and self.chat.kind != "channel":
            self._service(by.account.record, {"new_chat_members": [self._world.bot]})

    def removes_bot(self, by: "Person") -> None:
        """Somebody throws the bot out."""
        old, self.chat.bot_status = self.chat.bot_status, "kicked"
        self._membership(by, old, "kicked")

    def restricts_bot(self, by: "Person") -> None:
        """Somebody takes the right to write away; the bot stays."""
        old, self.chat.bot_status = self.chat.bot_status, "restricted"
        self._membership(by, old, "restricted")

    def presses(self, person: "Person", label: str) -> str:
        """A member presses a button on the newest message that has it; the callback query's id.
        Raises LookupError when there is no such button to press."""
        for message in self.screen[::-1]:
            button = keyboards.found(message.markup, label)
            if button is not None:
                return person.presses_button(message, button)
        raise LookupError(f"no button {label!r} in this group")

    def says(self, person: "Person", text: str, reply_to: int | None = None) -> int:
        """A person writes here; the message's id. In privacy mode the bot sees little of it."""
        self.chat.members.setdefault(person.id, "member")
        return self._says(person.account.record, text, {}, reply_to)

    def forwards_bubble(self, person: "Person", text: str) -> int:
        """A person passes a bubble of the bot's own on to the group; the message's id."""
        origin = {"forward_origin": self._world.from_bot}
        return self._says(person.account.record, text, origin, None)

    def says_anonymously(self, text: str) -> int:
        """An anonymous administrator writes: the group itself is the sender."""
        return self._says(ANONYMOUS, text, {"sender_chat": self.chat.record}, None)

    def posts(self, text: str) -> int:
        """A channel post: no person behind it."""
        content = {**contents.text(text), "sender_chat": self.chat.record}
        message = self._world.compose(self.chat, None, content)
        if self._present:
            self._world.updates.put("channel_post", message.record)
        return message.message_id

    def becomes_supergroup(self, by: "Person | None" = None) -> int:
        """The group gets a new id, which is returned; the old one is told to the bot. Where a
        person did it, the bot also learns that it is in the new one, before it learns why."""
        old = self.chat
        new_id = -1_000_000_000_000 - self._world.new_id()
        new = self._world.open_chat({**old.record, "id": new_id, "type": "supergroup"})
        new.known, new.bot_status, new.members = True, old.bot_status, old.members
        old.migrated_to, self.chat = new_id, new
        if by is not None:
            self._membership(by, "left", new.bot_status)
        self._service(ANONYMOUS, {"migrate_to_chat_id": new_id}, old)
        self._service(ANONYMOUS, {"migrate_from_chat_id": old.id})
        return new_id

    @property
    def _present(self) -> bool:
        return self.chat.bot_status in ("member", "administrator", "restricted")

    def _says(self, sender: Record, text: str, more: Record, reply_to: int | None) -> int:
        quoted = self._world.reply_to(self.chat, reply_to)
        message = self._world.compose(self.chat, sender, {**contents.text(text), **more, **quoted})
        by = sender["id"]
        self._world.transcript.note(self._world.clock.now(), self.id, by, "message", text=text)
        if self._present and self._shown(message):
            self._world.updates.put("message", message.record)
        return message.message_id

    def _shown(self, message: Message) -> bool:
        if not self._world.privacy or self.chat.bot_status == "administrator":
            return True
        replied = message.record.get("reply_to_message", {}).get("from", {})
        named = f"@{self._world.bot['username']}" in message.text
        return message.text.startswith("/") or named or replied.get("id") == self._world.bot["id"]

    def _service(self, sender: Record, content: Record, chat: Chat | None = None) -> None:
        message = self._world.compose(chat or self.chat, sender, content)
        self._world.updates.put("message", message.record)

    def _membership(self, by: "Person", old: str, new: str) -> None:
        bot = self._world.bot
        change = {"old_chat_member": member(bot, old), "new_chat_member": member(bot, new)}
        head = {"chat": self.chat.record, "from": by.account.record}
        date = self._world.timestamp
        self._world.updates.put("my_chat_member", {**head, "date": date, **change})
