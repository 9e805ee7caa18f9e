"""Which words of people's texts may be kept in vectors that others get: no person's name."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from nlp.words import Reading

PLACES = Path(__file__).with_name("places.txt")


@cache
def places() -> frozenset[str]:
    """Proper nouns known to be no person's: places and public institutions, `places.txt`."""
    lines = PLACES.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def publishable(documents: Sequence[Sequence[Reading]], least: int) -> frozenset[str]:
    """Words that `least` documents hold, without the proper nouns that are not in the list.

    The same form may be read as a proper noun here and as a common one there. It counts only
    where it is read as a common one, and not at all if that is less often than not.
    """
    proper, common, in_documents = Counter[str](), Counter[str](), Counter[str]()
    for document in documents:
        proper.update(each.form for each in document if _unlisted(each))
        allowed = [each.form for each in document if not _unlisted(each)]
        common.update(allowed)
        in_documents.update(set(allowed))
    return frozenset(
        form
        for form, count in in_documents.items()
        if count >= least and common[form] > proper[form]
    )


def _unlisted(reading: Reading) -> bool:
    return reading.proper and reading.form not in places()
