"""`madang keys`: a new key for what is sealed, and the old ones taken away."""

import sys
from collections.abc import Sequence

import typer
from sqlalchemy import Engine

from bot.cli import env_file
from bot.cli.terminal import (
    FAILED,
    alone,
    check_keys,
    read_settings,
    ready,
    secrets,
    stop,
    work_of,
)
from bot.settings import Settings
from deliberation import accesses
from storage import erasures, resealing
from storage.database import transaction
from storage.keys import Keys

NAME = "MADANG_KEYS"


def new() -> None:
    """Print a new key, to be put in front of MADANG_KEYS by hand (새 열쇠)."""
    typer.echo(env_file.fresh(64))


def rotate() -> None:
    """Make a new key and seal everything with it; the bot must be off (열쇠 바꾸기).

    A rotation that was cut off is finished instead. The old key stays behind the new one, for
    backups of before.
    """
    settings = read_settings()
    keys = secrets(settings)
    with alone(settings), ready(settings, keys) as engine:
        check_keys(engine, keys)
        finished = _reseal(engine, settings, keys)
        if finished:
            typer.echo(
                f"{finished} were sealed by an older key, and are no more (바꾼 것 {finished}건)"
            )
            return
        settings = _with_new_key(settings)
        changed = _reseal(engine, settings, secrets(settings))
        _record(engine, settings, "keys.rotated")
    typer.echo(
        f"{changed} values are sealed with a new key, the first of {NAME} (바꾼 것 {changed}건). "
        "Backups made before need the old one, which stays behind it: when they are gone, "
        "`madang keys drop`"
    )


def drop() -> None:
    """Take older keys away, which nothing here needs any more (옛 열쇠 없애기)."""
    settings = read_settings()
    keys = secrets(settings)
    if len(keys.ciphers) == 1:
        stop("there is one key only (열쇠가 하나뿐입니다)")
    with alone(settings), ready(settings, keys) as engine:
        check_keys(engine, keys)
        _reseal(engine, settings, keys)
        _record(engine, settings, "keys.dropped")
    _keep([settings.keys[0].get_secret_value()])
    typer.echo("older keys are gone; backups made before the rotation cannot be opened any more")


def _record(engine: Engine, settings: Settings, action: str) -> None:
    with transaction(engine) as session:
        accesses.of_all(work_of(session, settings, secrets(settings)), action)


def _with_new_key(settings: Settings) -> Settings:
    _keep([env_file.fresh(64), *(each.get_secret_value() for each in settings.keys)])
    return read_settings()


def _keep(keys: Sequence[str]) -> None:
    if not env_file.holds(NAME):
        stop(
            f"{NAME} is not in .env but in the environment, where it has to be changed by hand: "
            "`madang keys new` makes a key; put it in front and run `madang keys rotate` again"
        )
    env_file.put({NAME: ",".join(keys)})


def _reseal(engine: Engine, settings: Settings, keys: Keys) -> int:
    """How many values an older key had sealed."""
    try:
        with typer.progressbar(
            resealing.reseal(engine, keys), label="sealing", file=sys.stderr
        ) as pieces:
            changed = sum(pieces)
        if settings.journal.exists():
            erasures.reseal(settings.journal, keys)
    except resealing.UnopenedError as error:
        stop(f"a row of {error} opens with none of {NAME}: put the older keys behind", FAILED)
    except erasures.UnreadableError as error:
        stop(f"the journal of erasures, {error}: none of {NAME} opens it (열 수 없습니다)", FAILED)
    return changed
