"""An answer to a hundred, and the bot killed while it goes out. To thousands: `make broadcast`."""

from pathlib import Path

from bench.broadcast import broadcast, broken

RECIPIENTS = 120


async def test_an_answer_reaches_everybody_though_the_bot_is_killed_on_the_way(
    database_url: str, tmp_path: Path
) -> None:
    told = await broadcast(database_url, tmp_path, RECIPIENTS, kills=1, pace=0)
    assert broken(told, RECIPIENTS) == []
