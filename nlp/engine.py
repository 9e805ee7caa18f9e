"""Where the large parts of an analysis are worked out: a pure function over partitions.

What comes of the partitions is put together in their order, and how texts are parted depends on
the texts alone, so it does not matter who works out a partition, nor how many do: one process and
a cluster give the same bytes. A cluster is made at the entrance and passed in as `spread`; nothing
here knows of one.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nlp.fingerprint import fingerprint

LARGE = 20_000
"""Up to so many texts everything is worked out where it is asked for, and nothing is kept."""
PARTITION = 5_000
"""Texts of a partition, on average: seconds of reading, and some hundred thousand bytes of it."""
MOST = 8 << 20
"""Bytes of a checkpoint: of a partition whose figures are more nothing is kept."""

_ONCE = b"\0" * 12  # a key closes one body only, for it is made of all that the body came from

Part = TypeVar("Part")
Result = TypeVar("Result")
Texts = Sequence[str]


class UnlikeWorkerError(RuntimeError):
    """A worker of a cluster would find other figures: its code or its libraries are not ours."""


class Spread(Protocol):
    """`work(part)` of every part, in their order, whoever works it out. Both must be such that
    they can cross to another process."""

    def __call__(
        self, work: Callable[[Part], Result], parts: Sequence[Part], /
    ) -> Iterator[Result]: ...


def in_turn(work: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
    """Here, one after the other."""
    return map(work, parts)


def elsewhere(work: Callable[[Part], Result], part: Part, ours: str) -> Result:
    """What a worker of a cluster does: as one process does it, if it is one of ours.

    Raises: UnlikeWorkerError where its fingerprint is not `ours`.
    """
    from nlp.linear import one_thread

    if fingerprint() != ours:
        raise UnlikeWorkerError("a worker's version, libraries or processor are not the driver's")
    with one_thread():
        return work(part)


@dataclass(frozen=True)
class Engine:
    """`spread` works partitions out. `known` holds figures of an earlier try by name, and `keep`
    is told new ones; `large` and `partition` are the sizes from which and by which it is done."""

    spread: Spread = in_turn
    known: Mapping[str, bytes] = field(default_factory=dict)
    keep: Callable[[str, bytes], None] | None = None
    large: int = LARGE
    partition: int = PARTITION

    def figures(self, work: Callable[[Texts], bytes], texts: Texts, what: str) -> Iterator[bytes]:
        """What `work` makes of each partition of the texts (`partitions`), in their order, unless
        an earlier try has left it. `what` names the work and all it depends on but the texts."""
        parts = [texts[some] for some in partitions(texts, self.partition)]
        marks = [self._mark(what, part) for part in parts]
        kept = [self.known.get(mark.name, b"") for mark in marks]
        new = self.spread(work, [part for part, old in zip(parts, kept, strict=True) if not old])
        for part, mark, old in zip(parts, marks, kept, strict=True):
            yield (mark.opened(old) or work(part)) if old else self._keep(mark, next(new))

    def once(self, work: Callable[[], bytes], texts: Texts, what: str) -> bytes:
        """The same of all texts together, worked out here."""
        mark = self._mark(what, texts)
        kept = mark.opened(self.known.get(mark.name, b""))
        return kept or self._keep(mark, work())

    def _mark(self, what: str, texts: Texts) -> "_Mark":
        """Nothing is hashed where nothing is kept."""
        none = self.keep is None and not self.known
        return _NONE if none else _Mark.of(what, texts)

    def _keep(self, mark: "_Mark", body: bytes) -> bytes:
        if self.keep is not None and len(closed := mark.closed(body)) <= MOST:
            self.keep(mark.name, closed)
        return body


INLINE = Engine()


@dataclass(frozen=True)
class _Mark:
    """Name and key of figures, made of everything they came from. So figures of other texts are
    never found, and only who has every one of the texts can open them: with one of them erased
    the figures are noise."""

    name: str
    key: bytes

    @classmethod
    def of(cls, what: str, texts: Texts) -> "_Mark":
        said = blake2b(f"{fingerprint()} {what}".encode(), digest_size=48)
        for text in texts:
            whole = text.encode("utf-8", "surrogatepass")
            said.update(len(whole).to_bytes(4, "big"))
            said.update(whole)
        return cls(said.digest()[:16].hex(), said.digest()[16:])

    def closed(self, body: bytes) -> bytes:
        return AESGCM(self.key).encrypt(_ONCE, zlib.compress(body, 1), None)

    def opened(self, closed: bytes) -> bytes:
        """b"" for none, and for one that was damaged on its way."""
        try:
            return zlib.decompress(AESGCM(self.key).decrypt(_ONCE, closed, None)) if closed else b""
        except (InvalidTag, ValueError, zlib.error):
            return b""


_NONE = _Mark("", b"")


def partitions(texts: Texts, size: int) -> list[slice]:
    """Neighbouring texts, `size` in a partition on average, half and double at the most.

    A partition ends behind a text that its own words choose. So where a text is taken out or put
    in, its own partition changes and not all that follow.
    """
    ends, start = [], 0
    for at, text in enumerate(texts, start=1):
        chosen = zlib.crc32(text.encode("utf-8", "surrogatepass")) % size == 0
        if (chosen and at - start >= size // 2) or at - start >= 2 * size:
            ends.append(at)
            start = at
    if start < len(texts):
        ends.append(len(texts))
    return [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
