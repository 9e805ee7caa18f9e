"""Killed at every point and at random, and started again: nothing is lost, nothing is doubled, and
what may have gone out twice is listed. `make crash` plays the same with 10,000 messages."""

from collections import Counter
from pathlib import Path

from bot.seams import POINTS
from tests.crash.history import broken
from tests.crash.play import BLOW, Plan, deaths, played


async def test_kills_at_every_point_lose_no_word_and_double_none(
    database_url: str, tmp_path: Path
) -> None:
    plan = Plan(people=24, messages=120, deaths=deaths(10, each=1))
    figures, kills = await played(plan, database_url, tmp_path)
    assert not list(broken(figures)), figures
    assert Counter(kill.how for kill in kills) == {**dict.fromkeys(POINTS, 1), BLOW: 2}
    assert figures.messages == 120
