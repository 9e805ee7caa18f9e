"""An address for whoever watches: whether the bot is well, and its figures, with nobody in them."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families as families
from sqlalchemy import text

from bot.watching.addresses import AddressTakenError
from bot.watching.health import Health
from bot.watching.metrics import Metrics
from bot.watching.serving import serving
from storage.database import open_engine
from storage.models import Inbox
from tests.town import MORNING, Town

LISTEN = "127.0.0.1:0"
WORDS = "나무를 더 심어 주세요"


@pytest.fixture
def health(town: Town) -> Health:
    """Of a bot that polls."""
    return health_of(town)


def health_of(town: Town) -> Health:
    engine, silence = town.app.database.engine, timedelta(minutes=2)
    return Health(engine, Metrics(), town.clock, silence)


async def page(health: Health, path: str) -> httpx.Response:
    async with serving(health.app(), LISTEN) as port, httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def figures(health: Health) -> dict[str, float]:
    """Every figure on the page, as `name{labels}`."""
    found = families((await page(health, "/metrics")).text)
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in found
        for sample in family.samples
    }


async def test_a_bot_that_is_well_says_so(health: Health) -> None:
    answer = await page(health, "/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


async def test_a_bot_that_telegram_does_not_answer_says_so(town: Town, health: Health) -> None:
    health.metrics.polled(town.clock.now())
    town.clock.advance(121)
    answer = await page(health, "/healthz")
    assert (answer.status_code, answer.text) == (503, "telegram: no answer for 121 s\n")
    health.metrics.polled(town.clock.now())
    assert (await page(health, "/healthz")).status_code == 200


async def test_a_process_that_does_not_poll_may_be_silent(town: Town, health: Health) -> None:
    health.metrics.polled(MORNING)
    health.metrics.polled(None)  # it was left to another process
    town.clock.advance(3600)
    assert (await page(health, "/healthz")).status_code == 200


async def test_other_tables_are_told(town: Town, health: Health) -> None:
    with town.changing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = await page(health, "/healthz")
    assert answer.status_code == 503
    assert answer.text.startswith("tables: 0001, newest ")


async def test_a_database_that_is_away_is_told_and_its_figures_are_none(town: Town) -> None:
    well = health_of(town)
    before = await figures(well)
    away = replace(well, engine=open_engine("sqlite:////nowhere/madang.db"))
    answer = await page(away, "/healthz")
    assert (answer.status_code, answer.text) == (503, "database: OperationalError\n")
    after = await figures(away)
    assert (before["madang_database_up"], after["madang_database_up"]) == (1, 0)
    assert "madang_inbox_updates new" in before
    assert "madang_inbox_updates new" not in after


async def test_figures_are_of_what_is_at_work(town: Town, health: Health) -> None:
    with town.changing() as session:
        for number, state in enumerate(("new", "dead", "done")):
            session.add(
                Inbox(
                    bot_id=1,
                    update_id=number,
                    state=state,
                    received_at=MORNING - timedelta(seconds=30 + number),
                    next_at=MORNING,
                )
            )
    for state in ("sent", "waiting", "again", "sent"):
        health.metrics.delivery_ended(state)
    health.metrics.analysis_ended("done", 12.5)
    health.metrics.polled(MORNING)
    seen = await figures(health)
    assert seen["madang_inbox_updates new"] == 1
    assert seen["madang_inbox_updates dead"] == 1
    assert seen["madang_inbox_oldest_seconds"] == 30
    assert seen["madang_outbox_messages uncertain"] == 0
    assert seen["madang_deliveries_total sent"] == 2
    assert seen["madang_analysis_seconds_sum done"] == 12.5
    assert seen["madang_analysis_last_seconds"] == 12.5
    assert seen["madang_last_poll_timestamp_seconds"] == MORNING.timestamp()
    assert "madang_build_info 0.1.0" in seen


async def test_what_a_process_does_not_do_has_no_figure(health: Health) -> None:
    seen = await figures(health)
    assert not {"madang_last_poll_timestamp_seconds", "madang_webhook_waiting_updates"} & set(seen)
    health.metrics.webhook_waits(3)
    assert (await figures(health))["madang_webhook_waiting_updates"] == 3


async def test_two_bots_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.delivery_ended("sent")
    assert b'madang_deliveries_total{state="sent"} 1.0' in one.page()
    assert b"madang_deliveries_total{" not in other.page()


async def test_a_dialogue_is_counted_and_nobody_is_in_the_figures(
    town: Town, health: Health
) -> None:
    health = replace(health, metrics=town.app.metrics)
    ada = town.citizen("Ada")
    await ada.agrees()
    await ada.says(WORDS)
    shown = (await page(health, "/metrics")).text
    assert f'madang_deliveries_total{{state="sent"}} {len(ada.account.received)}.0' in shown
    for secret in (str(ada.account.id), "Ada", WORDS, town.playground.token):
        assert secret not in shown


async def test_an_address_that_is_taken_is_named(health: Health) -> None:
    async with serving(health.app(), LISTEN) as port:
        with pytest.raises(AddressTakenError, match=str(port)):
            await health.run(f"127.0.0.1:{port}")


async def test_there_is_nothing_else_at_the_address(health: Health) -> None:
    assert (await page(health, "/")).status_code == 404
