"""Everything Telegram's server knows, and the few ways it changes. No method or door is in here."""

import random
from dataclasses import dataclass
from datetime import datetime

from playground.clock import Clock
from playground.faults import Faults
from playground.messages.chats import Account, Chat, Message
from playground.messages.files import Files
from playground.pace import Pace
from playground.transcript import Transcript
from playground.updates import Updates
from playground.wire import Record, Refused, bad_request, forbidden

GONE = {
    "kicked": "bot was kicked from the {kind} chat",
    "left": "bot is not a member of the {kind} chat",
}


@dataclass(frozen=True)
class Press:
    """A button pressed: who, when, and how the person is told what came of it."""

    account: Account
    at: datetime
    message_id: int
    data: str


@dataclass(frozen=True)
class Delivered:
    """A message the bot got through to a chat."""

    at: datetime
    message_id: int
    method: str
    text: str


class World:
    """The state behind the Bot API of one bot."""

    def __init__(self, clock: Clock, token: str, username: str, seed: int, *, rates: bool) -> None:
        self.clock = clock
        self.token = token
        self.rng = random.Random(seed)  # noqa: S311 - a seeded play, no secret
        self.updates = Updates(clock, self.rng)
        self.faults = Faults(random.Random(seed + 1))  # noqa: S311
        self.files = Files()
        self.pace = Pace(enforce=rates)
        self.transcript = Transcript()
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.delivered: dict[int, list[Delivered]] = {}
        self.commands: dict[tuple[str, str], list[Record]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.webhook: Record = {}
        self.privacy = True
        self._last_id = self.rng.randrange(100_000_000, 900_000_000)
        self.bot: Record = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Madang",
            "username": username,
        }

    @property
    def timestamp(self) -> int:
        """Now, in the whole seconds Telegram counts."""
        return int(self.clock.now().timestamp())

    def new_id(self) -> int:
        """An id nobody has yet."""
        self._last_id += self.rng.randrange(1, 1000)
        return self.new_id() if self._last_id in self.chats else self._last_id

    def open_chat(self, record: Record, account: Account | None = None) -> Chat:
        """Make a chat the bot does not know of yet."""
        chat = self.chats[int(record["id"])] = Chat(record, account)
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """The chat the bot means. Raises `Refused` (400) for one it cannot know."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else self._named(chat_id)
        if chat is None or not chat.known:
            raise bad_request("chat not found")
        return chat

    def reachable(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may write there. Raises `Refused` (400 or 403) otherwise."""
        chat = self.chat(chat_id)
        if chat.migrated_to is not None:
            moved = bad_request("group chat was upgraded to a supergroup chat")
            raise Refused(400, moved.description, {"migrate_to_chat_id": chat.migrated_to})
        if chat.account and chat.account.deactivated:
            raise forbidden("user is deactivated")
        if chat.account and chat.account.blocked:
            raise forbidden("bot was blocked by the user")
        if chat.bot_status in GONE:
            raise forbidden(GONE[chat.bot_status].format(kind=chat.kind))
        return chat

    def compose(self, chat: Chat, sender: Record | None, content: Record) -> Message:
        """Put a message into a chat. `sender` is None in channels."""
        chat.last_message_id += 1
        head: Record = {"message_id": chat.last_message_id, "chat": chat.record}
        if sender is not None:
            head["from"] = sender
        record = {**head, "date": self.timestamp, **content}
        message = Message(chat, record, by_bot=sender is self.bot)
        chat.messages[message.message_id] = message
        return message

    def bot_sends(
        self,
        chat: Chat,
        method: str,
        content: Record,
        markup: Record | None = None,
        stored: bytes | None = None,
    ) -> Message:
        """A message of the bot, at its pace. Raises `Refused` (429) when it comes too fast."""
        if chat.bot_status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
        now = self.clock.now()
        self.pace.admit(chat, now.timestamp())
        message = self.compose(chat, self.bot, content)
        message.content = stored
        chat.action = None
        self.put_under(message, markup)
        chat.note(now, "message", message)
        sent = Delivered(now, message.message_id, method, message.text)
        self.delivered.setdefault(chat.id, []).append(sent)
        self.transcript.note(
            now, chat.id, "bot", "message", text=message.text, buttons=message.buttons
        )
        return message

    def bot_edits(self, message: Message, content: Record, markup: Record | None) -> Message:
        """Change a message of the bot in place, at its pace; a None takes a field away."""
        now = self.clock.now()
        self.pace.admit(message.chat, now.timestamp())
        changed = {**message.record, **content, "edit_date": self.timestamp}
        message.record = {name: value for name, value in changed.items() if value is not None}
        message.edited = True
        self.put_under(message, markup)
        message.chat.note(now, "edit", message)
        self.transcript.note(
            now, message.chat.id, "bot", "edit", text=message.text, buttons=message.buttons
        )
        return message

    def put_under(self, message: Message, markup: Record | None) -> None:
        """Give the message its markup; only an inline keyboard is part of the record."""
        message.markup = markup
        message.record.pop("reply_markup", None)
        if markup and "inline_keyboard" in markup:
            message.record["reply_markup"] = markup
        elif markup and "keyboard" in markup:
            message.chat.keyboard = markup
        elif markup and markup.get("remove_keyboard"):
            message.chat.keyboard = None

    def delete(self, message: Message) -> None:
        """Take a message off every screen; its id stays used."""
        message.deleted = True
        del message.chat.messages[message.message_id]
        if message.by_bot:
            message.chat.note(self.clock.now(), "delete", message)

    @property
    def from_bot(self) -> Record:
        """Where a bubble of the bot's that somebody passes on came from."""
        return {"type": "user", "sender_user": self.bot, "date": self.timestamp}

    def reply_to(self, chat: Chat, message_id: int | None) -> Record:
        """The field that quotes an earlier message, without what that one quotes itself."""
        if message_id is None or message_id not in chat.messages:
            return {}
        quoted = chat.messages[message_id].record
        return {"reply_to_message": {k: v for k, v in quoted.items() if k != "reply_to_message"}}

    def _named(self, name: str) -> Chat | None:
        # Only public groups and channels can be addressed by name, and there are few of them.
        wanted = name.removeprefix("@").lower()
        public = (chat for chat in self.chats.values() if chat.kind in ("supergroup", "channel"))
        return next((c for c in public if c.record.get("username", "").lower() == wanted), None)
