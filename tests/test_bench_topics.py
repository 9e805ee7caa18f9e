"""The table of docs/topics.md: every figure is registered with its bearings, and rows measured one
at a time replace theirs only."""

import re

import pytest

from bench.topics.row import Target, spread
from bench.topics.rows import ROWS, Measured
from bench.topics.table import BEGIN, END, PAGE, Occasion, written

TODAY = Occasion("2026-11-27", "2 cores")
LATER = Occasion("2026-11-28", "4 cores")
EMPTY = f"Before.\n\n{BEGIN}\n{END}\n\nAfter.\n"
TITLES = Target("titles", ".1", ".2", ".3", ".4")
COPIES = Target("copies", ".5", ".6", ".7", ".8")
ORDER = ("titles", "copies")


@pytest.mark.parametrize("each", ROWS, ids=lambda each: each.name)
def test_every_row_has_a_floor_and_a_goal(each: Measured) -> None:
    for target in each.targets:
        assert target.figure
        assert target.floor
        assert target.goal


def test_no_two_rows_have_one_name() -> None:
    names = [each.name for each in ROWS]
    assert len(names) == len(set(names))


def test_a_row_is_written_between_the_markers_and_the_rest_of_the_page_stays() -> None:
    page = written(
        EMPTY, {"titles": [TITLES.reached(".35 ±.01", {"BERTopic": ".2"})]}, ORDER, TODAY
    )
    before, inside = page.split(BEGIN)
    inside, after = inside.split(END)
    assert (before, after) == ("Before.\n\n", "\n\nAfter.\n")
    assert "| titles | .1 | .2 | .3 | .4 | **.35 ±.01** | BERTopic: .2 | (2026-11-27)" in inside


def test_a_row_measured_later_replaces_its_own_line_only_and_keeps_the_order() -> None:
    first = written(EMPTY, {"copies": [COPIES.reached("a")]}, ORDER, TODAY)
    second = written(first, {"titles": [TITLES.reached("b")]}, ORDER, TODAY)
    third = written(second, {"copies": [COPIES.reached("c")]}, ORDER, LATER)
    assert "**a**" not in third
    assert third.index("**b**") < third.index("**c**")
    assert "Last measured 2026-11-28 on 4 cores." in third
    assert "2 cores" not in third


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="begin"):
        written("nothing", {}, ORDER, TODAY)


def test_the_page_has_its_markers_and_only_registered_rows() -> None:
    page = PAGE.read_text("utf-8")
    names = {each.name for each in ROWS}
    assert BEGIN in page
    assert END in page
    assert names.issuperset(re.findall(r"<!-- (\w+) --> \|$", page, re.MULTILINE))


def test_mean_and_spread_are_written_as_in_the_design_note() -> None:
    assert spread([0.1, 0.2, 0.3]) == ".200 ±.100"
    assert spread([12.0], 0) == "12"
    assert spread([-0.01], 2) == "-.01"
