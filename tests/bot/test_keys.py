"""`madang keys`: what is sealed gets a new key, and a bot whose keys are lost says so."""

from pathlib import Path

import pytest
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel, select

from bot.cli import env_file
from storage import erasures
from storage.database import open_engine, reading, transaction
from storage.erasures import Erasure
from storage.keys import CannotOpenError, Keys
from storage.models import Contact, Outbox
from storage.resealing import SEALED
from tests.bot.shell import Shell, shell_on
from tests.bot.test_sender import known, wait_for
from tests.town import KEY, MORNING, PEPPER, open_town

KEPT_OPEN = {"mark", "lane", "seal", "vector", "png", "checkpoint.body"}
"""Keyed marks, figures and pictures; checkpoints are locked with the texts they came from."""


@pytest.fixture
async def people(database_url: str) -> set[int]:
    """The accounts of two people, and a message that waits for one of them; the bot is off."""
    async with open_town(database_url) as town:
        ada, bob = await known(town, "Ada"), await known(town, "Bob")
        address = town.app.settings.secrets().seal_id(bob.account.id)
        wait_for(town, bob, contact_id=None, address=address)
        return {ada.account.id, bob.account.id}


@pytest.fixture
def shell(
    people: set[int], database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """A terminal on their database, with its keys in .env as `madang init` puts them."""
    shell = shell_on(database_url, tmp_path, monkeypatch)
    monkeypatch.delenv("MADANG_KEYS")
    env_file.put({"MADANG_KEYS": KEY})
    return shell


def keys_of(shell: Shell) -> list[str]:
    [line] = [
        each
        for each in (shell.folder / ".env").read_text().splitlines()
        if each.startswith("MADANG_KEYS=")
    ]
    return line.removeprefix("MADANG_KEYS=").split(",")


def opened(database_url: str, keys: Keys) -> list[int]:
    """Everybody's address, as these keys open it."""
    engine = open_engine(database_url)
    with reading(engine) as session:
        sealed = list(session.exec(select(Contact.sealed_id)))
        sealed += [each for each in session.exec(select(Outbox.address)) if each is not None]
    engine.dispose()
    return [keys.open_id(each) for each in sealed]


def test_after_a_rotation_the_new_key_alone_opens_everything(
    people: set[int], shell: Shell, database_url: str
) -> None:
    assert shell.says("keys", "rotate").out.startswith("3 values are sealed with a new key")
    new, old = keys_of(shell)
    assert old == KEY
    assert set(opened(database_url, Keys.from_text([new], PEPPER))) == people
    with pytest.raises(CannotOpenError):
        opened(database_url, Keys.from_text([old], PEPPER))


def test_the_journal_of_erasures_is_sealed_anew_too(shell: Shell, database_url: str) -> None:
    journal = shell.folder / "our.erasures"
    shell.sets(erasures=str(journal))
    engine, forgotten = open_engine(database_url), Erasure("forgotten", MORNING, "somebody", {})
    with transaction(engine) as session:
        erasures.note(session, journal, Keys.from_text([KEY], PEPPER), forgotten)
    engine.dispose()
    shell.says("keys", "rotate")
    assert erasures.read(journal, Keys.from_text(keys_of(shell)[:1], PEPPER)) == [forgotten]


def test_a_rotation_that_was_cut_off_is_finished_and_no_third_key_is_made(
    people: set[int], shell: Shell, database_url: str
) -> None:
    env_file.put({"MADANG_KEYS": f"{env_file.fresh(64)},{KEY}"})
    before = keys_of(shell)
    assert "3 were sealed by an older key" in shell.says("keys", "rotate").out
    assert keys_of(shell) == before
    assert set(opened(database_url, Keys.from_text(before[:1], PEPPER))) == people


def test_old_keys_go_when_nothing_needs_them(shell: Shell) -> None:
    assert "one key only" in shell.says("keys", "drop").err
    shell.says("keys", "rotate")
    assert shell.says("keys", "drop").code == 0
    assert len(keys_of(shell)) == 1


def test_keys_of_the_environment_are_changed_by_hand(shell: Shell) -> None:
    shell.sets(keys=KEY)
    told = shell.says("keys", "rotate")
    assert told.code == 2
    assert "`madang keys new` makes a key" in told.err
    new = shell.says("keys", "new").out.strip()
    shell.sets(keys=f"{new},{KEY}")
    assert "3 were sealed by an older key" in shell.says("keys", "rotate").out


def test_where_keys_are_lost_the_bot_refuses_to_start_and_says_what_still_works(
    shell: Shell,
) -> None:
    env_file.put({"MADANG_KEYS": env_file.fresh(64)})
    refused = shell.says("run")
    assert refused.code == 2
    assert "MADANG_KEYS does not open this database" in refused.err
    assert shell.says("keys", "rotate").err == refused.err
    assert shell.says("export", "ogp", "jungang", "--csv", "plan.csv").code == 0
    assert "old-market" in shell.says("consultation", "list").out


def test_a_person_has_another_pseudonym_in_every_consultation() -> None:
    keys = Keys.from_text([KEY], PEPPER)
    assert len({keys.pseudonym(consultation, 7) for consultation in (1, 2, 3)}) == 3


def test_every_column_of_bytes_is_sealed_or_known_to_be_a_mark() -> None:
    """A new one that is in neither would be left behind by a rotation."""
    of_bytes = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    sealed = {(each.table.__tablename__, each.column) for each in SEALED}
    forgotten = {
        f"{table}.{column}"
        for table, column in of_bytes - sealed
        if column not in KEPT_OPEN and f"{table}.{column}" not in KEPT_OPEN
    }
    assert not forgotten
