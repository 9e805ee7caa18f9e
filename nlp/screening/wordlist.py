"""The list of words that bring a message before a moderator: a plain text that an office can edit.

A line is `kind words`, with `! exceptions` behind it where other words begin alike. Words are found
at the beginning of a word, with `*` before them anywhere. Latin letters have to end a word, too,
unless `*` stands behind them. Blanks in the words may be left out by whoever writes them. What
follows `#` is a remark.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.screening.finds import LOOKED_AT, Kind

SHIPPED = Path(__file__).with_name("words.txt")
FEWEST = 2
"""Letters of an entry: one letter is in every text."""

_WRITABLE = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣa-z0-9 ']+")


@dataclass(frozen=True, slots=True)
class Entry:
    """`letters` without blanks; `within` and `goes_on`: a longer word may stand around them;
    `spaced`: blanks between them are as they should be."""

    kind: Kind
    letters: str
    within: bool = False
    goes_on: bool = False
    spaced: bool = False
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for; nothing where it is empty."""

    entries: tuple[Entry, ...] = ()


class WordsBrokenError(ValueError):
    """A line that cannot be read: `line` counts from 1, `why` says what is wrong with it."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line, self.why = line, why


def read(lines: Iterable[str]) -> Words:
    """Raises WordsBrokenError, naming the first line that cannot be read."""
    entries = []
    for number, line in enumerate(lines, start=1):
        said = unicodedata.normalize("NFC", line.lstrip("\ufeff")).partition("#")[0].strip()
        if said:
            entries.append(_entry(number, said.lower()))
    return Words(tuple(entries))


def read_file(path: Path) -> Words:
    """Raises OSError, or WordsBrokenError also where the file is not UTF-8."""
    try:
        return read(path.read_text("utf-8").splitlines())
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WordsBrokenError(line, "it is not written in UTF-8") from error


@cache
def shipped() -> Words:
    """The list that comes with the code."""
    return read_file(SHIPPED)


def _entry(line: int, said: str) -> Entry:
    rule, _, exceptions = said.partition("!")
    named, _, words = rule.strip().partition(" ")
    if named not in LOOKED_AT:
        raise WordsBrokenError(line, f"it begins with none of {', '.join(LOOKED_AT)}")
    word = words.strip()
    bare = _letters(word.removeprefix("*").removesuffix("*"))
    if not _WRITABLE.fullmatch(word.removeprefix("*").removesuffix("*")) or len(bare) < FEWEST:
        raise WordsBrokenError(line, f"{FEWEST} letters or more are needed, Korean or Latin")
    return Entry(
        Kind(named),
        bare,
        within=word.startswith("*"),
        goes_on=word.endswith("*") or not bare[-1].isascii(),
        spaced=" " in word,
        exceptions=tuple(map(_letters, exceptions.split())),
    )


def _letters(words: str) -> str:
    return words.replace(" ", "").replace("'", "")
