"""Fields of an update, read strictly: UnreadableError for what Telegram never writes so."""

import json
from datetime import UTC, datetime
from typing import Any, NoReturn

Record = dict[str, Any]

LARGEST = 2**63  # what a database holds; Telegram's ids stay far below
LATEST = 2**33  # seconds: the year 2242


class UnreadableError(ValueError):
    """What came in is not as Telegram writes it. Its words hold nothing of what came in."""


def record_in(body: bytes) -> Record:
    """The object that these bytes are. Readers of JSON take names that come twice, and numbers
    that are none, in different ways: here nobody takes them."""
    try:
        read = _JSON.decode(body.decode())
    except UnreadableError:
        raise
    except UnicodeDecodeError:
        raise UnreadableError("not UTF-8") from None
    except RecursionError:
        raise UnreadableError("nested too deep") from None
    except ValueError:  # also a number of thousands of digits
        raise UnreadableError("not JSON") from None
    if not isinstance(read, dict):
        raise UnreadableError("not an object")
    return read


def _once(pairs: list[tuple[str, Any]]) -> Record:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise UnreadableError("a name comes twice")
    return made


def _no_number(_constant: str) -> NoReturn:
    raise unreadable("number")


_JSON = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def record(of: Record, name: str) -> Record:
    value = of.get(name)
    if not isinstance(value, dict):
        raise unreadable(name)
    return value


def number(of: Record, name: str) -> int:
    value = of.get(name)
    if type(value) is not int or not -LARGEST <= value < LARGEST:
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


def unreadable(name: str) -> UnreadableError:
    return UnreadableError(f"no {name} as Telegram writes it")
