"""Titles with 200 characters of the content against the petitioners' own categories."""

from pathlib import Path

from bench.topics.months import by_category
from bench.topics.row import Row
from bench.topics.rows import OPENINGS


def measure(data: Path) -> list[Row]:
    return [by_category(data, OPENINGS, lambda fold: (fold.openings, fold.opening_words))]
