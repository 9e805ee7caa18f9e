"""Every word a person reads: gettext .po files in one folder a language, a msgid being a key."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

LANGUAGES = ("ko", "en")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Key to words in one of LANGUAGES, read from its files at the first call.

    Raises LookupError for a language there are no words in.
    """
    if language not in LANGUAGES:
        raise LookupError(f"no words in the language {language!r}")
    words: dict[str, str] = {}
    for path in files(language):
        with path.open("rb") as file:
            messages = read_po(file, locale=language, abort_invalid=True)
        words |= {message.id: message.string for message in messages if message.id}
    return MappingProxyType(words)


def files(language: str) -> list[Path]:
    """The files of a language, by name."""
    return sorted((Path(__file__).parent / language).glob("*.po"))
