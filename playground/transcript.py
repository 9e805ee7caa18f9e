"""What happened, in order: one record an event, as JSON Lines for assertions and for reading."""

import json
from datetime import datetime

from playground.wire import Record


class Transcript:
    """Events of people and of the bot. Each has `at`, `chat`, `by` and `event`."""

    def __init__(self) -> None:
        self.events: list[Record] = []

    def note(self, at: datetime, chat_id: int, by: int | str, event: str, **more: object) -> None:
        """Keep one event; `by` is a person's id or "bot". Empty details are left out."""
        details = {name: value for name, value in more.items() if value}
        head = {"at": at.isoformat(), "chat": chat_id, "by": by, "event": event}
        self.events.append({**head, **details})

    def lines(self) -> str:
        """All events as JSON Lines."""
        return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in self.events)
