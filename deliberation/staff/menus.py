"""The menu of commands in a staff member's chat: queued here whenever it may have changed.

What stands in it is put together when it goes out (`bot.menus`), from the roles of that moment.
"""

from deliberation.work import Work
from storage import traffic
from storage.models import Contact


def renew(work: Work, contact: Contact) -> None:
    """Have the menu of this person's chat made anew. It keeps its own order and holds no message
    of theirs up."""
    _queue(work, work.keys.open_id(contact.sealed_id), {"contact_id": contact.id})


def take_away(work: Work, telegram_id: int) -> None:
    """The same for the chat of who was on the staff and is a stranger now."""
    _queue(work, telegram_id, {"address": work.keys.seal_id(telegram_id)})


def _queue(work: Work, telegram_id: int, whom: dict[str, int | bytes]) -> None:
    row: dict[str, object] = {
        "kind": "menu",
        "rank": 0,
        "lane": work.keys.mark("menu", telegram_id),
        "method": "",
        "payload": {},
        "created_at": work.now,
        "not_before": work.now,
        **whom,
    }
    traffic.enqueue(work.session, [row])
