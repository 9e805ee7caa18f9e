"""A few plain figures about an analysis, rounded so that they read the same everywhere."""

from collections.abc import Sequence

from nlp.cleaning import Wording

DIGITS = 6


def quality(wordings: Sequence[Wording], assigned: int) -> dict[str, object]:
    """Counts and shares: opinions, distinct wordings, languages (in opinions), share of opinions
    in a topic and share that repeat another one's words."""
    languages = {"en": 0, "ko": 0}
    for wording in wordings:
        languages[wording.language] += len(wording.opinions)
    opinions = sum(languages.values())
    return {
        "assigned_share": _share(assigned, opinions),
        "distinct": len(wordings),
        "duplicates_share": _share(opinions - len(wordings), opinions),
        "languages": languages,
        "opinions": opinions,
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, DIGITS) if whole else 0.0
