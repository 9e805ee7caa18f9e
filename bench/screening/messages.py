"""The labelled messages: a line each, with `{kind|words}` around what is to be found."""

import re
from dataclasses import dataclass
from pathlib import Path

from nlp.screening import Kind

FOLDER = Path("tests/data/screening")
LANGUAGES = ("ko", "en")
HALVES = ("develop", "held-out")
"""The finder was made by the first; figures are told of the second, which nothing was tuned on."""

_MARK = re.compile(r"\{(\w+)\|([^{}]*)\}")
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|n)")


@dataclass(frozen=True)
class Marked:
    """What somebody marked: characters `start` to `end` of the message."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Message:
    text: str
    marks: tuple[Marked, ...]

    @property
    def kinds(self) -> set[Kind]:
        return {mark.kind for mark in self.marks}


def read(language: str, half: str) -> list[Message]:
    lines = (FOLDER / f"{language}-{half}.txt").read_text("utf-8").splitlines()
    return [message(line) for line in lines if line and not line.startswith("#")]


def message(line: str) -> Message:
    """Raises ValueError for a mark of no kind there is."""
    said, text, marks, end = _ESCAPE.sub(_sign, line), "", [], 0
    for found in _MARK.finditer(said):
        text += said[end : found.start()]
        marks.append(Marked(Kind(found[1]), len(text), len(text) + len(found[2])))
        text, end = text + found[2], found.end()
    return Message(text + said[end:], tuple(marks))


def _sign(escape: re.Match[str]) -> str:
    return "\n" if escape[1] == "n" else chr(int(escape[1][1:], 16))
