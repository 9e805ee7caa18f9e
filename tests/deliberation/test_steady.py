"""Two breakdowns side by side: what can be worked out from both, by who knows every rule but no
key."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.briefing.splits import SIDES, guarded
from deliberation.briefing.steady import FEW, STEPS, move

Three = tuple[int, int, int]
BEFORE = ((20, 12, 9), (20, 0, 0), (6, 3, 30), (5, 5, 5), (0, 0, 7), (12, 2, 2))
MORE = 9  # of each side at most
EDGES = (min(STEPS), max(STEPS))


def cells(three: Three) -> dict[str, int]:
    return dict(zip(SIDES, three, strict=True))


def shown(told: Mapping[str, int]) -> tuple[object, ...]:
    return guarded(*(told[side] for side in SIDES)).cells


def later(before: Three) -> Iterator[tuple[Three, object]]:
    """Every way in which up to MORE people more come to each side, and what is told then: with the
    number of all people, which stands beside it."""
    steps = [dict(zip(SIDES, each, strict=True)) for each in product(EDGES, repeat=3)]
    for a, b, c in product(range(MORE + 1), repeat=3):
        change = (a, b, c)
        now = cells((before[0] + a, before[1] + b, before[2] + c))
        for step in steps:
            told = move(cells(before), cells(before), now, step.__getitem__)
            told = cells(before) if told is None else told
            yield change, (sum(change), shown(told))


@pytest.mark.parametrize("before", BEFORE)
def test_no_two_outputs_give_a_group_of_one_to_four_away(before: Three) -> None:
    """All worlds that look the same today are put side by side: how many came to a side since
    yesterday must be open wherever it is one to four."""
    worlds: dict[object, set[Three]] = defaultdict(set)
    for change, look in later(before):
        worlds[look].add(change)
    told = [
        (look, change)
        for look, changes in worlds.items()
        for at in range(3)
        if len({each[at] for each in changes}) == 1
        for change in changes
        if 0 < change[at] < FEW
    ]
    assert told == []


@given(
    st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(-3, 9)), min_size=1, max_size=12),
    st.lists(st.sampled_from(STEPS), min_size=4, max_size=4),
)
def test_a_number_that_is_told_is_the_same_or_other_by_five(
    days: list[dict[str, int]], steps: list[int]
) -> None:
    """However people come and go from day to day."""
    step = dict(zip("abcd", steps, strict=True)).__getitem__
    told: dict[str, int] = dict.fromkeys("abcd", 12)
    seen, now = dict(told), dict(told)
    for day in days:
        now = {each: max(0, now[each] + day.get(each, 0)) for each in now}
        moved = move(told, seen, now, step)
        if moved is None:
            continue
        for each in now:
            assert moved[each] == told[each] or abs(moved[each] - told[each]) >= FEW
        told, seen = moved, dict(now)


def test_who_watches_every_arrival_sees_none_of_them_move_a_number() -> None:
    """Nothing is looked at again before five have come or gone."""
    told = {"library": 14, "": 20}
    seen = {"library": 13, "": 20}
    assert move(told, seen, {"library": 17, "": 20}, lambda _: 5) is None
    assert move(told, seen, {"library": 19, "": 20}, lambda _: 5) == {"library": 19, "": 20}


def test_where_one_number_is_left_over_another_waits_with_it() -> None:
    told = {"library": 12, "": 20}
    assert move(told, told, {"library": 18, "": 22}, lambda _: 5) == told
