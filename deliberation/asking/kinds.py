"""The kinds of consultation and what each allows. A kind is one entry here and its words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What people may do in a consultation of this kind."""

    opinions: bool
    answers: bool


KINDS: Mapping[str, Kind] = {"dialogue": Kind(opinions=True, answers=True)}

AIMS: Mapping[str, str] = {"hear": "dialogue", "ideas": "dialogue", "weigh": "dialogue"}
"""What somebody wants to know, and the kind that fits it best of those that run. The reason is
told in words (`new.fits.<aim>`)."""

MODERATIONS = (SHOW_FIRST, LOOK_FIRST) = ("show_first", "look_first")
"""Whether moderators look at what was flagged, or at every message before it is shown."""
