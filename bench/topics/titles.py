"""Titles of petitions against the petitioners' own categories."""

from pathlib import Path

from bench.topics.months import by_category
from bench.topics.row import Row
from bench.topics.rows import TITLES


def measure(data: Path) -> list[Row]:
    return [by_category(data, TITLES, lambda fold: (fold.titles, fold.title_words))]
