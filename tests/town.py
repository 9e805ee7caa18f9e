"""A town to test in: a real bot in the playground, on a clock that moves when it is told to.

ada = town.citizen("Ada")
assert await ada.says("/help") == ["..."]
"""

import base64
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlalchemy import inspect
from sqlmodel import Session, select

from bot.analyses.worker import Worker
from bot.application import Application, build, rules_of
from bot.settings import Settings
from bot.texts import text
from deliberation import people
from deliberation.work import Work
from playground.clock import ManualClock
from playground.direct_door import DirectDoor
from playground.people import Person as Account
from playground.telegram import Playground
from storage.database import reading, transaction
from storage.models import Agency, Consultation
from storage.models.base import Table
from tests.playground.contract import check_request

T = TypeVar("T")

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # ten o'clock in Seoul
KEY = base64.urlsafe_b64encode(bytes(range(64))).decode()
PEPPER = base64.urlsafe_b64encode(bytes(range(32))).decode()
MARKET, BUSES = "old-market", "village-bus"
NO_LIMITS: dict[str, Any] = {
    "limit_person": "off",
    "limit_first": "off",
    "limit_consultation": "off",
    "limit_flags": "off",
}
"""Settings for who writes more in a moment than anybody does."""


def settings_for(database_url: str, **changed: Any) -> Settings:
    """Settings of a test, whatever stands in the environment."""
    given = {
        "token": SecretStr(Playground(ManualClock(MORNING)).token),
        "database_url": database_url,
        "keys": (SecretStr(KEY),),
        "pepper": SecretStr(PEPPER),
        "api_url": "http://playground.invalid",
    }
    return Settings.model_validate({**given, **changed})


@dataclass
class Citizen:
    """Somebody with a telephone. Each act returns the texts that came of it."""

    town: "Town"
    account: Account
    language: str

    async def says(self, words: str) -> list[str]:
        return await self._after(lambda: self.account.sends(words))

    async def presses(self, label: str) -> list[str]:
        return await self._after(lambda: self.account.presses(label))

    async def starts(self, payload: str = "") -> list[str]:
        return await self._after(lambda: self.account.starts(payload))

    async def does(self, act: Callable[[Account], object]) -> list[str]:
        return await self._after(lambda: act(self.account))

    async def agrees(self, slug: str = MARKET) -> list[str]:
        """By the link into the consultation, with all consents."""
        await self.starts(slug)
        return await self.presses(self.label("agree_all"))

    def label(self, name: str, **values: object) -> str:
        return text(f"button.{name}", self.language, **values).plain

    def words(self, key: str, **values: object) -> str:
        return text(key, self.language, **values).plain

    @property
    def buttons(self) -> list[str]:
        """The buttons on the newest bubble."""
        return [label for row in self.account.screen[-1].buttons for label in row]

    async def _after(self, act: Callable[[], object]) -> list[str]:
        mark = self.account.mark
        act()
        await self.town.settle()
        return [got.text for got in self.account.inbox_since(mark)]


@dataclass
class Town:
    """The playground, the bot in it, and the clock both live by."""

    playground: Playground
    clock: ManualClock
    app: Application

    def citizen(self, name: str = "Ada", language: str = "ko", **more: Any) -> Citizen:
        return Citizen(self, self.playground.person(name, language_code=language, **more), language)

    async def official(self, name: str = "Olga", agency: str = "jungang") -> Citizen:
        """Somebody with the role of an official at the agency."""
        made = self.citizen(name)
        self.grant(made, "official", agency)
        made.account.starts()
        await self.settle()
        return made

    def grant(self, whom: Citizen, role: str, agency: str = "jungang") -> None:
        with self.changing() as session:
            work = self.work(session)
            found = session.exec(select(Agency).where(Agency.slug == agency)).one()
            people.grant(work, whom.account.id, found.id, role, actor="test")

    def work(self, session: Session) -> Work:
        settings = self.app.settings
        return Work(session, self.clock.now(), settings.secrets(), rules_of(settings))

    def changing(self) -> Any:
        return transaction(self.app.database.engine)

    def puts(self, slug: str = BUSES, title: str = "마을버스 시간", **changed: Any) -> None:
        """The agency puts a further question to citizens."""
        with self.changing() as session:
            agency = session.exec(select(Agency)).one()
            dated = consultation(agency.id, self.clock.now())
            one = {"slug": slug, "title": title, "question": "버스가 언제 다니면 좋을까요?"}
            session.add(Consultation(**{**dated.model_dump(exclude={"id"}), **one, **changed}))

    def traces(self, *secrets: str | int | bytes) -> set[str]:
        """The columns, of all tables, in which one of these can be read."""
        found = set()
        with reading(self.app.database.engine) as session:
            for table in Table.metadata.sorted_tables:
                for row in session.connection().execute(table.select()).mappings():
                    found |= {
                        f"{table.name}.{column}"
                        for column, value in row.items()
                        if any(_shows(value, secret) for secret in secrets)
                    }
        return found

    def all(self, table: type[T]) -> Sequence[T]:
        """Every row of a table, by its key: PostgreSQL gives them in any order."""
        keys = inspect(table).primary_key
        with reading(self.app.database.engine) as session:
            return session.exec(select(table).order_by(*keys)).all()

    async def settle(self) -> None:
        """Until nothing is left to fetch, to answer or to send."""
        answered = False
        while True:
            await self.app.intake.poll(0)  # acknowledges what the one before has fetched
            if answered and not self.playground.pending:
                return
            await self.app.dispatch.drain()
            await self.app.sender.drain()
            answered = True

    async def passes(self, **span: float) -> None:
        """Time goes by; what is due happens."""
        self.clock.advance(timedelta(**span).total_seconds())
        await self.app.jobs.tick()
        await self.settle()

    async def analyses(self) -> None:
        """Every analysis that was asked for is carried out."""
        while await self.app.analyst.work_once():
            pass
        await self.settle()


@asynccontextmanager
async def open_town(
    database_url: str, worker: Worker | None = None, *, paced: bool = True, **changed: Any
) -> AsyncIterator[Town]:
    clock = ManualClock(MORNING)
    playground = Playground(clock, enforce_rates=paced)
    changed = changed if paced else {"pace": 0, **changed}
    door = DirectDoor(playground)
    settings = settings_for(database_url, **changed)
    async with build(settings, clock=clock, request=door, worker=worker) as app:
        with transaction(app.database.engine) as session:
            found(session, clock.now())
        yield Town(playground, clock, app)
    await playground.close()
    for request in playground.requests:
        check_request(request.method, request.fields, request.files)


def _shows(value: object, secret: str | int | bytes) -> bool:
    """Whether a column's value gives the secret away, as text, as a number or as bytes."""
    written = value if isinstance(value, bytes) else json.dumps(value, default=str).encode()
    if isinstance(secret, str):
        forms = [secret.encode(), json.dumps(secret).strip('"').encode()]
    elif isinstance(secret, bytes):
        forms = [secret, secret.hex().encode(), json.dumps(str(secret)).strip('"').encode()]
    else:
        below = secret < 0  # as the numbers of groups are
        written_as = (
            secret.to_bytes(8, "big", signed=below),
            secret.to_bytes(8, "little", signed=below),
        )
        forms = [str(secret).encode(), *written_as]
    return any(form in written for form in forms)


def found(session: Session, now: datetime) -> None:
    """An agency with an open consultation."""
    agency = Agency(slug="jungang", name="중앙구청", created_at=now)
    session.add(agency)
    session.flush()
    session.add(consultation(agency.id, now))


def consultation(agency_id: int, now: datetime, **changed: Any) -> Consultation:
    """An open consultation that closes in two weeks."""
    given = {
        "agency_id": agency_id,
        "slug": MARKET,
        "title": "옛 시장 자리 쓰임",
        "question": "비어 있는 옛 시장 자리를 무엇으로 쓰면 좋을까요?",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=14),
        "answer_due": date(2026, 12, 31),
        "department": "도시재생과",
        "phone": "02-000-0000",
        "other_ways": "우편, 방문",
        "created_at": now,
    }
    return Consultation(**{**given, **changed})
