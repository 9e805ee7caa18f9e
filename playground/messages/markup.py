"""Telegram's HTML parse mode: tags become entities, or a 400 with Telegram's own words."""

import re
from dataclasses import dataclass, field

from playground.messages import units
from playground.wire import Record, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTES = re.compile(r"""(?:"[^"]*"|'[^']*'|[^>"'])*""")
_ATTRIBUTE = re.compile(r"""([^\s=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    place: int


@dataclass
class _Reader:
    source: str
    text: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[_Open] = field(default_factory=list)
    opened: int = 0
    entities: list[tuple[int, Record]] = field(default_factory=list)

    def read(self) -> None:
        position = 0
        while position < len(self.source):
            if self.source[position] != "<":
                position = self._read_plain(position)
            elif self.source.startswith("</", position):
                position = self._read_end(position)
            else:
                position = self._read_start(position)
        if self.open:
            raise _unparsable(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"'
            )

    def _read_plain(self, position: int) -> int:
        end = self.source.find("<", position)
        end = len(self.source) if end < 0 else end
        plain = unescaped(self.source[position:end])
        self.text.append(plain)
        self.offset += units.length(plain)
        return end

    def _read_start(self, position: int) -> int:
        end = _end_of(_NAME, self.source, position + 1)
        tag = self.source[position + 1 : end].lower()
        where = _bytes_before(self.source, position)
        if end == len(self.source):
            raise _unparsable(f"Unclosed start tag at byte offset {where}")
        if tag not in _KINDS:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {where}')
        close = _end_of(_ATTRIBUTES, self.source, end)
        if close == len(self.source) or self.source[close] != ">":
            raise _unparsable(f'Unclosed start tag "{tag}" at byte offset {where}')
        attributes = _attributes(self.source[end:close])
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.opened += 1
        self.open.append(_Open(tag, attributes, self.offset, self.opened))
        return close + 1

    def _read_end(self, position: int) -> int:
        where = _bytes_before(self.source, position)
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {where}")
        close = self.source.find(">", position)
        if close < 0:
            raise _unparsable(f"Unclosed end tag at byte offset {where}")
        found, expected = self.source[position + 2 : close].strip(), self.open[-1].tag
        if found and found != expected:
            raise _unparsable(
                f"Unmatched end tag at byte offset {where}, "
                f'expected "</{expected}>", found "</{found}>"'
            )
        self._close(self.open.pop())
        return close + 1

    def _close(self, opened: _Open) -> None:
        if self.offset == opened.offset:
            return
        entity: Record = {
            "type": _KINDS[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        if self._describe(entity, opened):
            self.entities.append((opened.place, entity))

    def _describe(self, entity: Record, opened: _Open) -> bool:
        """Add what the tag's attributes say; False when they make it no entity at all."""
        attributes = opened.attributes
        if opened.tag == "a":
            entity["url"] = attributes.get("href", "")
            return bool(entity["url"])
        if opened.tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        language = attributes.get("class", "").removeprefix("language-")
        if opened.tag == "code" and self.open and self.open[-1].tag == "pre":
            self.open[-1].attributes["language"] = language
            return False
        if opened.tag == "pre" and attributes.get("language"):
            entity["language"] = attributes["language"]
        return True


def parsed_html(source: str) -> tuple[str, list[Record]]:
    """The plain text of `source` and its entities (offsets in UTF-16 units).

    Raises `Refused` (400, "can't parse entities: ...") for unknown, unclosed or crossed tags.
    """
    reader = _Reader(source)
    reader.read()
    in_order = sorted(reader.entities, key=lambda placed: placed[0])
    return "".join(reader.text), [entity for _, entity in in_order]


def trimmed(text: str, entities: list[Record]) -> tuple[str, list[Record]]:
    """Text without white space at its ends, as Telegram keeps it, and the entities moved along."""
    kept = text.rstrip()
    shift = units.length(kept) - units.length(kept.lstrip())
    kept = kept.lstrip()
    size = units.length(kept)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(size, entity["offset"] + entity["length"] - shift)
        if start < end:
            moved.append({**entity, "offset": start, "length": end - start})
    return kept, moved


def unescaped(text: str) -> str:
    """The four named references Telegram knows and the numeric ones; others stay as they are."""
    return _REFERENCE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 else match.group()


def _attributes(source: str) -> dict[str, str]:
    return {
        match[1].lower(): unescaped(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(source)
    }


def _end_of(pattern: re.Pattern[str], source: str, position: int) -> int:
    match = pattern.match(source, position)
    return match.end() if match else position


def _bytes_before(source: str, position: int) -> int:
    return len(source[:position].encode("utf-8", "surrogatepass"))


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
