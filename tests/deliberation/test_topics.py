"""Topic ids that last: which cluster of a new run carries on which topic."""

from hypothesis import given
from hypothesis import strategies as some

from deliberation.grouping.topics import descend

PLACES = some.dictionaries(some.integers(1, 30), some.none() | some.integers(1, 5))


def members(**places: str) -> dict[int, int | None]:
    """`t1="abc"`: the opinions a, b and c lie in 1; `alone="d"`: d lies in none."""
    return {
        ord(each): None if place == "alone" else int(place[1:])
        for place, opinions in places.items()
        for each in opinions
    }


def filled(places: dict[int, int | None]) -> list[int]:
    return sorted({place for place in places.values() if place is not None})


def test_a_cluster_keeps_the_id_of_the_topic_it_shares_most_members_with() -> None:
    descent = descend(members(t7="abcd", t8="efgh"), members(t1="efgx", t2="abcde"))
    assert descent.carried == {2: 7, 1: 8}


def test_a_new_cluster_is_born_without_a_parent() -> None:
    assert descend(members(t7="abc"), members(t1="abc", t2="xyz")).born == {2: None}


def test_of_a_split_topic_the_larger_part_keeps_the_id() -> None:
    descent = descend(members(t7="abcdef"), members(t1="ab", t2="cdef"))
    assert (descent.carried, descent.born) == ({2: 7}, {1: 7})


def test_of_merged_topics_the_larger_one_lasts() -> None:
    descent = descend(members(t7="abcd", t8="ef"), members(t1="abcdef"))
    assert (descent.carried, descent.ended) == ({1: 7}, {8: 1})


def test_a_topic_nobody_carries_on_ends() -> None:
    assert descend(members(t7="abc"), members(alone="abc")).ended == {7: None}


def test_a_chance_meeting_is_no_descent() -> None:
    descent = descend(members(t7="abcdefghij"), members(t1="axyzuvwklm", alone="bcdefghij"))
    assert (descent.carried, descent.born, descent.ended) == ({}, {1: 7}, {7: 1})


def test_ties_go_to_the_lower_numbers() -> None:
    descent = descend(members(t7="ab", t8="cd"), members(t1="ac", t2="bd"))
    assert descent.carried == {1: 7, 2: 8}


def test_what_the_analysis_began_from_goes_before_shared_members() -> None:
    before, now = members(t7="abcd", t8="ef"), members(t1="abef", t2="cd")
    assert descend(before, now, {1: 8}).carried == {1: 8, 2: 7}


def test_a_topic_is_carried_on_by_one_cluster_only() -> None:
    before, now = members(t7="abcd"), members(t1="ab", t2="cd")
    assert descend(before, now, {1: 7, 2: 7}).carried == {1: 7}


def test_a_cluster_or_topic_that_holds_nothing_carries_nothing_on() -> None:
    assert descend(members(t7="ab"), members(t1="ab"), {3: 7, 1: 9}).carried == {1: 7}


def test_a_born_topic_whose_opinions_came_from_one_that_lives_on_is_split_from_it() -> None:
    descent = descend(members(t7="abcdef"), members(t1="ab", t2="cdef", t3="x"))
    assert (descent.born, descent.split) == ({1: 7, 3: None}, frozenset({1}))


def test_a_born_topic_with_a_stray_of_another_is_no_split() -> None:
    descent = descend(members(t7="abcdef"), members(t1="avwxyz", t2="bcdef"))
    assert (descent.born, descent.split) == ({1: 7}, frozenset())


@given(PLACES, PLACES)
def test_the_order_opinions_are_read_in_changes_nothing(
    before: dict[int, int | None], now: dict[int, int | None]
) -> None:
    turned = dict(reversed(before.items())), dict(reversed(now.items()))
    assert descend(*turned) == descend(before, now)


@given(PLACES, PLACES)
def test_every_cluster_and_every_topic_is_told_of_once(
    before: dict[int, int | None], now: dict[int, int | None]
) -> None:
    descent = descend(before, now)
    topics = [*descent.carried.values(), *descent.ended]
    assert sorted([*descent.carried, *descent.born]) == filled(now)
    assert sorted(topics) == filled(before)
