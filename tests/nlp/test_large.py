"""Many texts follow a sample of them: each to the group of what it is near to."""

import numpy as np

from nlp.embedding import Matrix, unit
from nlp.grouping import large

SUBJECTS, EACH = 6, 1_500


def _texts(spread: float = 0.15) -> tuple[Matrix, Matrix]:
    """Rows around six directions, one after the other, and the directions."""
    chance = np.random.default_rng(7)
    subjects = unit(chance.normal(size=(SUBJECTS, 20)))
    rows = subjects.repeat(EACH, axis=0) + spread * chance.normal(size=(SUBJECTS * EACH, 20))
    return unit(rows), subjects


def test_texts_join_what_they_are_about_though_only_a_sample_was_grouped() -> None:
    rows, subjects = _texts()
    chosen = large.sample(rows, seed=0)
    found = large.followed(rows, chosen, rows[chosen], subjects)
    right = found.labels == np.arange(SUBJECTS).repeat(EACH)
    assert len(chosen) == large.SAMPLE < len(rows)
    assert right.mean() > 0.99


def test_a_text_of_which_nothing_is_known_is_in_no_sample_and_near_to_nothing() -> None:
    rows, subjects = _texts()
    rows[::3] = 0.0
    chosen = large.sample(rows, seed=0)
    found = large.followed(rows, chosen, rows[chosen], subjects)
    assert not np.any(chosen % 3 == 0)
    assert not found.nearness[::3].any()


def test_fewer_texts_than_a_sample_are_all_in_it() -> None:
    rows, _ = _texts()
    assert large.sample(rows[:50], seed=0).tolist() == list(range(50))


def test_where_a_text_goes_does_not_depend_on_how_many_come_after_it() -> None:
    rows, subjects = _texts()
    chosen = large.sample(rows[:5_000], seed=0)
    some = large.followed(rows[:5_000], chosen, rows[chosen], subjects)
    every = large.followed(rows, chosen, rows[chosen], subjects)
    assert np.array_equal(some.labels, every.labels[:5_000])
    assert np.array_equal(some.nearness[:4_000], every.nearness[:4_000])
