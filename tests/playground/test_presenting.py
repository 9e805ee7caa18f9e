"""Command menus, name and descriptions."""

import pytest
from telegram import Bot, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

from playground.people import Person
from playground.telegram import Playground


async def test_the_narrowest_menu_in_ones_language_is_shown(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    other = playground.person("Other", "ko")
    await bot.set_my_commands([("start", "Begin")])
    await bot.set_my_commands([("start", "시작")], language_code="ko")
    assert [command["description"] for command in (*ada.menu, *other.menu)] == ["Begin", "시작"]
    await bot.set_my_commands([("my", "Mine")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("queue", "Queue")], scope=BotCommandScopeChat(ada.id))
    assert [command["command"] for command in (*ada.menu, *other.menu)] == ["queue", "my"]


async def test_a_menu_is_read_back_and_taken_away(bot: Bot) -> None:
    await bot.set_my_commands([("start", "Begin")])
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


async def test_who_loses_a_menu_of_their_own_sees_everybodys_again(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    other = playground.person("Other", "ko")
    own = BotCommandScopeChat(ada.id)
    await bot.set_my_commands([("my", "Mine")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("queue", "Queue"), ("my", "Mine")], scope=own)
    assert [command["command"] for command in other.menu] == ["my"]
    await bot.delete_my_commands(scope=own)
    assert [command["command"] for command in ada.menu] == ["my"]


@pytest.mark.parametrize(
    "commands",
    [[("Start", "x")], [("a" * 33, "x")], [("start", "")], [("start", "x" * 257)]],
)
async def test_a_command_telegram_would_refuse_is_refused(
    bot: Bot, commands: list[tuple[str, str]]
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)bot_command"):
        await bot.set_my_commands(commands)


async def test_a_hundred_and_one_commands_are_too_many(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)bot_commands_too_much"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])


async def test_a_menu_needs_a_chat_that_exists(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([("start", "x")], scope=BotCommandScopeChat(4711))


async def test_descriptions_have_a_language_and_a_length(bot: Bot) -> None:
    await bot.set_my_description("A place to speak")
    await bot.set_my_description("말하는 곳", language_code="ko")
    assert (await bot.get_my_description("ko")).description == "말하는 곳"
    assert (await bot.get_my_description("fr")).description == "A place to speak"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)


async def test_the_bot_knows_its_own_name(bot: Bot) -> None:
    assert (await bot.get_me()).username == "madang_bot"
    assert (await bot.get_my_name()).name == "Madang"
