"""Many texts follow a sample of them: each to the group of what it is near to."""

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from nlp.grouping import OUTSIDE, UNDIVIDED, group, large, parts
from nlp.linear import Matrix, unit

SUBJECTS, EACH = 6, 1_500


def _texts(spread: float = 0.15) -> tuple[Matrix, Matrix]:
    """Rows around six directions, one after the other, and the directions."""
    chance = np.random.default_rng(7)
    subjects = unit(chance.normal(size=(SUBJECTS, 20)))
    rows = subjects.repeat(EACH, axis=0) + spread * chance.normal(size=(SUBJECTS * EACH, 20))
    return unit(rows), subjects


def _followed(
    rows: Matrix, chosen: NDArray[np.int64], centres: Matrix, near: float | None = None
) -> large.Followed:
    sampled = large.Sampled(chosen, np.ones(len(chosen)), rows[chosen])
    return large.followed(rows, sampled, centres, near)


def test_texts_join_what_they_are_about_though_only_a_sample_was_grouped() -> None:
    rows, subjects = _texts()
    chosen = large.sample(rows, seed=0)
    found = _followed(rows, chosen, subjects)
    right = found.labels == np.arange(SUBJECTS).repeat(EACH)
    assert len(chosen) == large.SAMPLE < len(rows)
    assert right.mean() > 0.99


def test_a_text_of_which_nothing_is_known_is_in_no_sample_and_outside() -> None:
    rows, subjects = _texts()
    rows[::3] = 0.0
    rows[1::3] = np.nan
    chosen = large.sample(rows, seed=0)
    found = _followed(rows, chosen, subjects)
    assert np.all(chosen % 3 == 2)
    assert np.all(found.labels[::3] == large.OUTSIDE)
    assert np.all(found.labels[1::3] == large.OUTSIDE)
    assert np.isfinite(found.smoothed).all()


def test_a_text_far_from_everything_stands_on_its_own() -> None:
    rows, subjects = _texts()
    chosen = large.sample(rows, seed=0)
    lonely = unit(np.eye(20)[:1] - subjects[:1] * subjects[0, 0])
    found = _followed(np.vstack([lonely, rows]), chosen + 1, subjects[:1], near=0.2)
    assert found.labels[0] == large.OUTSIDE
    assert not found.labels[1 : EACH + 1].any()


def test_fewer_texts_than_a_sample_are_all_in_it() -> None:
    rows, _ = _texts()
    assert large.sample(rows[:50], seed=0).tolist() == list(range(50))


def test_where_a_text_goes_does_not_depend_on_how_many_come_after_it() -> None:
    rows, subjects = _texts()
    chosen = large.sample(rows[:5_000], seed=0)
    some = _followed(rows[:5_000], chosen, subjects)
    every = _followed(rows, chosen, subjects)
    assert np.array_equal(some.labels, every.labels[:5_000])
    assert np.array_equal(some.smoothed[:4_000], every.smoothed[:4_000])


def test_more_texts_than_a_graph_can_hold_are_grouped_as_fewer_are() -> None:
    rows, _ = _texts()
    rows = np.vstack([rows, rows, rows[: large.LARGE - 2 * len(rows) + 1], np.zeros((2, 20))])
    found = group(rows, np.ones(len(rows), dtype=np.int64), seed=0)
    assert adjusted_rand_score(np.arange(SUBJECTS).repeat(EACH), found.labels[:9_000]) > 0.95
    assert found.labels[-2:].tolist() == [OUTSIDE, OUTSIDE]
    assert found.smoothed.shape == rows.shape


def test_a_topic_of_very_many_texts_is_divided_as_a_smaller_one_is() -> None:
    rows, _ = _texts()
    two, rest = rows[: 2 * EACH], rows[2 * EACH :]
    rows = np.vstack([two, two, rest])
    labels = np.repeat([0, OUTSIDE], [4 * EACH, len(rest)])
    found = parts(rows, np.ones(len(rows), dtype=np.int64), labels, seed=0)
    assert 4 * EACH > large.SAMPLE
    assert adjusted_rand_score(np.tile([0, 1], 2).repeat(EACH), found[: 4 * EACH]) > 0.95
    assert set(found[4 * EACH :].tolist()) == {UNDIVIDED}
