"""Processes that share a PostgreSQL database wake each other: NOTIFY says that something is new.

A bell that is not heard loses nothing: everybody also looks by themselves every second.
"""

from collections.abc import AsyncIterator

import psycopg
from sqlalchemy import text
from sqlmodel import Session

CHANNEL = "madang"
DEAF = (psycopg.Error, OSError)
_RING = text("SELECT pg_notify(:channel, :words)")


def ring(session: Session, words: str) -> None:
    """Tell all others, with the commit of this transaction."""
    session.connection().execute(_RING, {"channel": CHANNEL, "words": words})


async def heard(url: str) -> AsyncIterator[str]:
    """What others ring, for as long as the database is there. Raises psycopg.OperationalError."""
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    async with await psycopg.AsyncConnection.connect(plain, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        async for notice in connection.notifies():
            yield notice.payload
