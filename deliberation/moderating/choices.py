"""What a moderator can decide about flagged words, and for which reasons words may be hidden."""

from dataclasses import dataclass

REASONS = (
    "personal",
    "insult",
    "hate",
    "threat",
    "advertising",
    "impersonation",
    "campaigning",
)
"""Why words may be hidden: a closed list, each with a public rule. Another view is none."""


@dataclass(frozen=True)
class Choice:
    """What can be decided: of words in which state, what becomes of them and of their flags."""

    action: str
    of: tuple[str, ...]
    becomes: str
    flags: str
    tells: bool


KEEP = Choice("opinion.kept", ("received",), "received", "kept", tells=False)
SHOW = Choice("opinion.shown", ("held",), "received", "kept", tells=True)
"""To keep words that waited to be looked at first."""
HIDE = Choice("opinion.hidden", ("received", "held"), "hidden", "hidden", tells=True)
RESTORE = Choice("opinion.restored", ("hidden",), "received", "kept", tells=True)
KEEP_HIDDEN = Choice("opinion.kept_hidden", ("hidden",), "hidden", "hidden", tells=True)
UNCOVER = Choice("opinion.unmasked", ("received",), "received", "kept", tells=True)
KEEP_COVERED = Choice("opinion.kept_masked", ("received",), "received", "masked", tells=True)
OF_COVERED = {RESTORE: UNCOVER, KEEP_HIDDEN: KEEP_COVERED}
"""What the two choices of a second look come to where only a part of the words was covered."""
