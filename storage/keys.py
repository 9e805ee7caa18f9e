"""Sealing what must not lie open, and keyed marks for finding it again.

Two secrets, neither of them in the database: the *keys* encrypt (the newest first, older ones
still open what they sealed), the *pepper* makes marks: who wrote, which lane, which seal.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV


class CannotOpenError(Exception):
    """What was sealed cannot be opened: none of the keys at hand sealed it."""


@dataclass(frozen=True, repr=False)
class Keys:
    """The two secrets at work. `ciphers` newest first, 64 bytes each; `pepper` 32 bytes."""

    ciphers: tuple[bytes, ...]
    pepper: bytes

    @classmethod
    def from_text(cls, ciphers: Sequence[str], pepper: str) -> "Keys":
        """Read base64 as `madang init` writes it. ValueError where a length is wrong."""
        opened, salt = tuple(map(_read, ciphers)), _read(pepper)
        if not opened or any(len(key) != 64 for key in opened) or len(salt) != 32:
            raise ValueError("keys are 64 bytes each and the pepper 32, in base64")
        return cls(opened, salt)

    @cached_property
    def _sivs(self) -> tuple[AESSIV, ...]:
        return tuple(AESSIV(key) for key in self.ciphers)

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """Encrypt; the purpose is bound in, so a sealed value cannot change columns."""
        return self._sivs[0].encrypt(plain or b"\0", [purpose.encode()])

    def open(self, sealed: bytes, purpose: str) -> bytes:
        for siv in self._sivs:
            try:
                return siv.decrypt(sealed, [purpose.encode()])
            except InvalidTag:
                continue
        raise CannotOpenError(purpose)

    def resealed(self, sealed: bytes, purpose: str) -> bytes:
        """The same, sealed by the newest key: unchanged where it was. Raises CannotOpenError."""
        return self._sivs[0].encrypt(self.open(sealed, purpose), [purpose.encode()])

    def seal_id(self, telegram_id: int) -> bytes:
        return self.seal(str(telegram_id).encode(), "telegram-id")

    def open_id(self, sealed: bytes) -> int:
        return int(self.open(sealed, "telegram-id"))

    def mark(self, purpose: str, *parts: object) -> bytes:
        """A keyed mark of 16 bytes: the same for the same parts, telling nothing of them."""
        words = json.dumps([purpose, *map(str, parts)]).encode()
        return hmac.digest(self.pepper, words, hashlib.sha256)[:16]

    def lane(self, chat_id: int) -> bytes:
        return self.mark("lane", chat_id)

    def lane_of(self, sealed_id: bytes) -> bytes:
        """The lane of a chat whose id is at hand sealed only."""
        return self.lane(self.open_id(sealed_id))

    def pseudonym(self, consultation_id: int, person: object) -> str:
        """Who wrote, for one consultation only: two consultations cannot be joined by it."""
        return self.mark("person", consultation_id, person).hex()

    def seal_of(self, before: bytes, row: dict[str, Any]) -> bytes:
        """The seal of a log row: a keyed hash over the seal before it and the row itself."""
        words = json.dumps(row, sort_keys=True, ensure_ascii=False, default=str).encode()
        return hmac.digest(self.pepper, before + words, hashlib.sha256)

    @property
    def fingerprint(self) -> str:
        """Kept in the database, so that another pepper is noticed before it does harm."""
        return self.mark("fingerprint").hex()


def _read(text: str) -> bytes:
    """Base64 to the last letter: of two keys in one the second would be passed over in silence."""
    return base64.b64decode(text.strip(), altchars=b"-_", validate=True)
