"""The settings, read in entry points and in migrations/env.py only. `.env.example` lists them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.analyses.engines import Place, Sizes, place_of
from deliberation import limits
from deliberation.asking.procedures import PROCEDURES
from deliberation.limits import Limits
from nlp import screening
from storage.keys import Keys

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(BaseSettings):
    """Everything an operator can set, as `MADANG_<NAME>` in the environment or in `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="MADANG_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    token: SecretStr = Field(SecretStr(""), description="the bot's token from @BotFather")
    database_url: str = Field(
        "sqlite:///madang.db", description="sqlite:///file or postgresql://user@host/name"
    )
    keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="encryption keys, newest first, by commas; madang init makes one"
    )
    pepper: SecretStr = Field(
        SecretStr(""), description="secret of all pseudonyms; never changed once in use"
    )
    api_url: str = Field("https://api.telegram.org", description="address of the Bot API server")
    language: Literal["ko", "en"] = Field(
        "ko", description="language of people whose own we do not know: ko or en"
    )
    timezone: str = Field("Asia/Seoul", description="time zone of new agencies")
    pace: float = Field(25, description="messages a second, overall; 0 lifts every pace")
    chat_pace: float = Field(1, description="messages a second to one chat")
    resend_uncertain: bool = Field(
        True, description="send an answer once more when nobody knows whether it arrived"
    )
    poll_seconds: int = Field(30, description="how long one request for updates may wait")
    webhook_url: str = Field(
        "", description="public https address for updates to be brought to; empty: they are polled"
    )
    webhook_listen: str = Field(
        "127.0.0.1:8443", description="where the webhook listens, behind a TLS proxy"
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="secret of the webhook; empty: made from the pepper and the token",
    )
    metrics_listen: str = Field(
        "",
        description="where /healthz and /metrics are answered, as 127.0.0.1:9090; empty: nowhere",
    )
    analyse_after: int = Field(10, description="new opinions after which topics are made anew")
    analyse_pause: int = Field(120, description="seconds between two analyses, at least")
    undo_hours: int = Field(24, description="hours in which a withdrawn opinion can come back")
    quiet_from: int = Field(21, ge=1, le=24, description="hour from which nothing goes out unasked")
    quiet_until: int = Field(
        8, ge=0, le=23, description="hour until which nothing goes out unasked"
    )
    overdue_days: int = Field(
        3, ge=0, description="days after a due date after which a department's head is told"
    )
    mass_hide: int = Field(
        20,
        ge=2,
        description="copies of one message from which on a second moderator agrees to hide them",
    )
    tell_head: bool = Field(
        False,
        description="tell moderators' rooms, or administrators, daily how far the log has come",
    )
    limit_person: str = Field(
        limits.PERSON,
        description="opinions one person may give in one consultation; off: no limit",
    )
    limit_first: str = Field(
        limits.FIRST,
        description="the same for the first minutes of somebody new to the bot; off: no limit",
    )
    limit_consultation: str = Field(
        limits.CONSULTATION,
        description="opinions one consultation shows at once; more wait for a look; off: no limit",
    )
    limit_flags: str = Field(
        limits.FLAGS,
        description="messages one person may report in one consultation; off: no limit",
    )
    backup_days: int = Field(
        30, ge=0, description="days after which no backup holds what was erased"
    )
    erasures: Path | None = Field(
        None, description="the journal of erasures; empty: beside the database, or madang.erasures"
    )
    pg_bin: Path | None = Field(
        None, description="a folder with pg_dump and pg_restore; empty: found on the path"
    )
    periods: str = Field(
        "administrative:20,legislative:40,hearing:14,petition:30",
        description="days a procedure is usually open at least; a shorter one has to be confirmed",
    )
    answer_days: int = Field(
        90, ge=1, description="days after the end when it is over, where no day was promised"
    )
    embedder: str = Field(
        "",
        description="a sentence-transformers model for every language; empty: the one shipped",
    )
    vectors: str = Field("", description="a folder of Korean word vectors; empty: those shipped")
    engine: str = Field(
        "", description="where large analyses run: empty (here), local:N, or tls://host:port"
    )
    engine_above: int = Field(
        20_000, ge=1, description="texts of an analysis above which the engine is asked"
    )
    engine_insecure: bool = Field(False, description="1 allows tcp:// to another machine")
    engine_tls_ca: Path | None = Field(None, description="file of the authority of tls://")
    engine_tls_cert: Path | None = Field(None, description="file of our certificate for tls://")
    engine_tls_key: Path | None = Field(None, description="file of our key for tls://")
    risk_words: Path | None = Field(
        None, description="a list of words of your own that bring messages before a moderator"
    )
    font: Path | None = Field(None, description="a font file for pictures; empty: the one shipped")
    log_format: str = Field("text", description="text for people, json for machines")
    clock: str = Field(
        "",
        description="demonstrations only: real:virtual:speed in unix seconds, or file:PATH of it",
    )

    @field_validator("keys", mode="before")
    @classmethod
    def _split_keys(cls, value: object) -> object:
        return [part for part in value.split(",") if part] if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        ZoneInfo(value)
        return value

    @field_validator("limit_person", "limit_first", "limit_consultation", "limit_flags")
    @classmethod
    def _limits_that_can_be_read(cls, value: str) -> str:
        limits.read(value)
        return value

    @field_validator("risk_words")
    @classmethod
    def _a_list_that_can_be_read(cls, value: Path | None) -> Path | None:
        _words_of(value)
        return value

    @field_validator("periods")
    @classmethod
    def _known_procedures(cls, value: str) -> str:
        _days_of(value)
        return value

    @field_validator("webhook_url")
    @classmethod
    def _reachable(cls, value: str) -> str:
        parts = urlsplit(value)
        plain = parts.scheme == "http" and parts.hostname in LOOPBACK
        if value and not (parts.hostname and (plain or parts.scheme == "https")):
            raise ValueError("Telegram brings updates to https:// only")
        return value

    @field_validator("webhook_listen", "metrics_listen")
    @classmethod
    def _an_address(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and not (host and port.isascii() and port.isdigit() and int(port) < 2**16):
            raise ValueError("host:port, as in 127.0.0.1:8443")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _a_secret_telegram_takes(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError("up to 256 letters, digits, - and _")
        return value

    def words(self) -> screening.Words:
        """What brings a message before a moderator."""
        return _words_of(self.risk_words)

    def read_limits(self) -> Limits:
        """How much is taken in how long."""
        return Limits(
            limits.read(self.limit_person),
            limits.read(self.limit_first),
            limits.read(self.limit_consultation),
            limits.read(self.limit_flags),
        )

    def shortest_periods(self) -> Mapping[str, int]:
        """Days by the name of a procedure."""
        return _days_of(self.periods)

    @property
    def journal(self) -> Path:
        """Where erasures are noted: a file of this machine, outside the database."""
        if self.erasures is not None:
            return self.erasures
        name = self.database_url.removeprefix("sqlite:///")
        beside = name if name not in (self.database_url, "", ":memory:") else "madang"
        return Path(f"{beside}.erasures")

    def secrets(self) -> Keys:
        """The two secrets at work. ValueError where they are missing or broken."""
        ciphers = [key.get_secret_value() for key in self.keys]
        return Keys.from_text(ciphers, self.pepper.get_secret_value())

    def place(self) -> Place:
        """Where large analyses run. ValueError where that cannot or must not be."""
        return place_of(
            self.engine,
            insecure=self.engine_insecure,
            ca=self.engine_tls_ca,
            cert=self.engine_tls_cert,
            key=self.engine_tls_key,
        )

    def sizes(self) -> Sizes:
        """From how many texts, and by how many, an analysis is given to the engine."""
        return Sizes.above(self.engine_above)


def _days_of(periods: str) -> dict[str, int]:
    """name:days by commas. ValueError for a procedure there is not, or what is no number."""
    named = dict(part.strip().partition(":")[::2] for part in periods.split(",") if part.strip())
    if not set(named) <= set(PROCEDURES):
        raise ValueError(f"name:days by commas; the procedures are {', '.join(PROCEDURES)}")
    return {name: int(days) for name, days in named.items()}


def _words_of(path: Path | None) -> screening.Words:
    """ValueError for a list that is not there, or names the line that cannot be read."""
    if path is None:
        return screening.shipped()
    try:
        return screening.read_file(path)
    except OSError as error:
        raise ValueError("there is no such file that can be read") from error
