"""Field values as they come over the wire, read strictly: text, numbers, switches, JSON."""

import json
from collections.abc import Callable

from playground.messages import markup, units
from playground.wire import Record, Upload, bad_request

Reader = Callable[[str, object], object]
TEXT_UNITS = 4096
CAPTION_UNITS = 1024
ENTITIES = 100


class Call:
    """One call: its fields, read; its uploads by field name."""

    def __init__(self, method: str, fields: Record, files: dict[str, Upload]) -> None:
        self.method = method
        self.fields = fields
        self.files = files

    def __contains__(self, name: str) -> bool:
        """Whether the field was given."""
        return name in self.fields

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number."""
        return int(self.fields.get(name, default))

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        return str(self.fields.get(name, default))

    def switch(self, name: str) -> bool:
        """A boolean; False when missing."""
        return bool(self.fields.get(name, False))

    def record(self, name: str) -> Record | None:
        """A JSON object, or None when missing."""
        found: Record | None = self.fields.get(name)
        return found

    def records(self, name: str) -> list[Record]:
        """A JSON array of objects; empty when missing."""
        found: list[Record] = self.fields.get(name, [])
        return found

    def chat_id(self, name: str = "chat_id") -> int | str:
        """A number, or the name of a public chat."""
        found: int | str = self.fields[name]
        return found

    def upload(self, name: str) -> Upload | None:
        """The file given for this field: in a part of that name or attached under another."""
        attached = self.text(name)
        if attached.startswith("attach://"):
            return self.files.get(attached.removeprefix("attach://"))
        return self.files.get(name)

    def formatted(self, name: str) -> Record:
        """Text or caption with its entities, as they stand in a message; checked for length.

        Raises `Refused` (400) when it does not parse, is empty (text only) or too long.
        """
        is_text = name == "text"
        plain, entities = self._parsed(name, "entities" if is_text else "caption_entities")
        if is_text and not plain:
            raise bad_request("message text is empty")
        if units.length(plain) > (TEXT_UNITS if is_text else CAPTION_UNITS):
            raise bad_request("message is too long" if is_text else "message caption is too long")
        if not plain:
            return {}
        entities_name = "entities" if is_text else "caption_entities"
        return {name: plain, **({entities_name: entities} if entities else {})}

    def _parsed(self, name: str, entities_name: str) -> tuple[str, list[Record]]:
        source, mode = cleaned(self.text(name)), self.text("parse_mode").lower()
        if mode not in ("", "html"):
            raise bad_request("unsupported parse_mode")
        plain, entities = (
            markup.parsed_html(source) if mode else (source, self._entities(entities_name))
        )
        plain, entities = markup.trimmed(plain, entities)
        known = {(entity["offset"], entity["length"]) for entity in entities}
        found = [e for e in units.found_entities(plain) if (e["offset"], e["length"]) not in known]
        return plain, sorted(entities + found, key=lambda entity: entity["offset"])[:ENTITIES]

    def _entities(self, name: str) -> list[Record]:
        for entity in self.records(name):
            if not isinstance(entity, dict) or not {"type", "offset", "length"} <= set(entity):
                raise bad_request("can't parse MessageEntity: type, offset and length are required")
        return self.records(name)


def cleaned(text: str) -> str:
    """A bot's text as Telegram keeps it: control characters become spaces."""
    return "".join(" " if ord(c) < 32 and c != "\n" else c for c in text.replace("\r", ""))


def string(name: str, value: object) -> object:
    """A string field."""
    if not isinstance(value, str):
        raise bad_request(f'field "{name}" must be of type String')
    return value


def integer(name: str, value: object) -> object:
    """An integer field: a number, or its digits."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise bad_request(f'field "{name}" must be of type Number')
    try:
        return int(value)
    except ValueError:
        raise bad_request(f'field "{name}" must be a valid Number') from None


def boolean(name: str, value: object) -> object:
    """A switch: true or false, as JSON or as a word."""
    words = {"true": True, "1": True, "false": False, "0": False}
    read = words.get(str(value).lower())
    if read is None:
        raise bad_request(f'field "{name}" must be of type Boolean')
    return read


def chat(name: str, value: object) -> object:
    """A chat: its number or @name."""
    if isinstance(value, str) and value.startswith("@"):
        return value
    if value == "":
        raise bad_request("chat_id is empty")
    return integer(name, value)


def json_object(name: str, value: object) -> object:
    """A JSON object, nested or as a string."""
    return _json(name, value, dict)


def json_array(name: str, value: object) -> object:
    """A JSON array, nested or as a string."""
    return _json(name, value, list)


def _json(name: str, value: object, kind: type) -> object:
    try:
        read = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    if not isinstance(read, kind):
        raise bad_request(f"object expected as {name.replace('_', ' ')}")
    return read
