"""Precision and recall per kind, a message being counted once for a kind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.screening.messages import Marked, Message
from nlp.screening import COVERED, Find, Kind

Finder = Callable[[str], Sequence[Find]]


@dataclass(frozen=True)
class Score:
    """Of the messages with a kind, or said to have it: how many were right."""

    marked: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0


def score(messages: Iterable[Message], kind: Kind, find: Finder) -> Score:
    """A number is found where nothing of any one that is marked would be left to be read."""
    marked = found = right = 0
    for each in messages:
        finds = [one for one in find(each.text) if one.kind is kind]
        marks = [mark for mark in each.marks if mark.kind is kind]
        marked, found = marked + bool(marks), found + bool(finds)
        right += bool(marks) and bool(finds) and all(_is_found(each, m, finds) for m in marks)
    return Score(marked, found, right)


def left_open(messages: Iterable[Message], find: Finder) -> Score:
    """The same for all that is covered, whatever its kind was taken for."""
    marked = found = right = 0
    for each in messages:
        finds = [one for one in find(each.text) if one.kind in COVERED]
        marks = [mark for mark in each.marks if mark.kind in COVERED]
        marked, found = marked + bool(marks), found + bool(finds)
        right += bool(marks) and bool(finds) and all(_is_found(each, m, finds) for m in marks)
    return Score(marked, found, right)


def _is_found(message: Message, mark: Marked, finds: Sequence[Find]) -> bool:
    seen = [at for find in finds for at in range(find.start, find.end)]
    if mark.kind not in COVERED:
        return any(mark.start <= at < mark.end for at in seen)
    digits = [at for at in range(mark.start, mark.end) if message.text[at].isdigit()]
    return bool(set(digits or range(mark.start, mark.end)) & set(seen)) and set(digits) <= set(seen)
