"""Updates come in: on disk first, acknowledged after, each once."""

import asyncio

import pytest
from sqlalchemy import text

from bot.receiving.intake import TokenRefusedError
from bot.telegram_bot import make_bot
from playground.direct_door import DirectDoor
from storage.database import Database, Session, open_engine
from storage.models import Agency, Inbox, Opinion
from tests.town import MORNING, Town

pytestmark = pytest.mark.side_by_side


async def test_an_update_is_on_disk_before_telegram_is_told(town: Town) -> None:
    town.citizen().account.starts()
    await town.app.intake.poll(0)
    assert [row.state for row in town.all(Inbox)] == ["new"]
    assert town.playground.pending == 1
    await town.app.intake.poll(0)
    assert town.playground.pending == 0


async def test_the_first_request_names_no_offset(town: Town) -> None:
    await town.app.intake.poll(0)
    assert "offset" not in town.playground.requests[-1].fields


async def test_the_same_update_twice_is_one(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    sent = ada.account.sends("나무를 더 심어 주세요")
    await town.settle()
    assert sent.update_id is not None
    town.playground.repeat(sent.update_id)
    town.app.intake.offset = None
    await town.settle()
    assert len(town.all(Opinion)) == 1
    assert len([s for s in ada.account.screen if "1번이에요" in s.text]) == 1


async def test_updates_that_come_out_of_order_are_all_answered(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    town.playground.shuffle_next(3)
    for words in ("나무를 더 심어 주세요", "도서관을 지어 주세요", "주차장이 모자라요"):
        ada.account.sends(words)
    await town.settle()
    assert len(town.all(Opinion)) == 3


async def test_after_a_jump_of_the_numbers_nothing_is_passed_over(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    town.playground.jump_update_ids(5)
    await ada.says("나무를 더 심어 주세요")
    assert len(town.all(Opinion)) == 1


async def test_what_was_said_is_cleared_when_it_is_handled(town: Town) -> None:
    await town.citizen().starts("nowhere")
    assert [(row.state, row.body, row.lane) for row in town.all(Inbox)] == [("done", None, None)]


async def test_a_token_telegram_does_not_know_ends_the_intake(town: Town) -> None:
    intake = town.app.intake
    intake.bot = make_bot("1:wrong", "http://playground.invalid", DirectDoor(town.playground))
    with pytest.raises(TokenRefusedError):
        await intake.run(lambda: None)


async def test_a_second_poller_is_a_pause_and_not_the_end(
    small_town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    small_town.app.intake.poll_seconds = 60
    stored = asyncio.Event()
    ours = asyncio.ensure_future(small_town.app.intake.run(stored.set))
    await asyncio.sleep(0.1)
    other = make_bot(
        small_town.playground.token, "http://playground.invalid", DirectDoor(small_town.playground)
    )
    await other.fetch(None, 0)  # ends our poll with a 409
    await asyncio.sleep(0.1)
    assert "poll_refused" in capsys.readouterr().out
    small_town.citizen().account.starts()
    await asyncio.wait_for(stored.wait(), 10)
    ours.cancel()
    await asyncio.gather(ours, return_exceptions=True)
    assert len(small_town.all(Inbox)) == 1


async def test_while_the_database_is_locked_nothing_is_lost(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    database = Database(open_engine(sqlite_url))
    with engine.connect() as holding:
        holding.execute(text("DELETE FROM inbox"))
        writing = asyncio.ensure_future(database.write(_add_agency))
        await asyncio.sleep(0.3)
        assert not writing.done()
        holding.rollback()
    await writing
    with engine.connect() as connection:
        assert connection.execute(text("SELECT slug FROM agency")).all() == [("a",)]
    database.close()
    engine.dispose()


async def test_a_message_that_comes_while_the_database_is_locked_is_answered(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    engine = open_engine(small_town.app.settings.database_url)
    with engine.connect() as holding:
        holding.execute(text("DELETE FROM bot_state"))
        saying = asyncio.ensure_future(ada.says("나무를 더 심어 주세요"))
        await asyncio.sleep(0.3)
        assert not saying.done()
        holding.rollback()
    (receipt,) = await saying
    engine.dispose()
    assert "1번이에요" in receipt


def _add_agency(session: Session) -> None:
    session.add(Agency(slug="a", name="A", created_at=MORNING))
