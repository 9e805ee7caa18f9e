"""Callback data, packed and unpacked in one place: `action.subject.value.state.mac`.

Neither a role nor a word of a person is in it. The mac binds the button to the person it was
made for, so a forged one, or another person's, opens nothing.
"""

import base64
import hmac
from dataclasses import dataclass

from storage.keys import Keys

MOST_BYTES = 64


@dataclass(frozen=True)
class Button:
    """What a press means. `subject` is a row's key, `value` a choice of up to 4 characters or a
    second key, `state` the row's version when the button was made."""

    action: str
    subject: int = 0
    value: str = ""
    state: int = 0

    @property
    def page(self) -> int:
        """The page that `value` names, counted from 0; the first where it names none."""
        return self.second

    @property
    def second(self) -> int:
        """The second key that `value` holds; 0 where it holds none."""
        return int(self.value) if self.value.isdecimal() else 0

    @property
    def _body(self) -> str:
        return f"{self.action}.{_short(self.subject)}.{self.value}.{_short(self.state)}"

    def pack(self, person_id: int, keys: Keys) -> str:
        """Callback data of at most 64 bytes. ValueError where a value would not fit."""
        data = f"{self._body}.{self._mac(person_id, keys)}"
        if len(data.encode()) > MOST_BYTES or self.value.count("."):
            raise ValueError(f"button {self.action} is too long")
        return data

    def _mac(self, person_id: int, keys: Keys) -> str:
        mark = keys.mark("button", person_id, self._body)
        return base64.urlsafe_b64encode(mark[:12]).decode()


NO_PRESS = Button(action="")
"""What a button does that only opens an address."""


def unpack(data: str, person_id: int, keys: Keys) -> Button | None:
    """The button, or None for data we never gave to this person."""
    parts = data.split(".")
    if len(parts) != 5 or not all(part.isascii() for part in parts):
        return None
    action, subject, value, state, mac = parts
    try:
        button = Button(action, _long(subject), value, _long(state))
    except ValueError:
        return None
    genuine = button._mac(person_id, keys)
    return button if hmac.compare_digest(mac, genuine) else None


def _short(number: int) -> str:
    if not number:
        return ""
    size = (number.bit_length() + 7) // 8
    return base64.urlsafe_b64encode(number.to_bytes(size, "big")).decode().rstrip("=")


def _long(text: str) -> int:
    padded = text + "=" * (-len(text) % 4)
    return int.from_bytes(base64.urlsafe_b64decode(padded), "big") if text else 0
