"""Chats as Telegram's server keeps them: accounts, messages, and what each chat received."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from playground.messages import keyboards
from playground.wire import Record

Kind = Literal["private", "group", "supergroup", "channel"]


@dataclass(eq=False)
class Account:
    """A Telegram account. `blocked`: this person blocked the bot; `deactivated`: it is gone."""

    id: int
    first_name: str
    language_code: str | None = "ko"
    username: str | None = None
    blocked: bool = False
    deactivated: bool = False
    toasts: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)

    @property
    def record(self) -> Record:
        """The account as the Bot API shows it."""
        optional = {"username": self.username, "language_code": self.language_code}
        shown = {name: value for name, value in optional.items() if value is not None}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **shown}


@dataclass(eq=False)
class Message:
    """A message in a chat. `record` is what the Bot API shows, `markup` what lies under it."""

    chat: "Chat"
    record: Record
    by_bot: bool
    markup: Record | None = None
    content: bytes | None = None
    edited: bool = False
    deleted: bool = False

    @property
    def message_id(self) -> int:
        """Unique in its chat, increasing."""
        return int(self.record["message_id"])

    @property
    def text(self) -> str:
        """The text or caption, plain."""
        return str(self.record.get("text", self.record.get("caption", "")))

    @property
    def buttons(self) -> list[list[str]]:
        """Rows of labels."""
        return keyboards.labels(self.markup)

    @property
    def photo(self) -> bytes | None:
        """The picture's content, if it is one."""
        return self.content if "photo" in self.record else None

    @property
    def document(self) -> bytes | None:
        """The document's content, if it is one."""
        return self.content if "document" in self.record else None


@dataclass(frozen=True)
class Received:
    """What the bot did in a chat, as it was at that moment: a message, an edit, a deletion."""

    at: datetime
    event: Literal["message", "edit", "delete"]
    message_id: int
    text: str
    buttons: tuple[tuple[str, ...], ...]
    photo: bytes | None = None
    document: bytes | None = None
    record: Record = field(default_factory=dict, repr=False)


@dataclass(eq=False)
class Chat:
    """One chat. `known`: the bot may write here, because somebody wrote first or added it."""

    record: Record
    account: Account | None = None
    known: bool = False
    bot_status: str = "member"
    migrated_to: int | None = None
    last_message_id: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    keyboard: Record | None = None
    members: dict[int, str] = field(default_factory=dict)
    sent_at: deque[float] = field(default_factory=lambda: deque(maxlen=20))
    closed_until: float = 0.0
    action: tuple[str, datetime] | None = None

    @property
    def id(self) -> int:
        """The chat's id: a person's own, or below zero for groups and channels."""
        return int(self.record["id"])

    @property
    def kind(self) -> Kind:
        """private, group, supergroup or channel."""
        kind: Kind = self.record["type"]
        return kind

    @property
    def screen(self) -> list[Message]:
        """The bot's messages that stand here now, oldest first."""
        return [message for message in self.messages.values() if message.by_bot]

    def note(self, at: datetime, event: Literal["message", "edit", "delete"], it: Message) -> None:
        """Keep what the bot just did to message `it`, as the people of this chat see it."""
        rows = tuple(tuple(row) for row in it.buttons)
        self.received.append(
            Received(at, event, it.message_id, it.text, rows, it.photo, it.document, it.record)
        )
