"""What the page is shown of the playground: people, their chats, and what happens behind."""

from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from itertools import takewhile
from typing import Final

from playground.messages.chats import Message
from playground.messages.contents import MEDIA
from playground.people import Person
from playground.telegram import Playground
from playground.wire import Record
from playground.world import World

ACTION_LASTS: Final = timedelta(seconds=5)
SPINS: Final = timedelta(minutes=1)
JUST_NOW: Final = timedelta(seconds=10)
EXCERPT: Final = 80


def person(playground: Playground, shown: Person) -> Record:
    """A person and their telephone; `payload` is what START would carry."""
    invited = shown.part in ("", "citizen")
    return {
        **shown.account.record,
        "part": shown.part,
        "blocked": shown.account.blocked,
        "started": shown.chat.known,
        "payload": playground.payload if invited else "",
        "menu": shown.menu,
    }


def chat(playground: Playground, shown: Person) -> Record:
    """One person's chat with the bot: all that stands in it, and what is under way."""
    world = playground.world
    return {
        "id": shown.id,
        "messages": [_message(world, one) for one in shown.chat.messages.values()],
        "waiting": _waiting(world, shown),
        "toasts": shown.toasts,
        "doing": _doing(world, shown),
    }


def surroundings(playground: Playground, behind: Record) -> Record:
    """Everything that is not in a chat."""
    phones = [one for one in playground.people.values() if one.part]
    return {
        "bot": playground.world.bot,
        "people": [person(playground, one) for one in phones],
        "pending": playground.pending,
        "requests": _requests(playground),
        "faults": [asdict(fault) for fault in playground.faults.waiting],
        "behind": behind,
    }


def _requests(playground: Playground) -> dict[str, int]:
    """How often the bot called each method in the last ten seconds."""
    since = playground.clock.now() - JUST_NOW
    recent = takewhile(lambda request: request.at > since, reversed(playground.requests))
    return dict(sorted(Counter(request.method for request in recent).items()))


def _waiting(world: World, shown: Person) -> list[Record]:
    """Buttons that were pressed and not answered yet."""
    since = world.clock.now() - SPINS
    presses = [world.presses[query] for query in sorted(shown.account.waiting)]
    return [
        {"message_id": press.message_id, "data": press.data}
        for press in presses
        if press.at > since
    ]


def _doing(world: World, shown: Person) -> str:
    """What the bot says it is doing just now: typing, upload_photo, ... or nothing."""
    action = shown.chat.action
    if action is None or world.clock.now() - action[1] > ACTION_LASTS:
        return ""
    return action[0]


def _message(world: World, message: Message) -> Record:
    record, markup = message.record, message.markup or {}
    return {
        "message_id": message.message_id,
        "by": "bot" if message.by_bot else "person",
        "date": record["date"],
        "edited": message.edited or "edit_date" in record,
        "kind": next((kind for kind in MEDIA if kind in record), "text"),
        "text": message.text,
        "entities": record.get("entities", record.get("caption_entities", [])),
        "file": _file(world, record),
        "reply_to": _quoted(world, record.get("reply_to_message")),
        "forwarded": "forward_origin" in record,
        "protected": record.get("has_protected_content", False),
        "buttons": markup.get("inline_keyboard", []),
        "force_reply": "force_reply" in markup,
        "placeholder": markup.get("input_field_placeholder", ""),
    }


def _file(world: World, record: Record) -> Record | None:
    found = record["photo"][-1] if "photo" in record else record.get("document")
    if found is None:
        return None
    stored = world.files.by_id(found["file_id"])
    name = found.get("file_name", stored.path.rpartition("/")[2])
    return {"path": stored.path, "name": name, "size": found["file_size"]}


def _quoted(world: World, quoted: Record | None) -> Record | None:
    if quoted is None:
        return None
    text = str(quoted.get("text", quoted.get("caption", "")))
    by = "bot" if quoted["from"]["id"] == world.bot["id"] else "person"
    return {"message_id": quoted["message_id"], "by": by, "text": text[:EXCERPT]}
