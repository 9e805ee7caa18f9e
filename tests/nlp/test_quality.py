"""What an analysis says of itself: whether its topics can be trusted, and why not."""

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.embedding import TFIDF, Vectors
from nlp.linear import Matrix, unit
from nlp.pipeline import analyse
from nlp.quality import Trial, told, try_again
from tests.nlp.sample import KOREAN_THEMES, texts

WELL = {"opinions": 200, "alone_share": 0.1}
BY_VECTORS = Vectors(np.zeros((1, 1)), "vectors", "word vectors", known=0.95)
BY_WORDS = Vectors(np.zeros((1, 1)), "words", TFIDF, known=0.3, problem="too few are known")
ALL_BACK = Trial(back=(0.9, 0.8, 0.7), apart=0.9)
NONE_BACK = Trial(back=(0.2, 0.3, 0.1), apart=0.4)


def two_heaps() -> tuple[Matrix, NDArray[np.int64], Matrix]:
    chance = np.random.default_rng(0)
    ends = np.eye(2).repeat(30, axis=0)
    rows = unit(ends + chance.normal(scale=0.1, size=ends.shape))
    return rows, np.arange(2).repeat(30), np.eye(2)


def test_topics_come_back_whole_where_the_same_is_found_again() -> None:
    rows, labels, centres = two_heaps()
    trial = try_again(rows, labels, centres, lambda kept, draw: labels[kept], seed=0)
    assert trial.back == (1.0, 1.0)


def test_topics_do_not_come_back_where_chance_groups_again() -> None:
    rows, labels, centres = two_heaps()
    trial = try_again(rows, labels, centres, lambda kept, draw: np.arange(len(kept)) % 5, seed=0)
    assert max(trial.back) < 0.4


def test_opinions_between_two_topics_are_not_clearly_nearer_to_one() -> None:
    between = unit(np.ones((10, 2)))
    trial = try_again(
        between, np.zeros(10, dtype=np.int64), np.eye(2), lambda kept, draw: kept * 0, seed=0
    )
    assert trial.apart == 0.0


def test_the_same_seed_leaves_the_same_out() -> None:
    rows, labels, centres = two_heaps()
    left: list[list[int]] = [[], []]
    for seen in left:

        def regroup(kept: NDArray[np.intp], draw: int, seen: list[int] = seen) -> NDArray[np.int64]:
            seen += kept.tolist()
            return labels[kept]

        try_again(rows, labels, centres, regroup, seed=3)
    assert left[0] == left[1]


def test_topics_that_come_back_are_steady() -> None:
    figures = told(WELL, [BY_VECTORS], [ALL_BACK], largest=0.3)
    assert (figures["verdict"], figures["because"]) == ("steady", [])
    assert (figures["topics"], figures["topics_back"]) == (3, 3)


@pytest.mark.parametrize(
    ("figures", "vectors", "trial", "largest", "reason"),
    [
        ({**WELL, "opinions": 30}, BY_VECTORS, ALL_BACK, 0.3, "few"),
        (WELL, BY_WORDS, ALL_BACK, 0.3, "own_words_only"),
        (WELL, Vectors(np.zeros((1, 1)), "vectors", "", known=0.6), ALL_BACK, 0.3, "unknown_words"),
        (WELL, BY_VECTORS, NONE_BACK, 0.3, "moves"),
        ({**WELL, "alone_share": 0.4}, BY_VECTORS, ALL_BACK, 0.3, "many_alone"),
        (WELL, BY_VECTORS, ALL_BACK, 0.7, "one_large"),
    ],
)
def test_what_makes_topics_less_than_steady_is_said(
    figures: dict[str, object], vectors: Vectors, trial: Trial, largest: float, reason: str
) -> None:
    said = told(figures, [vectors], [trial], largest)
    assert said["because"][0] == reason  # type: ignore[index]
    assert said["verdict"] != "steady"


def test_few_opinions_are_shaky_however_well_they_come_back() -> None:
    assert told({**WELL, "opinions": 30}, [BY_VECTORS], [ALL_BACK], 0.3)["verdict"] == "shaky"


def test_a_small_consultation_says_that_it_is_small() -> None:
    quality = analyse(texts(*KOREAN_THEMES)).quality
    assert quality["verdict"] == "shaky"
    assert quality["because"][0] == "few"  # type: ignore[index]
    assert quality["topics"] == len(analyse(texts(*KOREAN_THEMES)).topics)


def test_misleading_figures_are_not_among_the_figures() -> None:
    quality = analyse(texts(*KOREAN_THEMES)).quality
    assert not {"silhouette", "npmi", "coherence"} & set(quality)
