"""What stands in place of a number that leads to a person: `[전화]`, in every language."""

from collections.abc import Mapping
from functools import cache

from bot import texts
from locales import LANGUAGES
from nlp.screening import COVERED, Kind


@cache
def names(language: str) -> Mapping[Kind, str]:
    """The name of each kind that is covered."""
    return {kind: texts.text(f"masked.{kind}", language).plain for kind in COVERED}


def everywhere() -> Mapping[str, Mapping[Kind, str]]:
    """The same by language, as the rules take it."""
    return {language: names(language) for language in LANGUAGES}
