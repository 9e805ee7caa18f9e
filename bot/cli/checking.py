"""`madang health`: whether the bot is well, once or for as long as somebody watches."""

import time
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy import Engine

from bot.cli.auditing import told
from bot.cli.terminal import FAILED, opened, read_settings, sqlite_file, stop
from bot.clock import Clock, clock_of
from bot.settings import Settings
from deliberation import seals
from storage import gauges, given_up, migrating, topics, traffic
from storage.database import Session, reading
from storage.keys import Keys


class Form(StrEnum):
    """For people, or for programs: one JSON object a line."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class Analysis:
    """The newest analysis: asked, running, done or failed, since when; `none` before the first.

    `topics` is how many stand now, of all consultations. `why` says what it waits for, or why it
    failed.
    """

    state: str
    topics: int
    at: datetime | None
    why: str


@dataclass(frozen=True)
class Health:
    """What happens inside. Rows of inbox and outbox by state; `given_up` counts dead updates by
    reason; `oldest_wait` in seconds; `log` says whether the seals of its last rows fit."""

    inbox: dict[str, int]
    given_up: dict[str, int]
    outbox: dict[str, int]
    analysis: Analysis
    oldest_wait: float
    log: str


def health(
    watch: Annotated[
        float | None, typer.Option(min=0.1, help="Look again after so many seconds (초).")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="For people or programs.")] = Form.TEXT,
) -> None:
    """Whether the bot's database is well; ends with 0 or 1 (상태 점검)."""
    settings = read_settings()
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        stop(f"there is no database {file}: run `madang migrate`", FAILED)
    clock, keys = clock_of(settings.clock), _keys(settings)
    with opened(settings) as engine:
        _check_tables(engine, form)
        _say(engine, clock, keys, form)
        while watch is not None:
            time.sleep(watch)
            _say(engine, clock, keys, form)


def _check_tables(engine: Engine, form: Form) -> None:
    current, head = migrating.current(engine), migrating.head()
    if form is Form.TEXT:
        typer.echo("database: reachable")
        typer.echo(f"tables: {current or 'none'}, newest {head}")
    if current != head:
        raise typer.Exit(FAILED)


def _say(engine: Engine, clock: Clock, keys: Keys | None, form: Form) -> None:
    with reading(engine) as session:
        seen = _look(session, clock, keys)
    typer.echo(_as_json(seen) if form is Form.JSON else _as_text(seen))


def _look(session: Session, clock: Clock, keys: Keys | None) -> Health:
    oldest, run = gauges.oldest_open(session), topics.newest_run(session)
    analysis = Analysis(
        run.state if run else "none",
        topics.count_topics(session),
        (run.finished_at or run.started_at or run.asked_at) if run else None,
        (run.error or "") if run else "",
    )
    return Health(
        traffic.inbox_states(session),
        given_up.reasons(session),
        traffic.states(session),
        analysis,
        (clock.now() - oldest).total_seconds() if oldest else 0.0,
        _log(session, keys),
    )


def _keys(settings: Settings) -> Keys | None:
    """The secrets; health is told without them, too."""
    try:
        return settings.secrets()
    except ValueError:
        return None


def _log(session: Session, keys: Keys | None) -> str:
    if keys is None:
        return "not looked at: MADANG_KEYS or MADANG_PEPPER is missing"
    wrong = seals.look(session, keys)
    return told(wrong) if wrong else "the last rows fit"


def _as_json(seen: Health) -> str:
    import json

    return json.dumps(asdict(seen), default=datetime.isoformat)


def _as_text(seen: Health) -> str:
    outbox = ", ".join(f"{state} {count}" for state, count in sorted(seen.outbox.items()))
    since = f", {seen.analysis.at:%Y-%m-%d %H:%M} UTC" if seen.analysis.at else ""
    why = f" ({seen.analysis.why})" if seen.analysis.why else ""
    return (
        f"inbox: oldest waiting {seen.oldest_wait:.0f} s\n"
        f"inbox: {seen.inbox.get('dead', 0)} given up (dead){_why(seen.given_up)}\n"
        f"outbox: {outbox or '-'}\n"
        f"analysis: {seen.analysis.state}{since}{why}, {seen.analysis.topics} topics\n"
        f"log: {seen.log}"
    )


def _why(reasons: dict[str, int]) -> str:
    """Why they were given up, and what to do with them."""
    counted = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
    return f": {counted}; see `madang inbox list`" if counted else ""
