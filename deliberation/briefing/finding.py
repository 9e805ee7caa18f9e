"""Finds opinions by words in them: all that an official may read, the newest first."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.briefing.briefings import MAY_READ
from deliberation.outcomes import NotYours
from deliberation.pages import nearest
from deliberation.people import Person
from deliberation.speaking import wording
from deliberation.work import Work
from storage import consultations, finding, opinions
from storage.models import Opinion

SHORTEST, LONGEST = 2, 64  # letters of one word; UTF-16 units of all
MOST_WORDS = 8
COUNTED, SHOWN = 1_000, 100
PAGE = 5


@dataclass(frozen=True)
class Found:
    """A page of the newest opinions that hold all the words; `many`: more than `count` do."""

    words: str
    opinions: tuple[Opinion, ...]
    count: int
    many: bool
    page: int
    pages: int


@dataclass(frozen=True)
class WhatWords:
    """Nothing was said that could be looked for."""


@dataclass(frozen=True)
class WordsTooShort:
    """No word has two letters."""

    words: str


@dataclass(frozen=True)
class WordsTooLong:
    most: int


Refusal = WhatWords | WordsTooShort | WordsTooLong | NotYours


def find(work: Work, person: Person, words: str, page: int = 0) -> Found | Refusal:
    """What holds these words, in any case and anywhere in a longer word."""
    agencies = person.agencies(*MAY_READ)
    if not agencies:
        return NotYours()
    said = " ".join(unicodedata.normalize("NFC", words).split())
    parts = [part for part in said.split() if len(part) >= SHORTEST]
    refused = _refused(said, parts)
    if refused is not None:
        return refused
    among = [one.id for one in consultations.of_agencies(work.session, agencies)]
    ids, count = finding.with_words(work.session, parts, among, newest=SHOWN, most=COUNTED + 1)
    at, pages = nearest(page, len(ids), PAGE)
    shown = opinions.shown_by_ids(work.session, ids[at * PAGE : (at + 1) * PAGE])
    return Found(said, tuple(shown), min(count, COUNTED), count > COUNTED, at, pages)


def _refused(said: str, parts: Sequence[str]) -> WhatWords | WordsTooShort | WordsTooLong | None:
    if not said:
        return WhatWords()
    if wording.units(said) > LONGEST or len(parts) > MOST_WORDS:
        return WordsTooLong(LONGEST)
    return None if parts else WordsTooShort(said)
