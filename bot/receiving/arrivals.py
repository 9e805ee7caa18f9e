"""An update as it arrived: what is needed to store it, also of one that nobody can read.

Telegram writes `update_id` first. So the number of an update can be told even where the rest is
cut, nested too deep or no text at all; it is stored under it and comes to its end as `dead`,
instead of being sent again for ever.
"""

import re
from dataclasses import dataclass

from bot.incoming import lane_chat
from bot.receiving.fields import LARGEST, UnreadableError, record_in
from bot.telegram_bot import as_json

_HEAD = re.compile(rb'\s*\{\s*"update_id"\s*:\s*(\d{1,19})\s*[,}]')


@dataclass(frozen=True)
class Arrival:
    """An update on its way into the inbox. `chat_id` is 0 where it belongs to no chat."""

    update_id: int
    chat_id: int
    body: bytes


def of_update(update: object) -> Arrival | None:
    """An update of a batch; None for what has no number to store it under."""
    number = _number(update.get("update_id")) if isinstance(update, dict) else None
    if number is None or not isinstance(update, dict):
        return None
    return Arrival(number, lane_chat(update), as_json(update))


def of_body(body: bytes) -> Arrival | None:
    """The same of the bytes of one update, which are kept as they are."""
    try:
        update = record_in(body)
    except UnreadableError:
        head = _HEAD.match(body)
        number, chat_id = _number(int(head[1])) if head else None, 0
    else:
        number, chat_id = _number(update.get("update_id")), lane_chat(update)
    return None if number is None else Arrival(number, chat_id, body)


def _number(value: object) -> int | None:
    """A number to store an update under; not True, which is an int as well."""
    return value if type(value) is int and 0 <= value < LARGEST else None
