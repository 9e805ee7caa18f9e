"""The sample consultation: an invented district asks what to do with its old market site.

Everybody in it is invented. About a hundred people write, some more than once; seven of them send
one text word for word, and three people alone speak for the swallows under the market's roof.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True)
class Consultation:
    """What the agency asks. Days count from the opening; `proposal` is None where none is made."""

    agency_slug: str
    agency: str
    department: str
    phone: str
    slug: str
    title: str
    question: str
    proposal: str | None
    closing_days: int
    answer_due_days: int
    other_ways: str
    retention_days: int


@dataclass(frozen=True)
class Message:
    """One text by one person: their key in the sample, and their name in the chat."""

    person: str
    name: str
    language: str
    text: str


@dataclass(frozen=True)
class Sample:
    """The consultation and what was written to it, in the order it came."""

    consultation: Consultation
    messages: tuple[Message, ...]


def load() -> Sample:
    """Read the sample from the files beside this module."""
    asked = (FOLDER / "consultation.json").read_text(encoding="utf-8")
    lines = (FOLDER / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    return Sample(
        consultation=Consultation(**json.loads(asked)),
        messages=tuple(Message(**json.loads(line)) for line in lines),
    )
