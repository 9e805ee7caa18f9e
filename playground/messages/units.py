"""UTF-16 code units: what Telegram counts lengths and entity offsets in."""

import re
from collections.abc import Iterator

from playground.wire import Record

_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("url", re.compile(r"(?:https?://|(?<![\w./@])t\.me/)[^\s<>\"]+")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w@.])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
)


def length(text: str) -> int:
    """The length of `text` in UTF-16 code units; a lone surrogate is one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int) -> list[str]:
    """`text` cut as clients cut a long message: each piece at most `limit` units, pairs whole."""
    if length(text) <= limit:
        return [text]
    return list(_cut(text, limit))


def _cut(text: str, limit: int) -> Iterator[str]:
    piece, room = "", limit
    for character in text:
        size = 2 if ord(character) > 0xFFFF else 1
        if size > room:
            yield piece
            piece, room = "", limit
        piece, room = piece + character, room - size
    yield piece


def found_entities(text: str) -> list[Record]:
    """The entities Telegram finds by itself: commands, links, addresses, mentions, hashtags."""
    taken: list[tuple[int, int]] = []
    entities: list[Record] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            taken.append((start, end))
            entities.append(
                {"type": kind, "offset": length(text[:start]), "length": length(match.group())}
            )
    return sorted(entities, key=lambda entity: int(entity["offset"]))
