"""The menu of commands in a staff member's chat: queued here whenever it may have changed.

What stands in it is put together when it goes out (`bot.menus`), from the roles of that moment.
"""

from deliberation.work import Work
from storage import traffic
from storage.models import Contact


def renew(work: Work, contact: Contact) -> None:
    """Have the menu of this person's chat made anew. It keeps its own order and holds no message
    of theirs up."""
    telegram_id = work.keys.open_id(contact.sealed_id)
    traffic.enqueue(
        work.session,
        [
            {
                "kind": "menu",
                "rank": 0,
                "lane": work.keys.mark("menu", telegram_id),
                "contact_id": contact.id,
                "method": "",
                "payload": {},
                "created_at": work.now,
                "not_before": work.now,
            }
        ],
    )
