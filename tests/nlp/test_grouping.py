"""What grouping promises, on rows made for the purpose."""

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.grouping import OUTSIDE, UNDIVIDED, Grouping, group, number_of_groups, parts
from nlp.grouping.counting import bounds, silhouette
from nlp.grouping.smoothing import smooth
from nlp.linear import Matrix, unit


def themes(sizes: list[int], *, apart: float = 1.0, dimensions: int = 30, seed: int = 3) -> Matrix:
    """Unit rows around one direction a theme, the themes one after the other."""
    chance = np.random.default_rng(seed)
    directions = unit(chance.normal(size=(len(sizes), dimensions)))
    noise = chance.normal(size=(sum(sizes), dimensions)) / np.sqrt(dimensions)
    return unit(apart * np.repeat(directions, sizes, axis=0) + 0.7 * noise)


def ones(rows: Matrix) -> NDArray[np.int64]:
    return np.ones(len(rows), dtype=np.int64)


def same_pairs(one: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    return bool(((one[:, None] == one) == (other[:, None] == other)).all())


def test_rows_of_one_theme_come_into_one_group() -> None:
    sizes = [30, 20, 15, 10]
    found = group(themes(sizes), np.ones(75, dtype=np.int64), seed=0)
    assert same_pairs(found.labels, np.repeat(np.arange(4), sizes))


def test_centres_are_unit_rows_of_the_space_of_the_smoothed_rows() -> None:
    rows = themes([20, 20, 20])
    found = group(rows, ones(rows), seed=0)
    assert found.smoothed.shape == rows.shape
    assert found.centres.shape == (int(found.labels.max()) + 1, rows.shape[1])
    assert np.allclose(np.linalg.norm(found.centres, axis=1), 1)


def test_the_number_of_groups_asked_for_is_not_exceeded() -> None:
    rows = themes([20, 20, 20, 20, 20])
    found = group(rows, ones(rows), seed=0, groups=3)
    assert len(set(found.labels.tolist()) - {OUTSIDE}) == 3


def test_a_row_far_from_every_centre_stands_on_its_own() -> None:
    rows = np.vstack([np.pad(themes([15, 15, 15]), ((0, 0), (0, 1))), np.eye(31)[30]])
    assert group(rows, ones(rows), seed=0).labels[-1] == OUTSIDE


def test_no_known_row_stands_alone_when_all_has_to_be_in_a_group() -> None:
    rows = np.vstack([np.pad(themes([15, 15, 15]), ((0, 0), (0, 1))), np.eye(31)[30]])
    assert OUTSIDE not in group(rows, ones(rows), seed=0, near=None).labels


def test_unknown_rows_stand_on_their_own_and_change_nothing_for_the_others() -> None:
    rows = themes([12, 12, 12])
    strange = np.vstack(
        [rows, np.zeros((2, 30)), np.full((1, 30), np.nan), np.full((1, 30), np.inf)]
    )
    found = group(strange, ones(strange), seed=0)
    assert found.labels[36:].tolist() == [OUTSIDE] * 4
    assert (found.labels[:36] == group(rows, ones(rows), seed=0).labels).all()
    assert np.isfinite(found.smoothed).all()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_one_or_two_rows_are_no_topic(count: int) -> None:
    found = group(themes([2])[:count], np.ones(count, dtype=np.int64), seed=0)
    assert found.labels.tolist() == [OUTSIDE] * count
    assert found.centres.shape == (0, 30)


def test_nothing_but_unknown_rows_gives_no_topic() -> None:
    found = group(np.zeros((12, 5)), np.ones(12, dtype=np.int64), seed=0)
    assert found.labels.tolist() == [OUTSIDE] * 12


def test_rows_that_are_all_the_same_are_one_topic() -> None:
    rows = np.repeat(unit(np.ones((1, 8))), 40, axis=0)
    assert set(group(rows, ones(rows), seed=0).labels.tolist()) == {0}


def test_a_wording_of_a_hundred_thousand_is_one_topic_and_leaves_the_others_theirs() -> None:
    rows = themes([12, 12, 12, 1])
    weights = ones(rows)
    weights[-1] = 100_000
    found = group(rows, weights, seed=0).labels
    assert (found == found[-1]).sum() == 1
    assert same_pairs(found[:36], np.repeat(np.arange(3), 12))


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = themes([40, 30, 20], apart=0.6)
    assert _bytes(group(rows, ones(rows), seed=5)) == _bytes(group(rows, ones(rows), seed=5))


def test_smoothing_brings_rows_of_a_theme_nearer() -> None:
    rows = themes([30, 30], apart=0.7)
    smoothed = smooth(rows, np.ones(60))
    assert (smoothed[:30] @ smoothed[:30].T).mean() > (rows[:30] @ rows[:30].T).mean() + 0.2


def test_smoothing_piece_by_piece_is_smoothing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = themes([40, 40])
    whole = smooth(rows, np.ones(80))
    monkeypatch.setattr("nlp.grouping.smoothing.CELLS", 7 * 80)
    assert np.allclose(smooth(rows, np.ones(80)), whole)


def test_the_number_of_groups_is_that_of_the_themes() -> None:
    rows = themes([40, 30, 30, 20, 20, 20, 20])
    assert number_of_groups(smooth(rows, np.ones(180)), seed=0) == 7


def test_few_opinions_are_told_in_few_groups_and_many_in_no_more_than_twenty() -> None:
    assert bounds(3) == (1, 1)
    assert bounds(10) == (2, 2)
    assert bounds(60) == (4, 12)
    assert bounds(20_000) == (5, 20)


def test_the_silhouette_is_that_of_the_textbook() -> None:
    from sklearn.metrics import silhouette_score

    rows = themes([20, 10, 5], apart=0.5)
    labels = np.repeat(np.arange(3), [20, 10, 5])
    by_all_pairs = silhouette_score(rows, labels, metric="cosine")
    assert silhouette(rows, labels) == pytest.approx(by_all_pairs, abs=1e-6)


def test_a_large_topic_with_a_clear_line_is_told_in_parts_largest_first() -> None:
    rows = themes([30, 20, 60])
    labels = np.repeat(np.array([0, 0, 1]), [30, 20, 60])
    found = parts(rows, ones(rows), labels, seed=0)
    assert found[:50].tolist() == [0] * 30 + [1] * 20


def test_a_topic_of_one_piece_and_a_small_topic_have_no_parts() -> None:
    rows = themes([60, 15, 15])
    labels = np.repeat(np.array([0, 1]), [60, 30])
    assert set(parts(rows, ones(rows), labels, seed=0).tolist()) == {UNDIVIDED}


def _bytes(found: Grouping) -> bytes:
    return found.labels.tobytes() + found.centres.tobytes() + found.smoothed.tobytes()
