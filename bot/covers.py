"""What stands in place of a number that leads to a person: `[전화]`, in every language."""

from collections.abc import Mapping
from functools import cache

from bot import texts
from nlp.screening import COVERED, Kind


@cache
def names(language: str) -> Mapping[Kind, str]:
    """The name of each kind that is covered."""
    return {kind: texts.text(f"masked.{kind}", language).plain for kind in COVERED}
