"""The card that goes with vectors: what they were made of, how, and what they are not good for."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nlp.vectors.pooling import WordVectors

LIBRARIES = ("kiwipiepy", "kiwipiepy_model", "numpy", "scipy", "scikit-learn")

PAGE = Path(__file__).with_name("card.md")
"""The page, with gaps for the facts."""


def facts(
    vectors: WordVectors, *, about: Mapping[str, Any], least: int, seed: int
) -> dict[str, Any]:
    """What `card.json` holds. `about` gives data, files, repeated, command and licence."""
    return {
        **about,
        "documents": vectors.documents,
        "words": len(vectors.words),
        "least": least,
        "rarest": int(vectors.seen.min()),
        "pieces": len(vectors.pieces),
        "dimensions": vectors.dimensions,
        "seed": seed,
        "versions": {name: version(name) for name in LIBRARIES},
    }


def page(known: Mapping[str, Any]) -> str:
    """The same for people, in Korean and English (Markdown)."""
    versions = ", ".join(f"{name} {number}" for name, number in known["versions"].items())
    return PAGE.read_text("utf-8").format(
        **{**known, "versions": versions, "files": ", ".join(known["files"])}
    )
