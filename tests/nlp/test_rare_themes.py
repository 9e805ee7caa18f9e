"""The rare themes written for measuring small voices, on which figures in docs/topics.md rest."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics.pairwise import cosine_similarity

FILE = Path(__file__).parents[1] / "data" / "rare-themes.jsonl"
THEMES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_there_are_enough_for_choosing_and_for_judging() -> None:
    uses = [theme["use"] for theme in THEMES if theme["language"] == "ko"]
    assert uses.count("dev") == 12
    assert uses.count("judge") == 30
    assert sum(theme["language"] == "en" for theme in THEMES) == 10


def test_no_message_is_written_twice() -> None:
    said = [message for theme in THEMES for message in theme["messages"]]
    assert len(set(said)) == len(said) == 3 * len(THEMES)


@pytest.mark.parametrize("theme", THEMES, ids=[theme["theme"] for theme in THEMES])
def test_its_messages_are_worded_differently(theme: dict[str, list[str]]) -> None:
    bare = [message.replace(" ", "").casefold() for message in theme["messages"]]
    counts = CountVectorizer(analyzer="char", ngram_range=(3, 3)).fit_transform(bare)
    alike = cosine_similarity(counts)
    assert max(alike[one, other] for one, other in combinations(range(3), 2)) < 0.4


@pytest.mark.parametrize(
    "message",
    [said for theme in THEMES if theme["language"] == "ko" for said in theme["messages"]],
)
def test_they_are_as_long_as_in_a_chat(message: str) -> None:
    assert 15 <= len(message) <= 60
