"""The pages are true: what they name exists, what they show runs, and both READMEs say the same."""

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typer
from babel.messages.pofile import read_po

from bot import citizen_settings, commands, texts
from bot.cli.commands import app
from bot.commands import Command
from bot.settings import Settings
from locales import LANGUAGES, catalogue
from tests.town import Town

HOME = Path(__file__).parent.parent
KOREAN, ENGLISH = HOME / "README.md", HOME / "README.en.md"
READMES = (KOREAN, ENGLISH)
PAGES = sorted([*HOME.glob("*.md"), *(HOME / "docs").rglob("*.md")])
TARGETS = re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(), re.MULTILINE)

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
ROW = re.compile(r"^\| `(MADANG_\w+)` \| (?:`(.*?)`)? *\| (.+) \|$", re.MULTILINE)
COMMENT = re.compile(r"^# (.+?) · .*\n(MADANG_\w+)=", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, without its indent."""

    language: str
    lines: str

    @property
    def place(self) -> str:
        """The file its first line names."""
        return self.lines.partition("\n")[0].removeprefix("# ").partition(",")[0]


def blocks(page: Path, language: str = "") -> list[Block]:
    found = []
    for indent, name, lines in FENCE.findall(page.read_text()):
        plain = re.sub(rf"^{indent}", "", lines, flags=re.MULTILINE)
        found.append(Block(name, plain))
    return [block for block in found if language in ("", block.language)]


def shell_lines(page: Path) -> Iterator[str]:
    """Every command of the page's shell blocks, in one line."""
    for block in blocks(page, "sh"):
        yield from block.lines.replace("\\\n", " ").splitlines()


def code(page: Path) -> Iterator[str]:
    """Everything written as code: shell lines and words between backticks."""
    yield from shell_lines(page)
    yield from CODE.findall(FENCE.sub("", page.read_text()))


def name_of(path: object) -> str:
    return str(path.relative_to(HOME)) if isinstance(path, Path) else str(path)


each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


def plain_default(default: object) -> str:
    secret = "Secret" in type(default).__name__
    return "" if secret or default in (None, ()) else str(default)


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_settings_are_all_told_with_their_defaults(readme: Path) -> None:
    told = {name: default for name, default, _ in ROW.findall(readme.read_text())}
    assert told == {
        f"MADANG_{name.upper()}": plain_default(field.default)
        for name, field in Settings.model_fields.items()
    }


def test_the_settings_mean_in_english_what_the_code_says() -> None:
    told = {name: meaning for name, _, meaning in ROW.findall(ENGLISH.read_text())}
    assert told == {
        f"MADANG_{name.upper()}": field.description for name, field in Settings.model_fields.items()
    }


def test_the_settings_mean_in_korean_what_the_example_says() -> None:
    told = {name: meaning for name, _, meaning in ROW.findall(KOREAN.read_text())}
    example = (HOME / ".env.example").read_text()
    assert told == {name: meaning for meaning, name in COMMENT.findall(example)}


@each_page
def test_every_make_target_named_is_in_the_makefile(page: Path) -> None:
    named = {word for each in code(page) for word in re.findall(r"^make ([a-z-]+)", each)}
    assert named <= set(TARGETS)


@each_page
def test_every_madang_command_named_is_there(page: Path) -> None:
    for each in code(page):
        said = re.match(r"(?:\.venv/bin/)?madang((?: [a-z]+)+)", each)
        if said:
            leaf(said[1].split())


@each_page
def test_every_madang_command_shown_would_be_understood(page: Path) -> None:
    for line in shell_lines(page):
        words = shlex.split(line)
        given = next((n for n, word in enumerate(words) if word.endswith("bin/madang")), None)
        if given is not None:
            command, arguments = leaf(words[given + 1 :])
            command.make_context("madang", arguments)


def leaf(words: list[str]) -> tuple[Any, list[str]]:
    """The command at the end of these words, and what is left for it. KeyError where none is."""
    command: Any = typer.main.get_command(app)
    rest = list(words)
    while hasattr(command, "commands") and rest:
        command = command.commands[rest.pop(0)]
    return command, rest


@each_page
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@each_page
def test_every_file_named_is_there(page: Path) -> None:
    named = [each for each in CODE.findall(FENCE.sub("", page.read_text())) if "/" in each]
    files = [each for each in named if re.fullmatch(r"[\w./-]+\.(py|po|toml|ini|txt|md)", each)]
    assert [file for file in files if not (HOME / file).exists()] == []


@each_page
def test_every_program_shown_is_one_of_ours(page: Path) -> None:
    started = {shlex.split(line)[0] for line in shell_lines(page) if "=" not in line.split()[0]}
    ours = {"make", "python3.11"}
    assert all(word in ours or word.startswith(".venv/bin/") for word in started)


def test_both_readmes_have_the_same_headings() -> None:
    korean, english = (HEADING.findall(FENCE.sub("", page.read_text())) for page in READMES)
    assert korean == english


def test_both_readmes_show_the_same_code() -> None:
    korean, english = (blocks(page, "sh") for page in READMES)
    assert korean == english


def test_both_readmes_lead_to_the_same_pages() -> None:
    other = {"README.md", "README.en.md"}
    korean, english = (set(LINK.findall(page.read_text())) - other for page in READMES)
    assert korean == english


def test_every_decision_can_be_reached_from_the_readme() -> None:
    decisions = {name_of(page) for page in PAGES if page.parent.name == "decisions"}
    assert decisions <= set(LINK.findall(KOREAN.read_text()))


ADDING = blocks(HOME / "docs" / "adding.md")
HANDLER, ENTRY, KOREAN_WORDS, ENGLISH_WORDS, TOLD = ADDING[:5]


@pytest.fixture
def with_hours(monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command of the page, added as the page says, for one test."""
    scope = vars(citizen_settings) | {}
    exec(HANDLER.lines, scope)
    monkeypatch.setattr(citizen_settings, "hours", scope["hours"], raising=False)
    entry: Command = eval(ENTRY.lines.strip().rstrip(","), vars(commands))
    monkeypatch.setitem(vars(commands)["COMMAND_BY_NAME"], entry.name, entry)
    monkeypatch.setattr(texts, "catalogue", wider)
    return entry


def wider(language: str) -> dict[str, str]:
    """The words of the tree, and those of the page."""
    block = {"ko": KOREAN_WORDS, "en": ENGLISH_WORDS}[language]
    return {**catalogue(language), **added(block)}


def added(block: Block) -> dict[str, str]:
    found = read_po(BytesIO(block.lines.encode()), abort_invalid=True)
    return {str(each.id): str(each.string) for each in found if each.id}


async def lines_run(lines: str, **scope: Any) -> dict[str, Any]:
    """Run lines of a page, which may await; what they named."""
    waiting = eval(compile(lines, "page", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), scope)
    if waiting is not None:
        await waiting
    return scope


def test_the_example_names_where_its_parts_go() -> None:
    places = [block.place for block in (HANDLER, ENTRY, KOREAN_WORDS, ENGLISH_WORDS)]
    assert places == [
        "bot/citizen_settings.py",
        "bot/commands.py",
        *(f"locales/{language}/messages.po" for language in LANGUAGES),
    ]


def test_the_example_is_not_in_the_tree_already() -> None:
    assert not set(added(KOREAN_WORDS)) & set(catalogue("ko"))
    assert set(added(KOREAN_WORDS)) == set(added(ENGLISH_WORDS))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_example_answers_a_citizen(
    small_town: Town, with_hours: Command, language: str
) -> None:
    eve = small_town.citizen("Eve", language)
    assert await eve.says(f"/{with_hours.name}") == [wider(language)["hours.office"]]


async def test_the_test_of_the_example_holds(small_town: Town, with_hours: Command) -> None:
    made = await lines_run(TOLD.lines, Town=Town)
    [told] = [value for name, value in made.items() if name.startswith("test_")]
    await told(small_town)


async def test_the_dialogue_shown_in_architecture_holds(small_town: Town) -> None:
    [shown] = blocks(HOME / "docs" / "architecture.md", "python")
    await lines_run(shown.lines, small_town=small_town)
