"""A bot of its own process to which Telegram brings the updates; killed once in between."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from playground.clock import RealClock
from playground.http_door import http_door
from playground.telegram import Playground
from storage.database import open_engine, reading, transaction
from storage.models import Opinion
from tests.child import Child, environment
from tests.town import MARKET, found

WORDS = "나무를 더 심어 주세요"


@pytest.fixture
def playground() -> Playground:
    return Playground(RealClock(), enforce_rates=False)


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


async def test_what_is_written_while_it_is_killed_is_brought_again_and_answered_once(
    database_url: str, playground: Playground, tmp_path: Path
) -> None:
    engine = open_engine(database_url)
    with transaction(engine) as session:
        found(session, datetime.now(UTC))
    hook, health = (f"127.0.0.1:{free_port()}" for _ in range(2))
    async with http_door(playground) as door, httpx.AsyncClient(trust_env=False) as client:
        given = environment(
            database_url,
            door.url,
            playground.token,
            webhook_url=f"http://{hook}/madang",
            webhook_listen=hook,
            metrics_listen=health,
            pace="0",
            chat_pace="0",
        )
        child = Child(given, tmp_path)
        child.start()
        try:
            ada = playground.person("Ada")
            ada.starts(MARKET)
            await playground.until(lambda: len(ada.screen) > 1, within=60)
            ada.presses("14세 이상이고 모두 동의해요")
            await playground.until(lambda: len(ada.screen) > 2, within=30)
            child.kill()
            ada.sends(WORDS)
            child.start()
            await playground.until(lambda: "1번" in ada.screen[-1].text, within=60)
            assert (await client.get(f"http://{health}/healthz")).text == "ok\n"
            shown = (await client.get(f"http://{health}/metrics")).text
            assert child.stop() == 0
        finally:
            child.kill()
    with reading(engine) as session:
        assert session.exec(select(Opinion.text)).all() == [WORDS]
    engine.dispose()
    assert 'madang_inbox_updates{state="dead"} 0.0' in shown
    assert not [asked for asked in playground.requests if asked.method == "getUpdates"]
