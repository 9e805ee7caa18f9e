"""The public texts that figures are measured on, read from the folder that is given."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MONTHS = ("2019-04", "2019-05", "2019-06", "2019-07")
FIVE = (
    "15-per-hour-seattle",
    "scoop-hivemind.affordable-housing",
    "scoop-hivemind.biodiversity",
    "scoop-hivemind.freshwater",
    "scoop-hivemind.ubi",
)
BOWLING_GREEN = "american-assembly.bowling-green"
SHORTEST = 4  # words of a comment that says something
OPENING = 200  # characters of a petition's content


@dataclass(frozen=True)
class Petition:
    """One petition; `month` is `2019-04` to `2019-07`, `category` the petitioner's own choice."""

    id: str
    month: str
    category: str
    title: str
    content: str

    @property
    def opening(self) -> str:
        """Title and the first 200 characters of the content."""
        return f"{self.title} {self.content[:OPENING]}"


@dataclass(frozen=True)
class Comment:
    """One comment of a Polis conversation."""

    id: str
    conversation: str
    text: str


@cache
def petitions(data: Path) -> tuple[Petition, ...]:
    """2,362 petitions: who repeats a title or the first 200 characters is left out."""
    titles: set[str] = set()
    openings: set[str] = set()
    kept = []
    for each in _read(data / "petitions"):
        title, opening = each.title.strip(), each.content[:OPENING]
        if title not in titles and opening not in openings:
            titles.add(title)
            openings.add(opening)
            kept.append(each)
    return tuple(kept)


def _read(folder: Path) -> Iterator[Petition]:
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                month = row["date"][:7]
                yield Petition(row["id"], month, row["category"], row["title"], row["content"])


@cache
def comments(data: Path, *conversations: str) -> tuple[Comment, ...]:
    """Comments of at least 4 words of the conversations, as the files hold them."""
    return tuple(
        Comment(row["comment-id"], name, row["comment-body"])
        for name in conversations
        for row in _rows(data / "polis" / name / "comments.csv")
        if len(row["comment-body"].split()) >= SHORTEST
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
