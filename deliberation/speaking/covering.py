"""Numbers that lead to a person are covered before words are kept, and are kept nowhere."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from deliberation.speaking import wording
from deliberation.speaking.wording import Said
from deliberation.work import Work
from nlp import screening
from nlp.screening import COVERED, Kind

_COVER = re.compile(r"\[[^\[\]]*\]")


def names(work: Work, language: str | None) -> Mapping[Kind, str]:
    """What stands in place of a number, in that language."""
    known = work.rules.covers.get(language or work.rules.language)
    return known or {kind: kind.value for kind in COVERED}


def cover(work: Work, language: str | None, said: Said) -> Said:
    """The words as they may be kept. `covered` tells of what was covered now or before."""
    done = screening.covered(said.text, names(work, language))
    kinds = tuple(dict.fromkeys((*said.covered, *done.kinds)))
    return replace(said, text=done.text, covered=kinds)


def words(work: Work, language: str | None, text: str) -> str:
    """The same for words that are no opinion: a line to the agency, a row of a file."""
    return screening.masked(text, names(work, language))


def pieces(
    work: Work, language: str | None, texts: Sequence[str]
) -> tuple[list[str], tuple[Kind, ...]]:
    """The same for a text that came in pieces, of which a border may cut a number in two."""
    return screening.covered_pieces(texts, wording.glued, names(work, language))


def bare(said: Said) -> str:
    """What is left beside the covered numbers: they alone say nothing."""
    return _COVER.sub("", said.text) if said.covered else said.text
