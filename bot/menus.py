"""The menus of commands: everybody's in each language, and one of their own for each of the staff.

What stands in them comes from COMMANDS. A menu is set for a chat, so nobody sees another's; in
groups none is shown.
"""

import hashlib
from collections.abc import Callable, Sequence

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot import logs, texts
from bot.clock import Clock
from bot.commands import COMMANDS, Command, offered
from bot.telegram_bot import RawBot
from deliberation.people import LANGUAGES, Person
from deliberation.staff import menus
from deliberation.work import Rules, Work
from storage import teams, traffic
from storage.database import Database, Session
from storage.keys import Keys

log = logs.get(__name__)

KNOWN = "menus"  # under this name the database remembers which menus the staff were given


def everybodys() -> list[Command]:
    """What stands in the menu of who has no role."""
    return [one for one in COMMANDS if one.listed and one.audience == "everybody"]


def words(commands: Sequence[Command], language: str) -> list[BotCommand]:
    """The lines of a menu."""
    return [
        BotCommand(one.name, texts.text(f"command.{one.name}", language).plain) for one in commands
    ]


def of_chat(person: Person) -> tuple[str, dict[str, object]]:
    """The call that gives a person's chat the menu that fits; without a role, none of its own."""
    scope = {"type": "chat", "chat_id": person.telegram_id}
    if not person.roles:
        return "deleteMyCommands", {"scope": scope}
    lines = [line.to_dict() for line in words(offered(person), person.language)]
    return "setMyCommands", {"scope": scope, "commands": lines}


class Menus:
    """Sets the menus when the bot starts."""

    def __init__(
        self, bot: RawBot, database: Database, keys: Keys, clock: Clock, rules: Rules
    ) -> None:
        self.bot, self.database, self.keys = bot, database, keys
        self.clock, self.rules = clock, rules

    async def publish(self, queued: Callable[[], None] = lambda: None) -> None:
        """Everybody's menu in each language; the staff's again where commands have changed."""
        try:
            for language in (None, *LANGUAGES):
                await self._publish(language)
            await self._hide_in_groups()
        except TelegramError as error:
            log.warning("commands_not_published", error=type(error).__name__)
        await self.database.write(self._renew)
        queued()

    async def _publish(self, language: str | None) -> None:
        menu = words(everybodys(), language or self.rules.language)
        scope = BotCommandScopeAllPrivateChats()
        if tuple(menu) != await self.bot.get_my_commands(scope, language):
            await self.bot.set_my_commands(menu, scope, language)

    async def _hide_in_groups(self) -> None:
        """A menu that somebody once set by hand would be shown in groups."""
        for scope in (BotCommandScopeDefault(), BotCommandScopeAllGroupChats()):
            if await self.bot.get_my_commands(scope):
                await self.bot.delete_my_commands(scope)

    def _renew(self, session: Session) -> None:
        work = Work(session, self.clock.now(), self.keys, self.rules)
        known = {"fingerprint": _fingerprint()}
        if traffic.remembered(session, KNOWN) == known:
            return
        traffic.remember(session, KNOWN, known, work.now)
        for contact in teams.staff(session):
            menus.renew(work, contact)


def _fingerprint() -> str:
    """Changes with every command, every word of theirs, and who may use them."""
    shown = [
        (one.name, one.audience, *(texts.text(f"command.{one.name}", each) for each in LANGUAGES))
        for one in COMMANDS
        if one.listed
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()
