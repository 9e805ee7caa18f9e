"""The map of opinions: near words near each other, the same every time, and never endless."""

import numpy as np
import pytest

from nlp.linear import Matrix, unit
from nlp.map import RIM, place


def groups(each: int, seed: int = 0) -> Matrix:
    """Three groups of rows, each around a middle of its own."""
    chance = np.random.default_rng(seed)
    middles = chance.normal(size=(3, 20))
    return unit(np.repeat(middles, each, axis=0) + 0.5 * chance.normal(size=(3 * each, 20)))


def test_rows_of_one_group_lie_together() -> None:
    rows = groups(40)
    places = place(rows, 0)
    own = np.repeat(np.arange(3), 40)
    middles = np.array([places[own == group].mean(axis=0) for group in range(3)])
    nearest = np.linalg.norm(places[:, None] - middles, axis=2).argmin(axis=1)
    assert (nearest == own).mean() > 0.95


def test_equal_rows_have_equal_places_every_time() -> None:
    assert place(groups(50), 3).tobytes() == place(groups(50), 3).tobytes()


def test_everything_lies_within_the_map() -> None:
    places = place(groups(60), 0)
    assert np.isfinite(places).all()
    assert np.linalg.norm(places, axis=1).max() <= 1.00001


def test_rows_nothing_is_known_of_lie_on_the_rim() -> None:
    rows = np.vstack([groups(20), np.zeros((4, 20))])
    away = np.linalg.norm(place(rows, 0), axis=1)
    assert away[-4:] == pytest.approx(RIM)
    assert away[:-4].max() <= 1.00001


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_a_handful_of_rows_has_places(count: int) -> None:
    places = place(groups(20)[:count], 0)
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()


def test_copies_and_rows_of_zeros_alone_have_places() -> None:
    assert np.isfinite(place(np.repeat(groups(1)[:1], 50, axis=0), 0)).all()
    assert np.isfinite(place(np.zeros((50, 20)), 0)).all()
    assert np.isfinite(place(np.ones((9, 1)), 0)).all()


def test_rows_beyond_those_laid_out_lie_among_their_like() -> None:
    rows = groups(1000)
    places = place(rows, 0)
    own = np.repeat(np.arange(3), 1000)
    middles = np.array([places[own == group].mean(axis=0) for group in range(3)])
    nearest = np.linalg.norm(places[:, None] - middles, axis=2).argmin(axis=1)
    assert (nearest == own).mean() > 0.95
