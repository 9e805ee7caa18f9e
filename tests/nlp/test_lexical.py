"""What characters add to the vectors of a sentence model."""

import numpy as np

from nlp.lexical import beside_characters

SAID = [
    "Rents in Riverside are too high",
    "Riverside needs cheaper rents",
    "The library should open on Sundays",
]


def test_texts_spelled_alike_come_nearer_together() -> None:
    apart = np.eye(3)
    joined = beside_characters(apart, SAID, seed=0)
    near = joined @ joined.T
    assert near[0, 1] > 0.05
    assert near[0, 1] > near[0, 2]
    assert np.allclose(np.linalg.norm(joined, axis=1), 1)


def test_a_row_of_zeros_stays_one() -> None:
    rows = np.eye(3)
    rows[2] = 0.0
    assert not beside_characters(rows, SAID, seed=0)[2].any()


def test_texts_without_a_common_run_leave_the_rows_as_they_are() -> None:
    rows = np.eye(3)
    for texts in (["", "", ""], ["abc", "def", "ghi"], ["?", "!", "."]):
        assert beside_characters(rows, texts, seed=0) is rows


def test_the_same_texts_give_the_same_bytes() -> None:
    assert (
        beside_characters(np.eye(3), SAID, seed=1).tobytes()
        == beside_characters(np.eye(3), SAID, seed=1).tobytes()
    )
