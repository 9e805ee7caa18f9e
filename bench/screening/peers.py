"""presidio-analyzer's recognisers, called one by one: no model of any language is
loaded. Everything they say counts, whatever the score."""

from collections.abc import Callable, Mapping
from typing import Any

from bench.screening.scores import Finder
from nlp.screening import Find, Kind


def presidio() -> Mapping[Kind, Finder]:
    """Kind -> finder. Raises ImportError where the package is not there."""
    from presidio_analyzer import predefined_recognizers as known

    made: dict[Kind, Callable[[], Any]] = {
        Kind.RESIDENT: known.KrRrnRecognizer,
        Kind.FOREIGNER: known.KrFrnRecognizer,
        Kind.LICENCE: known.KrDriverLicenseRecognizer,
        Kind.PASSPORT: known.KrPassportRecognizer,
        Kind.PHONE: lambda: known.PhoneRecognizer(supported_regions=("KR",)),
        Kind.CARD: known.CreditCardRecognizer,
        Kind.EMAIL: known.EmailRecognizer,
        Kind.LINK: known.UrlRecognizer,
    }
    return {kind: _finder(kind, make()) for kind, make in made.items()}


def _finder(kind: Kind, recogniser: Any) -> Finder:
    def find(text: str) -> list[Find]:
        found = recogniser.analyze(text, recogniser.supported_entities, None)
        return [Find(kind, each.start, each.end) for each in found]

    return find
