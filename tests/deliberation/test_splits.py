"""Who is for a proposal, told without pointing at anybody."""

from collections import defaultdict

import pytest

from deliberation.briefing.splits import FEW, NOTHING_TOLD, Cell, guarded

Counts = tuple[int, int, int]
MOST = 40
ALL = [
    (first, second, people - first - second)
    for people in range(MOST)
    for first in range(people + 1)
    for second in range(people - first + 1)
]
"""Every split of so few people that small numbers matter."""


def cells(counts: Counts, turn: int = 0) -> tuple[Cell, Cell, Cell]:
    return guarded(*counts, turn=turn).cells


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((12, 9, 5), (12, 9, 5)),
        ((12, 9, 0), (12, 9, 0)),
        ((0, 0, 30), (0, 0, 30)),
        ((3, 9, 20), ("few", 9, "kept")),
        ((3, 9, 0), ("few", "kept", 0)),
        ((3, 2, 10), ("few", "few", 10)),
        ((1000, 3, 50_000), (1000, "few", "kept")),
    ],
)
def test_a_small_number_is_not_told_and_a_second_one_neither(
    counts: Counts, told: tuple[Cell, Cell, Cell]
) -> None:
    assert cells(counts) == told


def test_where_few_have_not_said_either_side_may_be_kept_back() -> None:
    assert cells((12, 9, 2), turn=0) == ("kept", 9, "few")
    assert cells((12, 9, 2), turn=1) == (12, "kept", "few")


@pytest.mark.parametrize(
    "counts", [(1, 1, 10), (4, 4, 0), (4, 4, 4), (1, 5, 0), (2, 0, 0), (0, 0, 1)]
)
def test_where_nothing_can_be_told_safely_nothing_is(counts: Counts) -> None:
    assert guarded(*counts) == NOTHING_TOLD


def test_no_number_under_five_is_ever_told() -> None:
    assert not [each for each in ALL for cell in cells(each) if cell in range(1, FEW)]


@pytest.mark.parametrize("turn", [0, 1])
def test_nobody_who_knows_the_people_and_the_rule_can_tell_a_small_number(turn: int) -> None:
    """What looks the same is put side by side: a small number must be another somewhere in it."""
    alike: dict[object, list[Counts]] = defaultdict(list)
    for counts in ALL:
        alike[cells(counts, turn), sum(counts)].append(counts)
    possible = {
        look: [set(at) for at in zip(*worlds, strict=True)] for look, worlds in alike.items()
    }
    told = [
        (look, counts)
        for look, worlds in alike.items()
        for counts in worlds
        for at in range(3)
        if 0 < counts[at] < FEW and len(possible[look][at]) == 1
    ]
    assert told == []
