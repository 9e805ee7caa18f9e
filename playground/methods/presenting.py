"""How the bot presents itself: command menus by scope and language, name and descriptions."""

import re

from playground.messages import units
from playground.methods.fields import Call
from playground.wire import Record, bad_request
from playground.world import World

COMMANDS = 100
DESCRIPTION = 256
PLAIN_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


def set_my_commands(world: World, call: Call) -> bool:
    """The menu of one scope and language."""
    commands = call.records("commands")
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.commands[_scope(world, call), _language(call)] = commands
    return True


def get_my_commands(world: World, call: Call) -> list[Record]:
    """The menu of one scope and language, empty when none was set."""
    return world.commands.get((_scope(world, call), _language(call)), [])


def delete_my_commands(world: World, call: Call) -> bool:
    """Take the menu of one scope and language away."""
    world.commands.pop((_scope(world, call), _language(call)), None)
    return True


def set_profile(world: World, call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription."""
    name = _profile_field(call)
    if units.length(call.text(name)) > _LONGEST[name]:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    world.profile[name, _language(call)] = call.text(name)
    return True


def get_profile(world: World, call: Call) -> Record:
    """getMyName, getMyDescription, getMyShortDescription."""
    name = _profile_field(call)
    plain = world.profile.get((name, ""), world.bot["first_name"] if name == "name" else "")
    return {name: world.profile.get((name, _language(call)), plain)}


def menu(world: World, chat_id: int, language: str | None) -> list[Record]:
    """The commands a person sees in the private chat: the narrowest scope that has a menu."""
    for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
        for spoken in (language or "", ""):
            if commands := world.commands.get((scope, spoken)):
                return commands
    return []


def _check_command(command: Record) -> None:
    if set(command) != {"command", "description"}:
        raise bad_request("can't parse BotCommand: command and description are required")
    if not _NAME.fullmatch(command["command"].removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= units.length(command["description"]) <= DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _scope(world: World, call: Call) -> str:
    scope = call.record("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind in PLAIN_SCOPES:
        return str(kind)
    if kind in ("chat", "chat_administrators", "chat_member") and "chat_id" in scope:
        chat = world.chat(scope["chat_id"])
        return ":".join(str(part) for part in (kind, chat.id, scope.get("user_id")) if part)
    raise bad_request("unsupported BotCommandScope type specified")


def _language(call: Call) -> str:
    language = call.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _profile_field(call: Call) -> str:
    words = call.method.removeprefix("setMy").removeprefix("getMy")
    return {"Name": "name", "Description": "description"}.get(words, "short_description")
