"""Fields of an update, read strictly: ValueError for what Telegram never writes so."""

from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]

LARGEST = 2**63  # what a database holds; Telegram's ids stay far below
LATEST = 2**33  # seconds: the year 2242


def record(of: Record, name: str) -> Record:
    value = of.get(name)
    if not isinstance(value, dict):
        raise unreadable(name)
    return value


def number(of: Record, name: str) -> int:
    value = of.get(name)
    if not isinstance(value, int) or not -LARGEST <= value < LARGEST:
        raise unreadable(name)
    return value


def moment(of: Record, name: str) -> datetime:
    seconds = number(of, name)
    if not 0 <= seconds < LATEST:
        raise unreadable(name)
    return datetime.fromtimestamp(seconds, UTC)


def string(of: Record, name: str) -> str:
    """The text of a field; empty where it is missing."""
    value = of.get(name, "")
    if not isinstance(value, str):
        raise unreadable(name)
    return value


def unreadable(name: str) -> ValueError:
    return ValueError(f"no {name} as Telegram writes it")
