"""While the database is away, full or read only, nothing is given up: it is tried again."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from typing import TypeVar

from bot import logs
from storage.database import DBAPIError, is_outage

T = TypeVar("T")
PAUSES = (1, 2, 5, 10, 30)  # seconds between tries while something cannot be reached

log = logs.get(__name__)


async def ride_out(step: Callable[[], Awaitable[T]]) -> T:
    """What the step comes to; it is taken again and again while the database is in trouble."""
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        try:
            return await step()
        except DBAPIError as error:
            if not is_outage(error):
                raise
            tell(error, pause)
            await asyncio.sleep(pause)
    raise AssertionError("unreachable")


def tell(error: DBAPIError, again_in: float) -> None:
    """One line of what the database says; it names no row."""
    said = str(error.orig).strip().splitlines()
    log.error("database_in_trouble", reason=said[0] if said else "", again_in=again_in)
