"""A database that is full, or may only be read: it is said, waited for, and nothing is lost."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from storage.models import Opinion
from tests.bot.test_bad_days import WORDS, at_work, until
from tests.bot.test_sender import known
from tests.town import Town

pytestmark = pytest.mark.side_by_side


async def test_a_full_disk_is_said_and_the_bot_goes_on_when_there_is_room(
    small_town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = await known(small_town)
    path = small_town.app.settings.database_url.removeprefix("sqlite:///")
    engine = small_town.app.database.engine

    def limit(pages: int) -> None:
        """The writer's own connection, which the pool hands out."""
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA max_page_count = {pages}")

    with closing(sqlite3.connect(path)) as looking:
        (pages,) = looking.execute("PRAGMA page_count").fetchone()
    limit(pages)
    mark = ada.account.mark
    spoken = [f"{n}: " + "나무를 더 심어 주세요 " * 60 for n in range(3)]
    async with at_work(small_town):
        for words in spoken:
            ada.account.sends(words)
        await _until_said(capsys, "database or disk is full")
        limit(1_000_000)
        await until(small_town, lambda: len(ada.account.inbox_since(mark)) >= len(spoken))
    assert [each.text for each in small_town.all(Opinion)] == [words.strip() for words in spoken]


async def test_a_database_that_may_only_be_read_is_said_and_waited_for(
    small_town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = await known(small_town)
    engine = small_town.app.database.engine

    def read_only(switch: str) -> None:
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA query_only = {switch}")

    mark = ada.account.mark
    read_only("ON")
    async with at_work(small_town):
        ada.account.sends(WORDS[0])
        await _until_said(capsys, "readonly database")
        read_only("OFF")
        await until(small_town, lambda: ada.account.inbox_since(mark))
    assert [each.text for each in small_town.all(Opinion)] == [WORDS[0]]


async def _until_said(capsys: pytest.CaptureFixture[str], name: str) -> None:
    said = ""
    async with asyncio.timeout(40):
        while name not in said:
            said += capsys.readouterr().out
            await asyncio.sleep(0.02)
