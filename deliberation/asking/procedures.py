"""The procedures a consultation can follow. How long each is usually open at least is a setting
(`Rules.periods`), not law in code, and whoever plans is warned and never held up.

A procedure is one entry here, its words (`procedure.<name>`) and a button.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from deliberation.work import Rules


@dataclass(frozen=True)
class Procedure:
    """What is asked of who plans by it. `formal`: its legal basis is to be told."""

    formal: bool


FREE = "free"
PROCEDURES: Mapping[str, Procedure] = {
    FREE: Procedure(formal=False),
    "administrative": Procedure(formal=True),
    "legislative": Procedure(formal=True),
    "hearing": Procedure(formal=True),
    "suggestion": Procedure(formal=True),
    "petition": Procedure(formal=True),
}


def shortest(rules: Rules, procedure: str) -> int:
    """Days it is usually open at least, the first not counted; 0 where none are usual."""
    return rules.periods.get(procedure, 0)
