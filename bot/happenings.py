"""What happens in a group and concerns the bot. Everything else said there is not even read."""

from dataclasses import dataclass
from typing import Literal

from bot.receiving.fields import Record, number

GROUPS = ("group", "supergroup")
INSIDE = ("creator", "administrator", "member")

What = Literal["added", "removed", "moved", "command", "nameless"]


@dataclass(frozen=True)
class Happening:
    """The bot was added or removed; the group `moved` to another number as it became a supergroup;
    a person typed a command; something was said in the name of the room or of a channel."""

    what: What
    chat_id: int
    moved_to: int = 0
    supergroup: bool = False


def in_message(chat: Record, message: Record) -> Happening | None:
    """What a message in a group is to us; None for nothing."""
    here = number(chat, "id")
    if message.get("migrate_to_chat_id"):
        return Happening("moved", here, moved_to=number(message, "migrate_to_chat_id"))
    if message.get("migrate_from_chat_id"):
        return Happening("moved", number(message, "migrate_from_chat_id"), moved_to=here)
    if message.get("is_automatic_forward") or message.get("via_bot"):
        return None  # a post of the channel that the group belongs to
    if isinstance(message.get("sender_chat"), dict):
        return Happening("nameless", here)
    person, text = message.get("from"), message.get("text")
    by_hand = isinstance(person, dict) and not person.get("is_bot")
    is_command = isinstance(text, str) and text.startswith("/")
    return Happening("command", here) if by_hand and is_command else None


def in_membership(chat: Record, change: Record) -> Happening | None:
    """What a change of the bot's place in a group is to us; None where only its rights changed."""
    was, is_now = (_inside(change.get(name)) for name in ("old_chat_member", "new_chat_member"))
    if was == is_now:
        return None
    what: What = "added" if is_now else "removed"
    return Happening(what, number(chat, "id"), supergroup=chat.get("type") == "supergroup")


def _inside(member: object) -> bool:
    if not isinstance(member, dict):
        return False
    held_back = member.get("status") == "restricted" and bool(member.get("is_member"))
    return held_back or member.get("status") in INSIDE
