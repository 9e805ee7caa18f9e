"""Topics that stay while opinions arrive: who moves, who stays, what is born and what ends."""

from collections.abc import Collection, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some
from numpy.typing import NDArray

from nlp.identity import NEW, OUTSIDE, Carried, carry_on
from nlp.linear import Matrix, unit

PARKING, LIBRARY, MARKET = 7, 8, 9
Labels = NDArray[np.int64]


def around(*directions: int, count: int = 10, spread: float = 0.1, seed: int = 0) -> Matrix:
    """`count` rows near each of these axes of eight."""
    chance = np.random.default_rng(seed)
    axes = np.repeat(np.eye(8)[list(directions)], count, axis=0)
    return unit(axes + spread * chance.normal(size=axes.shape))


def carried(
    rows: Matrix,
    before: Sequence[int],
    *,
    fresh: Sequence[int] = (),
    grouped: int = 0,
    held: Collection[int] = (),
) -> Carried:
    """`grouped` 0 lets `fresh` be looked at; else the last look was with so many rows."""
    found = np.array(fresh, dtype=np.int64)
    ones = np.ones(len(rows), dtype=np.int64)
    return carry_on(rows, ones, before, grouped=grouped, fresh=lambda: found, held=held)


def topics(of: Carried) -> list[int]:
    """The lasting topic of each row; born groups count down from -10, on its own is OUTSIDE."""
    named = {group: of.carries.get(group, -10 - group) for group in range(len(of.centres))}
    return [OUTSIDE if label == OUTSIDE else named[label] for label in of.labels.tolist()]


def test_the_first_analysis_takes_the_groups_that_were_found() -> None:
    found = carried(around(0, 1), [NEW] * 20, fresh=[0] * 10 + [1] * 10)
    assert (found.labels.tolist(), dict(found.carries), found.anew) == (
        [0] * 10 + [1] * 10,
        {},
        True,
    )


def test_new_opinions_join_the_nearest_topic() -> None:
    rows = np.vstack([around(0, 1), around(0, 1, count=1, seed=1)])
    found = carried(rows, [PARKING] * 10 + [LIBRARY] * 10 + [NEW] * 2, grouped=20)
    assert topics(found)[20:] == [PARKING, LIBRARY]
    assert not found.anew


def test_an_old_opinion_moves_only_by_a_clear_win() -> None:
    between = unit(np.array([[0.68, 0.73] + [0.0] * 6, [0.6, 0.8] + [0.0] * 6]))
    rows = np.vstack([around(0, 1, spread=0.0), between])
    found = carried(rows, [PARKING] * 10 + [LIBRARY] * 10 + [PARKING] * 2, grouped=20)
    assert topics(found)[20:] == [PARKING, LIBRARY]


def test_what_nothing_is_known_of_stays_on_its_own_or_where_it_was() -> None:
    rows = np.vstack([around(0), np.zeros((2, 8))])
    found = carried(rows, [PARKING] * 10 + [NEW, PARKING], grouped=12)
    assert topics(found)[10:] == [OUTSIDE, PARKING]


def test_new_opinions_that_lie_together_apart_from_all_topics_found_one() -> None:
    rows = np.vstack([around(0, 1), around(2, count=5)])
    found = carried(rows, [PARKING] * 10 + [LIBRARY] * 10 + [NEW] * 5, grouped=20)
    assert topics(found)[20:] == [-12] * 5


def test_opinions_on_their_own_help_to_found_one() -> None:
    rows = np.vstack([around(0, 1), around(2, count=5)])
    found = carried(rows, [PARKING] * 10 + [LIBRARY] * 10 + [OUTSIDE] * 3 + [NEW] * 2, grouped=20)
    assert topics(found)[20:] == [-12] * 5


def test_too_few_new_opinions_found_no_topic() -> None:
    rows = np.vstack([around(0, 1), around(2, count=2)])
    found = carried(rows, [PARKING] * 10 + [LIBRARY] * 10 + [NEW] * 2, grouped=20)
    assert set(topics(found)[20:]) <= {PARKING, LIBRARY}


def test_groups_are_looked_for_anew_when_the_opinions_have_doubled() -> None:
    rows, before = around(0, 1), [PARKING] * 10 + [NEW] * 10
    fresh = [0] * 10 + [1] * 10
    assert carried(rows, before, fresh=fresh, grouped=10).anew
    assert not carried(rows, before, fresh=fresh, grouped=11).anew


def test_a_fresh_group_carries_on_the_topic_it_shares_most_with() -> None:
    rows = np.vstack([around(0, 1), around(2)])
    before = [PARKING] * 10 + [LIBRARY] * 10 + [NEW] * 10
    found = carried(rows, before, fresh=[2] * 10 + [0] * 10 + [1] * 10)
    assert dict(found.carries) == {2: PARKING, 0: LIBRARY}


def test_a_look_anew_moves_old_opinions_only_by_a_clear_win() -> None:
    between = unit(np.array([[0.69, 0.72] + [0.0] * 6]))
    rows = np.vstack([around(0, 1, spread=0.0), between])
    before = [PARKING] * 10 + [LIBRARY] * 10 + [PARKING]
    found = carried(rows, before, fresh=[0] * 10 + [1] * 11)
    assert topics(found)[20] == PARKING


def test_a_topic_without_a_group_ends_in_the_one_that_took_its_opinions() -> None:
    rows = around(0, 0, 1)
    before = [PARKING] * 10 + [MARKET] * 10 + [LIBRARY] * 10
    found = carried(rows, before, fresh=[0] * 20 + [1] * 10)
    assert sorted(found.carries.values()) == [PARKING, LIBRARY]
    assert topics(found)[:20] == [PARKING] * 20


def test_a_held_topic_keeps_its_opinions_wherever_they_lie() -> None:
    rows = np.vstack([around(0, 1), around(1, count=2, seed=3)])
    before = [PARKING] * 10 + [LIBRARY] * 10 + [PARKING] * 2
    assert topics(carried(rows, before, grouped=22, held={PARKING}))[20:] == [PARKING] * 2
    assert topics(carried(rows, before, grouped=22))[20:] == [LIBRARY] * 2


def test_a_look_anew_takes_no_held_topic_apart() -> None:
    rows, before = around(0, 1, 2), [PARKING] * 20 + [LIBRARY] * 10
    found = carried(rows, before, fresh=[0] * 10 + [1] * 10 + [2] * 10, held={PARKING})
    assert topics(found) == before


def test_a_look_anew_joins_no_held_topics() -> None:
    rows, before = around(0, 0, 1), [PARKING] * 10 + [MARKET] * 10 + [LIBRARY] * 10
    found = carried(rows, before, fresh=[0] * 20 + [1] * 10, held={PARKING, MARKET})
    assert topics(found) == before


def test_new_opinions_among_those_of_a_held_topic_join_it() -> None:
    rows = np.vstack([around(0, 1), around(1, count=4, seed=1)])
    before = [PARKING] * 20 + [NEW] * 4
    found = carried(rows, before, fresh=[0] * 10 + [1] * 14, held={PARKING})
    assert topics(found) == [PARKING] * 24


def test_a_held_topic_lasts_however_small() -> None:
    rows = np.vstack([around(0), around(1, count=1)])
    before = [PARKING] * 10 + [LIBRARY]
    assert topics(carried(rows, before, grouped=11, held={LIBRARY}))[10] == LIBRARY
    assert topics(carried(rows, before, grouped=11))[10] == PARKING


def test_weights_count_towards_a_birth() -> None:
    rows = np.vstack([around(0, 1), around(2, count=1)])
    weights = np.array([1] * 20 + [40], dtype=np.int64)
    before = [PARKING] * 10 + [LIBRARY] * 10 + [NEW]
    found = carry_on(rows, weights, before, grouped=20, fresh=lambda: np.zeros(0, np.int64))
    assert topics(found)[20] == -12


def test_nothing_at_all_is_no_topic() -> None:
    found = carried(np.zeros((0, 8)), [])
    assert (found.labels.tolist(), len(found.centres)) == ([], 0)


@settings(deadline=None, max_examples=60)
@given(some.data())
def test_whatever_came_before_no_group_is_empty_and_held_ones_stay(data: some.DataObject) -> None:
    count = data.draw(some.integers(1, 25))
    rows = unit(np.random.default_rng(count).normal(size=(count, 4)))
    rows[::7] = 0.0
    before = data.draw(some.lists(some.integers(NEW, 4), min_size=count, max_size=count))
    fresh = data.draw(some.lists(some.integers(OUTSIDE, 3), min_size=count, max_size=count))
    held = data.draw(some.sets(some.integers(0, 4)))
    grouped = data.draw(some.sampled_from([0, count]))
    found = carried(rows, before, fresh=fresh, grouped=grouped, held=held)
    assert sorted(set(found.labels.tolist()) - {OUTSIDE}) == list(range(len(found.centres)))
    assert len(set(found.carries.values())) == len(found.carries)
    now = topics(found)
    assert [now[at] for at, was in enumerate(before) if was in held] == [
        was for was in before if was in held
    ]
