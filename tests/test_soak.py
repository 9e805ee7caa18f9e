"""A bad network for some seconds; `make soak` has ten minutes, and looks at pace and speed."""

from pathlib import Path

from bench.soak.run import busiest, soak
from tests.crash.history import broken


async def test_faults_of_every_kind_lose_nothing(tmp_path: Path) -> None:
    came = await soak(tmp_path, rate=10, seconds=6, people=40, tell=lambda _: None)
    assert not list(broken(came.figures)), came.figures
    assert came.faults > 0


def test_the_busiest_second_is_found_wherever_it_begins() -> None:
    assert busiest([0.0, 0.9, 1.1, 1.2, 1.89, 3.0]) == 4
