"""The commands and the presses: one table each. Menu, help and routing come from them.

A command is an entry in COMMANDS, its function, and its words (`command.<name>`) in each locale.
`audience` says who may use it: everybody, or who has one of its roles at some agency. Whoever may
not reads what anybody reads who types a command that does not exist.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot import citizen, citizen_own_words, citizen_settings, official, reader
from bot.audiences import Audience as Audience
from bot.audiences import may as may
from bot.bubbles import Reply
from bot.buttons import Button
from bot.turn import Step, Turn


@dataclass(frozen=True)
class Command:
    """One command of the bot. `listed` puts it into the menu."""

    name: str
    audience: Audience
    handler: Callable[[Turn], Reply]
    listed: bool = True


@dataclass(frozen=True)
class Press:
    """What a button does. `code` is the two letters in its callback data."""

    code: str
    audience: Audience
    handler: Callable[[Turn, Button], Reply]


@dataclass(frozen=True)
class Flow:
    """A step that waits for words. `lapsed` answers when its day is over, where that matters."""

    name: str
    audience: Audience
    handler: Callable[[Turn, Step], Reply]
    lapsed: Callable[[Turn, Step], Reply] | None = None


def _command(handler: Callable[[Turn], Reply]) -> Callable[[Turn, Button], Reply]:
    """A button that does what a command does, in a new bubble."""
    return lambda turn, _button: handler(turn).fresh()


COMMANDS: tuple[Command, ...] = (
    Command("start", "everybody", citizen.start),
    Command("my", "everybody", citizen_own_words.my),
    Command("consultations", "everybody", citizen.list_open),
    Command("topics", "everybody", reader.topics),
    Command("help", "everybody", citizen_settings.explain),
    Command("language", "everybody", citizen_settings.ask_language),
    Command("privacy", "everybody", citizen_settings.privacy),
    Command("stop", "everybody", citizen_settings.ask_stop),
    Command("notices", "everybody", citizen_settings.ask_notices),
    Command("cancel", "everybody", citizen_settings.cancel),
    Command("summary", "officials", official.summary),
    Command("citizen", "staff", official.as_citizen),
    Command("staff", "staff", official.as_staff),
)

PRESSES: tuple[Press, ...] = (
    Press("cs", "everybody", citizen.consent),
    Press("ls", "everybody", _command(citizen.list_open)),
    Press("go", "everybody", citizen.enter),
    Press("kp", "everybody", citizen.keep_anyway),
    Press("my", "everybody", citizen_own_words.my_of),
    Press("pg", "everybody", citizen_own_words.my_page),
    Press("ot", "everybody", citizen_own_words.my_elsewhere),
    Press("mo", "everybody", citizen_own_words.my_one),
    Press("ed", "everybody", citizen_own_words.ask_change),
    Press("wd", "everybody", citizen_own_words.withdraw),
    Press("un", "everybody", citizen_own_words.undo),
    Press("mv", "everybody", citizen_own_words.move),
    Press("sa", "everybody", citizen_own_words.see_answer),
    Press("lp", "everybody", reader.more_open),
    Press("pa", "everybody", reader.past),
    Press("tl", "everybody", reader.topics_page),
    Press("rt", "everybody", reader.topic_words),
    Press("rw", "everybody", reader.one_whole),
    Press("av", "everybody", reader.answer),
    Press("fl", "everybody", reader.ask_which),
    Press("fw", "everybody", reader.ask_why),
    Press("fy", "everybody", reader.flag),
    Press("lg", "everybody", citizen_settings.choose_language),
    Press("no", "everybody", citizen_settings.choose_notices),
    Press("ra", "everybody", citizen_settings.rate),
    Press("rc", "everybody", citizen_settings.rate_again),
    Press("ss", "everybody", citizen_settings.stop_step),
    Press("hp", "everybody", _command(citizen_settings.explain)),
    Press("su", "officials", _command(official.summary)),
    Press("sm", "officials", official.summary_of),
    Press("rf", "officials", official.refresh),
    Press("tp", "officials", official.topic),
    Press("an", "officials", official.write),
    Press("ch", "officials", official.change),
    Press("gd", "officials", official.go_on),
    Press("dd", "officials", official.discard),
    Press("kd", "officials", official.keep_draft),
    Press("sd", "officials", official.send),
    Press("ci", "staff", official.as_citizen),
)

FLOWS: tuple[Flow, ...] = (
    Flow("edit", "everybody", citizen_own_words.change),
    Flow("answer", "officials", official.put, official.lapsed),
)

COMMAND_BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
PRESS_BY_CODE: Mapping[str, Press] = {press.code: press for press in PRESSES}
FLOW_BY_NAME: Mapping[str, Flow] = {flow.name: flow for flow in FLOWS}
