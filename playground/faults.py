"""Faults on demand or by chance: what networks and busy servers do to a bot."""

import random
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "too_many",
    "too_many_overall",
    "server_error",
    "refused_connection",
    "reset_before",
    "lost_reply",
    "slow",
    "slow_reply",
    "blocked",
]


@dataclass
class Fault:
    """A fault waiting for a request that fits.

    `method` and `chat_id` narrow it down; without a method it fits every method but getUpdates.
    `times` requests are hit (None: any number), each with `probability` (None: for certain).
    `too_many` closes the chat for `retry_after` seconds, `too_many_overall` every chat;
    `server_error` answers `status`;
    `slow` holds the request back for `seconds`, `slow_reply` only what is said to it;
    `lost_reply` processes it and cuts the connection.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    probability: float | None = None
    retry_after: int = 3
    status: int = 500
    seconds: float = 7.0
    number: int = 0

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether this request is one the fault waits for."""
        wanted = method != "getUpdates" if self.method is None else method == self.method
        return wanted and (self.chat_id is None or self.chat_id == chat_id)


class Faults:
    """The faults that wait, tried in the order they were added."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._waiting: list[Fault] = []
        self._last_number = 0
        self.played: list[tuple[str, str, int | None]] = []

    def add(self, fault: Fault) -> Fault:
        """Let this fault wait for its request; it gets the number it can be taken away by."""
        self._last_number += 1
        fault.number = self._last_number
        self._waiting.append(fault)
        return fault

    @property
    def waiting(self) -> list[Fault]:
        """The faults that still wait for a request."""
        return list(self._waiting)

    def remove(self, number: int) -> None:
        """Take one fault away; one that is gone already may be taken away again."""
        self._waiting = [fault for fault in self._waiting if fault.number != number]

    def schedule(self, chances: dict[FaultKind, float], method: str | None = None) -> None:
        """From now on hit every fitting request with these probabilities, seeded."""
        for kind, probability in chances.items():
            self.add(Fault(kind, method, times=None, probability=probability))

    def clear(self) -> None:
        """No more faults."""
        self._waiting.clear()

    def next(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this request, if any; counts it."""
        for fault in self._waiting:
            if fault.fits(method, chat_id) and self._strikes(fault):
                self._count(fault)
                self.played.append((fault.kind, method, chat_id))
                return fault
        return None

    def _strikes(self, fault: Fault) -> bool:
        return fault.probability is None or self._rng.random() < fault.probability

    def _count(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
