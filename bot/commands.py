"""The commands and the presses: one table each. Menu, help and routing come from them.

A command is an entry in COMMANDS, its function, and its words (`command.<name>`) in each locale.
`audience` says who may use it: everybody, or who has one of its roles at some agency. Whoever may
not reads what anybody reads who types a command that does not exist.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.audiences import Audience as Audience
from bot.audiences import may as may
from bot.bubbles import Reply, one
from bot.buttons import Button
from bot.handlers import (
    admin,
    answering,
    appeals,
    approving,
    cards,
    changer,
    citizen,
    citizen_answers,
    citizen_own_words,
    citizen_settings,
    citizen_similar,
    citizen_stance,
    debts,
    digests,
    duties,
    exports,
    finding,
    flagging,
    handing,
    looking,
    measures,
    moderator,
    narrowing,
    official,
    paragraphs,
    partners,
    planner,
    privacy,
    promises,
    promising,
    reader,
    record,
    rooms,
    tidying,
)
from bot.replies import settings
from bot.turn import Step, Turn
from deliberation.asking import consultations
from deliberation.people import Person

EXPLAINED_BY_TELEGRAM = ("start", "help", "about")


@dataclass(frozen=True)
class Command:
    """One command of the bot. `listed` puts it into the menu. `in_group` answers it there; most
    are answered to each person alone."""

    name: str
    audience: Audience
    handler: Callable[[Turn], Reply]
    listed: bool = True
    in_group: Callable[[Turn], Reply] | None = None


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


def offered(person: Person) -> list[Command]:
    """What stands in a person's menu; what only the staff can do comes first."""
    mine = [each for each in COMMANDS if each.listed and may(person, each.audience)]
    return sorted(mine, key=lambda each: each.audience == "everybody")


def explain(turn: Turn) -> Reply:
    """/help, which fits the role and the moment. Each command brings its own line."""
    person = turn.person
    able = [each for each in offered(person) if each.name not in EXPLAINED_BY_TELEGRAM]
    if person.as_staff:
        work = {each.name for each in able if each.audience != "everybody"} - {"staff"} | {"cancel"}
        roles = [role for _, role in person.roles]
        return one(settings.help_staff(turn.view, roles, _named(able, work)))
    own = {each.name for each in able if each.audience == "everybody"} | {"staff"}
    active = consultations.active(turn.work, person)
    return one(settings.help_citizen(turn.view, active, _named(able, own)))


def _named(commands: list[Command], names: set[str]) -> list[str]:
    return [each.name for each in commands if each.name in names]


def _command(handler: Callable[[Turn], Reply]) -> Callable[[Turn, Button], Reply]:
    """A button that does what a command does, in a new bubble."""
    return lambda turn, _button: handler(turn).fresh()


COMMANDS: tuple[Command, ...] = (
    Command("start", "everybody", citizen.start),
    Command("my", "everybody", citizen_own_words.my),
    Command("consultations", "everybody", citizen.list_open),
    Command("topics", "everybody", reader.topics),
    Command("promises", "everybody", promises.promises),
    Command("about", "everybody", debts.about),
    Command("help", "everybody", explain),
    Command("language", "everybody", citizen_settings.ask_language),
    Command("privacy", "everybody", citizen_settings.privacy),
    Command("stop", "everybody", citizen_settings.ask_stop),
    Command("notices", "everybody", citizen_settings.ask_notices),
    Command("mydata", "everybody", privacy.my_data),
    Command("forget", "everybody", privacy.ask_forget),
    Command("appeal", "everybody", appeals.appeal, listed=False),
    Command("cancel", "everybody", citizen_settings.cancel),
    Command("summary", "officials", official.summary),
    Command("find", "officials", finding.find),
    Command("ask", "officials", finding.ask),
    Command("debt", "officials", debts.debt),
    Command("reply", "answerers", answering.reply),
    Command("new", "planners", planner.new),
    Command("close", "planners", planner.close),
    Command("extend", "planners", planner.extend),
    Command("promise", "answerers", promising.promise),
    Command("digest", "officials", digests.digest),
    Command("assign", "answerers", handing.assign, listed=False),
    Command("export", "officials", exports.export),
    Command("rename", "answerers", tidying.rename, listed=False),
    Command("merge", "answerers", tidying.merge, listed=False),
    Command("split", "answerers", tidying.split, listed=False),
    Command("pin", "answerers", tidying.pin, listed=False),
    Command("edit", "planners", changer.edit),
    Command("announce", "planners", changer.announce),
    Command("links", "planners", changer.links),
    Command("queue", "moderators", moderator.queue),
    Command("flag", "moderators", flagging.flag, in_group=flagging.flag_in_room),
    Command("keep", "moderators", moderator.keep_typed, listed=False),
    Command("hide", "moderators", moderator.hide_typed, listed=False),
    Command("next", "moderators", moderator.next_one, listed=False),
    Command("mask", "moderators", cards.mask_typed, listed=False),
    Command("up", "moderators", cards.pass_typed, listed=False),
    Command("log", "moderators", record.log),
    Command("invite", "admins", admin.invite),
    Command("team", "admins", admin.team),
    Command("revoke", "admins", admin.revoke),
    Command("citizen", "staff", official.as_citizen),
    Command("staff", "staff", official.as_staff),
    Command("desk", "admins", rooms.explain_desk, in_group=rooms.desk),
)

PRESSES: tuple[Press, ...] = (
    Press("cs", "everybody", citizen.consent),
    Press("ls", "everybody", _command(citizen.list_open)),
    Press("go", "everybody", citizen.enter),
    Press("bg", "everybody", citizen.background),
    Press("kp", "everybody", citizen.keep_anyway),
    Press("sg", "everybody", citizen.send_again),
    Press("my", "everybody", citizen_own_words.my_of),
    Press("pg", "everybody", citizen_own_words.my_page),
    Press("ot", "everybody", citizen_own_words.my_elsewhere),
    Press("mo", "everybody", citizen_own_words.my_one),
    Press("ed", "everybody", citizen_own_words.ask_change),
    Press("wd", "everybody", citizen_own_words.withdraw),
    Press("un", "everybody", citizen_own_words.undo),
    Press("mv", "everybody", citizen_own_words.move),
    Press("st", "everybody", citizen_stance.choose),
    Press("sc", "everybody", citizen_stance.change),
    Press("si", "everybody", citizen_similar.choose),
    Press("sr", "everybody", citizen_similar.read),
    Press("sa", "everybody", citizen_own_words.see_answer),
    Press("al", "everybody", citizen_own_words.all_answers),
    Press("lp", "everybody", reader.more_open),
    Press("pa", "everybody", reader.past),
    Press("tl", "everybody", reader.topics_page),
    Press("rt", "everybody", reader.topic_words),
    Press("rw", "everybody", reader.one_whole),
    Press("av", "everybody", reader.answer),
    Press("fl", "everybody", reader.ask_which),
    Press("fw", "everybody", reader.ask_why),
    Press("fy", "everybody", reader.flag),
    Press("fo", "everybody", privacy.forget),
    Press("ap", "everybody", appeals.ask),
    Press("ax", "everybody", appeals.without_line),
    Press("am", "everybody", measures.appeal),
    Press("pl", "everybody", promises.page),
    Press("pv", "everybody", promises.one),
    Press("pf", "everybody", promises.follow),
    Press("lg", "everybody", citizen_settings.choose_language),
    Press("no", "everybody", citizen_settings.choose_notices),
    Press("nn", "everybody", citizen_settings.stop_news),
    Press("wo", "everybody", citizen_settings.tell_when_open),
    Press("ra", "everybody", citizen_answers.rate),
    Press("rc", "everybody", citizen_answers.rate_again),
    Press("wn", "everybody", citizen_answers.without_why),
    Press("wy", "everybody", citizen_answers.pass_on),
    Press("wk", "everybody", citizen_answers.keep_opinion),
    Press("wl", "everybody", citizen_answers.pass_line),
    Press("wx", "everybody", citizen_answers.leave_line),
    Press("ss", "everybody", citizen_settings.stop_step),
    Press("hp", "everybody", _command(explain)),
    Press("su", "officials", _command(official.summary)),
    Press("sm", "officials", official.summary_of),
    Press("rf", "officials", official.refresh),
    Press("mp", "officials", official.opinions_on_map),
    Press("fb", "officials", narrowing.ask),
    Press("fc", "officials", narrowing.ask_place),
    Press("fn", "officials", narrowing.narrowed),
    Press("ft", "officials", narrowing.topic),
    Press("tp", "officials", official.topic),
    Press("da", "officials", handing.hand),
    Press("de", "officials", debts.page),
    Press("ty", "officials", tidying.tidy),
    Press("tn", "officials", tidying.ask_name),
    Press("tu", "officials", tidying.undo),
    Press("tg", "officials", tidying.join),
    Press("tx", "officials", tidying.part),
    Press("ti", "officials", tidying.put_first),
    Press("dg", "officials", digests.choose),
    Press("fi", "officials", finding.page),
    Press("oi", "officials", finding.one),
    Press("om", "officials", finding.tell_moderator),
    Press("vs", "officials", official.voices),
    Press("vw", "officials", official.voice),
    Press("an", "officials", answering.write),
    Press("ao", "officials", answering.write_to_opinion),
    Press("af", "officials", answering.write_to_family),
    Press("ae", "officials", answering.write_to_everyone),
    Press("ch", "officials", answering.change),
    Press("as", "officials", answering.step),
    Press("ve", "officials", answering.choose),
    Press("fx", "officials", answering.take_off),
    Press("cp", "officials", paragraphs.shelf),
    Press("cq", "officials", paragraphs.one),
    Press("cz", "officials", paragraphs.put_in),
    Press("ck", "officials", paragraphs.ask_name),
    Press("cx", "officials", paragraphs.remove),
    Press("gd", "officials", answering.go_on),
    Press("dd", "officials", answering.discard),
    Press("kd", "officials", answering.keep_draft),
    Press("sd", "officials", answering.send),
    Press("co", "officials", answering.correct),
    Press("nc", "officials", answering.send_same),
    Press("na", "officials", answering.write_to_newcomers),
    Press("nl", "officials", answering.not_now),
    Press("sx", "officials", answering.stop_sending),
    Press("rq", "officials", answering.resend),
    Press("ld", "officials", answering.look),
    Press("to", "officials", answering.ask_over),
    Press("ho", "officials", answering.hand_over),
    Press("rk", "officials", approving.ask_look),
    Press("rs", "officials", approving.see),
    Press("rv", "officials", approving.approve),
    Press("rx", "officials", approving.ask_changes),
    Press("nw", "officials", planner.new_at),
    Press("nd", "officials", planner.act),
    Press("cl", "officials", planner.close_this),
    Press("ex", "officials", planner.extend_this),
    Press("pr", "officials", promising.begin),
    Press("pd", "officials", promising.act),
    Press("pu", "officials", promising.update),
    Press("xc", "officials", exports.export_of),
    Press("xf", "officials", exports.export_as),
    Press("ec", "officials", changer.edit_this),
    Press("aw", "officials", changer.announce_there),
    Press("az", "officials", changer.send_announcement),
    Press("lk", "officials", changer.links_of),
    Press("ln", "officials", changer.ask_place),
    Press("lq", "officials", changer.poster_again),
    Press("el", "officials", looking.look),
    Press("ep", "officials", looking.approve),
    Press("eq", "officials", looking.ask_changes),
    Press("qo", "moderators", _command(moderator.queue)),
    Press("qk", "moderators", moderator.keep),
    Press("qh", "moderators", moderator.hide),
    Press("qr", "moderators", moderator.restore),
    Press("qs", "moderators", moderator.keep_hidden),
    Press("qn", "moderators", moderator.skip),
    Press("qc", "moderators", moderator.again),
    Press("qd", "moderators", moderator.differing),
    Press("qu", "moderators", moderator.undo),
    Press("qm", "moderators", cards.mask),
    Press("qp", "moderators", cards.pass_on),
    Press("qw", "moderators", moderator.rush),
    Press("mb", "moderators", measures.about),
    Press("mt", "moderators", measures.take),
    Press("ml", "moderators", measures.lift),
    Press("ms", "moderators", measures.let_stand),
    Press("lo", "moderators", record.page),
    Press("lf", "moderators", record.take_away),
    Press("iv", "admins", admin.invite_to),
    Press("ic", "admins", admin.cancel_link),
    Press("in", "everybody", admin.join),
    Press("gi", "admins", partners.where_at),
    Press("gc", "admins", partners.ask_name),
    Press("gl", "admins", partners.again),
    Press("gj", "everybody", partners.join),
    Press("gn", "everybody", partners.show_name),
    Press("tm", "admins", admin.team_of),
    Press("ih", "admins", admin.invite_head),
    Press("tw", "admins", admin.whose_duties),
    Press("tr", "admins", duties.of),
    Press("td", "admins", duties.ask_department),
    Press("rp", "admins", admin.revoke_at),
    Press("ro", "admins", admin.ask_removal),
    Press("rd", "admins", admin.remove),
    Press("ci", "staff", official.as_citizen),
    Press("rl", "admins", rooms.link),
    Press("rn", "admins", rooms.leave_as_it_is),
    Press("ru", "admins", rooms.unlink),
    Press("rg", "moderators", flagging.choose_reason),
)

FLOWS: tuple[Flow, ...] = (
    Flow("edit", "everybody", citizen_own_words.change),
    Flow("appeal", "everybody", appeals.put_line, appeals.late),
    Flow("keep_hidden", "moderators", moderator.put_line),
    Flow("rename", "officials", tidying.put_name),
    Flow("split", "officials", tidying.put_word),
    Flow("invite_head", "admins", admin.put_department),
    Flow("department", "admins", duties.put),
    Flow("find", "officials", finding.put),
    Flow("assign", "officials", handing.put),
    Flow("answer", "officials", answering.put, answering.lapsed),
    Flow("paragraph", "officials", paragraphs.put_name),
    Flow("why", "everybody", citizen_answers.put_why, citizen_answers.late),
    Flow("changes", "officials", approving.put_changes),
    Flow("new", "officials", planner.put, planner.lapsed),
    Flow("extend", "officials", planner.put_later),
    Flow("partner", "admins", partners.put_name),
    Flow("promise", "officials", promising.put, promising.lapsed),
    Flow("promise_news", "officials", promising.put_news, promising.news_lapsed),
    Flow("export", "officials", exports.named),
    Flow("change", "officials", changer.put_change),
    Flow("announce", "officials", changer.put_announcement),
    Flow("poster", "officials", changer.put_place),
    Flow("send_back", "officials", looking.send_back),
    Flow("mask", "moderators", cards.put_words),
    Flow("pass", "moderators", cards.put_line),
)

LINKS: Mapping[str, str] = {"q": "queue"}
"""t.me/<bot>?start=<link> to the command it stands for, for who may use it. Too short for a
consultation's name."""

COMMAND_BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
PRESS_BY_CODE: Mapping[str, Press] = {press.code: press for press in PRESSES}
FLOW_BY_NAME: Mapping[str, Flow] = {flow.name: flow for flow in FLOWS}
