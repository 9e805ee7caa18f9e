"""The menus of commands, help, and the buttons into work: each fits a person's roles."""

import json
from pathlib import Path

import pytest

from bot.audiences import may
from bot.commands import COMMANDS, EXPLAINED_BY_TELEGRAM, Command
from bot.texts import units
from deliberation import people
from deliberation.people import STAFF_ROLES
from locales import LANGUAGES, catalogue
from playground.faults import Fault, FaultKind
from storage.database import reading
from storage.models import Outbox
from tests.bot.shell import Shell, shell_on
from tests.bot.team_scenes import JOIN, administrator, invitation, joined
from tests.town import MARKET, MORNING, Citizen, Town

EVERYBODYS = {each.name for each in COMMANDS if each.audience == "everybody" and each.listed}
STAFFS = sorted(each.name for each in COMMANDS if each.audience != "everybody")
TYPED = [
    words
    for language in LANGUAGES
    for name in STAFFS
    for words in catalogue(language).get(f"always.{name}", "").split("|")
    if words
]
EXPLAINED = [each for each in COMMANDS if each.listed and each.name not in EXPLAINED_BY_TELEGRAM]

MARKET_TITLE, PHONE = "옛 시장 자리 쓰임", "02-000-0000"


def menu(of: Citizen) -> list[str]:
    return [str(command["command"]) for command in of.account.menu]


async def staff(town: Town, *roles: str, language: str = "ko") -> Citizen:
    """Somebody who was given these roles in the shell, and has pressed Start."""
    made = town.citizen("Sam", language)
    for role in roles:
        town.grant(made, role)
    await made.starts()
    return made


def allowed(town: Town, of: Citizen) -> set[str]:
    """What COMMANDS say this person may do, and a menu shows."""
    with reading(town.app.database.engine) as session:
        person = people.meet(town.work(session), of.account.id, of.language)
    return {each.name for each in COMMANDS if each.listed and may(person, each.audience)}


# --- menus ---


async def test_a_citizens_menu_holds_everybodys_commands(small_town: Town) -> None:
    await small_town.app.menus.publish()
    ada = small_town.citizen()
    await ada.agrees()
    assert set(menu(ada)) == EVERYBODYS


@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_the_menu_of_the_staff_fits_their_role(small_town: Town, role: str) -> None:
    await small_town.app.menus.publish()
    sam = await staff(small_town, role)
    assert set(menu(sam)) == allowed(small_town, sam) > EVERYBODYS


async def test_the_menu_of_several_roles_holds_all_their_commands(small_town: Town) -> None:
    sam = await staff(small_town, "official", "moderator")
    assert {"summary", "queue"} < set(menu(sam))
    assert "invite" not in menu(sam)


async def test_what_only_the_staff_can_do_comes_first(small_town: Town) -> None:
    sam = await staff(small_town, "official")
    audience = {each.name: each.audience for each in COMMANDS}
    own = [audience[name] == "everybody" for name in menu(sam)]
    assert own == sorted(own)


async def test_joining_by_an_invitation_sets_the_menu(town: Town) -> None:
    await town.app.menus.publish()
    bora = await joined(town, await administrator(town))
    assert set(menu(bora)) == allowed(town, bora)


async def test_a_role_given_in_the_shell_to_somebody_who_wrote_before_sets_the_menu(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    small_town.grant(ada, "official")
    await small_town.settle()
    assert "summary" in menu(ada)


async def test_a_menu_for_somebody_who_never_wrote_is_no_failure(town: Town) -> None:
    town.grant(town.citizen("Ada"), "official")
    await town.settle()
    assert [row.state for row in town.all(Outbox) if row.kind == "menu"] == ["cancelled"]


async def test_removal_takes_the_menu_away(town: Town) -> None:
    await town.app.menus.publish()
    alice = await administrator(town)
    bora = await joined(town, alice)
    await alice.says("/revoke")
    await alice.presses("담당자 1")
    await alice.presses("내보내기")
    assert set(menu(bora)) == EVERYBODYS


async def test_who_keeps_another_role_keeps_its_menu(small_town: Town) -> None:
    alice = await administrator(small_town)
    bora = await joined(small_town, alice, role="moderator")
    await bora.starts(await invitation(alice, "official"))
    await bora.presses(JOIN)
    assert {"summary", "queue"} < set(menu(bora))


async def test_the_menu_follows_the_language_that_was_chosen(small_town: Town) -> None:
    sam = await staff(small_town, "official")
    await sam.says("/language")
    await sam.presses("English")
    said = {str(each["command"]): each["description"] for each in sam.account.menu}
    assert said["summary"] == catalogue("en")["command.summary"]


async def test_staff_with_an_english_telegram_have_an_english_menu(small_town: Town) -> None:
    sam = await staff(small_town, "official", language="en")
    said = {str(each["command"]): each["description"] for each in sam.account.menu}
    assert said["summary"] == catalogue("en")["command.summary"]


async def test_in_groups_no_command_is_shown(small_town: Town) -> None:
    await small_town.app.bot.set_my_commands([("old", "Set by hand")])
    await small_town.app.menus.publish()
    await administrator(small_town)
    scopes = {scope for scope, _ in small_town.playground.world.commands}
    assert {scope.partition(":")[0] for scope in scopes} == {"all_private_chats", "chat"}


async def test_nobody_elses_menu_changes(small_town: Town) -> None:
    await small_town.app.menus.publish()
    ada = small_town.citizen()
    await ada.agrees()
    await administrator(small_town)
    assert set(menu(ada)) == EVERYBODYS


async def test_a_menu_that_was_never_set_for_old_staff_is_set_at_the_start(town: Town) -> None:
    sam = await staff(town, "official")
    town.playground.world.commands.clear()
    await town.app.menus.publish()
    await town.settle()
    assert set(menu(sam)) == allowed(town, sam)


async def test_at_a_start_where_no_command_changed_nothing_is_sent(small_town: Town) -> None:
    await staff(small_town, "official")
    await small_town.app.menus.publish()
    await small_town.settle()
    before = len(small_town.all(Outbox))
    await small_town.app.menus.publish()
    assert len(small_town.all(Outbox)) == before


@pytest.mark.parametrize("trouble", ["server_error", "lost_reply", "refused_connection"])
async def test_a_menu_that_met_trouble_is_set_again(small_town: Town, trouble: FaultKind) -> None:
    small_town.playground.faults.add(Fault(trouble, "setMyCommands"))
    sam = await staff(small_town, "official")
    await small_town.passes(seconds=10)
    assert set(menu(sam)) == allowed(small_town, sam)


async def test_a_menu_that_has_to_wait_holds_up_no_message(small_town: Town) -> None:
    sam = small_town.citizen("Sam")
    small_town.grant(sam, "official")
    small_town.playground.faults.add(Fault("too_many", "setMyCommands", retry_after=60))
    assert await sam.starts() == ["담당자로 들어와 계세요. 무엇부터 할까요?"]
    greeted = sam.account.screen[-1].record["date"]
    assert greeted - MORNING.timestamp() < 60
    assert set(menu(sam)) == allowed(small_town, sam)


# --- the shell ---


@pytest.fixture
def shell(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    return shell_on(sqlite_url, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("role", "next_step"),
    [("admin", "/invite"), ("official", "/summary"), ("moderator", "/queue")],
)
def test_the_shell_says_what_happens_next(shell: Shell, role: str, next_step: str) -> None:
    told = shell.says("grant", role, "55", "--agency", "jungang").out
    assert "/start" in told
    assert next_step in told


# --- who has no role learns of nothing ---


@pytest.mark.parametrize("command", STAFFS)
async def test_a_command_of_the_staff_is_unknown_to_citizens(
    small_town: Town, command: str
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    for typed in (f"/{command}", f"/{command} 1", f"/{command.upper()}@madang_bot"):
        assert await ada.says(typed) == [ada.words("command.unknown")]


@pytest.mark.parametrize("typed", TYPED)
async def test_words_for_a_command_of_the_staff_are_a_citizens_own(
    small_town: Town, typed: str
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    (told,) = await ada.says(typed)
    assert told.startswith(("잘 받았어요.", ada.words("opinion.short")))


@pytest.mark.parametrize("slug", [None, MARKET])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_citizens_help_names_no_command_of_the_staff(
    small_town: Town, slug: str | None, language: str
) -> None:
    ada = small_town.citizen("Ada", language)
    if slug:
        await ada.agrees(slug)
    (told,) = await ada.says("/help")
    assert named(told) == EVERYBODYS - {*EXPLAINED_BY_TELEGRAM}
    assert units(told.replace(MARKET_TITLE, "").replace(PHONE, "")) <= 400


def named(told: str) -> set[str]:
    """The commands a text names."""
    return {word.removeprefix("/") for word in told.split() if word.startswith("/")}


# --- help ---


@pytest.mark.parametrize("command", EXPLAINED, ids=lambda command: command.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_its_line_in_help(command: Command, language: str) -> None:
    assert f"help.line.{command.name}" in catalogue(language)


def test_every_line_of_help_has_its_command() -> None:
    lines = {key.removeprefix("help.line.") for key in catalogue("ko") if "help.line." in key}
    assert lines == {command.name for command in EXPLAINED}


@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_help_for_the_staff_names_what_their_role_can_do(small_town: Town, role: str) -> None:
    sam = await staff(small_town, role)
    (told,) = await sam.says("/help")
    assert named(told) == allowed(small_town, sam) - EVERYBODYS - {"staff"} | {"cancel"}
    assert told.startswith(f"{sam.words(f'role.{role}')}")


async def test_help_for_several_roles_has_all_their_lines(small_town: Town) -> None:
    sam = await staff(small_town, "moderator", "official")
    (told,) = await sam.says("/help")
    assert {"summary", "queue"} < named(told)
    assert told.startswith("담당자, 운영자로 들어와 계세요.")


async def test_staff_who_are_here_as_citizens_read_the_way_back(small_town: Town) -> None:
    sam = await staff(small_town, "official")
    await sam.says("/citizen")
    (told,) = await sam.says("/help")
    assert named(told) == EVERYBODYS - {*EXPLAINED_BY_TELEGRAM} | {"staff"}


# --- buttons ---


@pytest.mark.parametrize(
    ("role", "doors"),
    [
        ("official", ["요약 보기", "밀린 답변", "새 마당 열기"]),
        ("moderator", ["살필 글 보기"]),
    ],
)
async def test_plain_words_of_the_staff_offer_what_their_role_can_do(
    small_town: Town, role: str, doors: list[str]
) -> None:
    sam = await staff(small_town, role)
    assert await sam.says("안녕하세요 여러분") == [sam.words("plain.staff")]
    assert sam.buttons == [*doors, "시민으로 의견 내기", "할 수 있는 일"]


async def test_start_greets_the_staff_by_their_roles(small_town: Town) -> None:
    sam = await staff(small_town, "moderator")
    assert await sam.starts() == ["운영자로 들어와 계세요. 무엇부터 할까요?"]


async def test_no_menu_row_holds_a_word_or_a_name(small_town: Town) -> None:
    sam = await staff(small_town, "official")
    rows = [row for row in small_town.all(Outbox) if row.kind == "menu"]
    assert {row.state for row in rows} <= {"sent", "failed"}
    assert str(sam.account.id) not in json.dumps([row.payload for row in rows])
