"""Which of our two addresses are open: one where Telegram brings updates, one for health.

What serves them is loaded only where it is wanted.
"""

from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.receiving.intake import Intake
from bot.settings import Settings
from bot.watching.metrics import Metrics
from storage.database import Database

SILENCE = timedelta(seconds=90)  # beyond the longest poll: a few tries that failed are no trouble


class AddressTakenError(Exception):
    """Nobody can listen at this address: it is taken, or not this machine's."""


async def take_in(
    settings: Settings, intake: Intake, metrics: Metrics, stored: Callable[[], None]
) -> None:
    """Take updates in for ever, as the settings say: brought by Telegram, or polled.

    Raises TokenRefusedError, AddressTakenError.
    """
    from bot.receiving.webhook import Place, Webhook, take_down

    if not settings.webhook_url:
        await take_down(intake.bot, intake.clock)
        await intake.run(stored)
        return
    place = Place.of(
        intake.keys,
        settings.token.get_secret_value(),
        url=settings.webhook_url,
        listen=settings.webhook_listen,
        secret=settings.webhook_secret.get_secret_value(),
    )
    webhook = Webhook(intake.bot, intake.accept, intake.clock, place, metrics.webhook_waits)
    await webhook.run(stored)


async def show_health(
    settings: Settings, database: Database, metrics: Metrics, clock: Clock
) -> None:
    """Answer whoever watches, for ever, where the settings name an address for it.

    Raises AddressTakenError.
    """
    if settings.metrics_listen:
        from bot.watching.health import Health

        silence = timedelta(seconds=settings.poll_seconds) + SILENCE
        health = Health(database.engine, metrics, clock, silence)
        await health.run(settings.metrics_listen)
