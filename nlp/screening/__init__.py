"""What in a message should not be there as it stands: numbers that lead to a person, and abuse.

Pure and local, Korean first. It finds and covers; what is done with words that were found is said
elsewhere, and nothing is ever deleted for a find.
"""

from nlp.screening.covering import Covered, covered, covered_pieces, masked
from nlp.screening.finds import COVERED, LOOKED_AT, Find, Kind
from nlp.screening.numbers import numbers
from nlp.screening.spoken import spoken
from nlp.screening.wordlist import Words, WordsBrokenError, read, read_file, shipped

__all__ = [
    "COVERED",
    "LOOKED_AT",
    "Covered",
    "Find",
    "Kind",
    "Words",
    "WordsBrokenError",
    "covered",
    "covered_pieces",
    "finds",
    "masked",
    "numbers",
    "read",
    "read_file",
    "shipped",
    "spoken",
]


def finds(text: str, words: Words) -> list[Find]:
    """Everything there is, in the order of the text; spans are those of the text as it came."""
    both = [*numbers(text), *spoken(text, words)]
    return sorted(both, key=lambda find: (find.start, find.end))
