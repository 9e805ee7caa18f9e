"""The pages are true: what they name exists, what they show runs, and what is there in Korean and
English says the same."""

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

from bot import commands, texts
from bot.cli.commands import app
from bot.commands import COMMANDS, Command
from bot.handlers import citizen_settings
from bot.settings import Settings
from locales import LANGUAGES, catalogue
from tests.town import Town

HOME = Path(__file__).parent.parent
KOREAN, ENGLISH = HOME / "README.md", HOME / "README.en.md"
READMES = (KOREAN, ENGLISH)
PAGES = sorted([*HOME.glob("*.md"), *(HOME / "docs").rglob("*.md")])
PAIRS = [
    (page.with_name(page.name.replace(".en.md", ".md")), page)
    for page in PAGES
    if page.name.endswith(".en.md")
]
TARGETS = re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(), re.MULTILINE)

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
ROW = re.compile(r"^\| `(MADANG_\w+)` \| (?:`(.*?)`)? *\| (.+) \|$", re.MULTILINE)
COMMENT = re.compile(r"^# (.+?) · .*\n(MADANG_\w+)=", re.MULTILINE)
IMAGE = re.compile(r"!\[[^\]]+\]\((\S+?)\)|<img src=\"(\S+?)\"[^>]* alt=\"[^\"]+\">")
COMMAND_ROW = re.compile(r"^\| `/(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
HEAVIEST_PICTURE = 600_000  # bytes; a README opens on a telephone, too
AUDIENCES = {
    "ko": {
        "everybody": "누구나",
        "staff": "함께 일하는 분",
        "officials": "담당자, 부서 책임자, 확인하는 사람",
        "answerers": "담당자, 부서 책임자",
        "planners": "담당자",
        "moderators": "운영자",
        "admins": "관리자",
    },
    "en": {
        "everybody": "everybody",
        "staff": "staff",
        "officials": "officials, heads, approvers",
        "answerers": "officials, heads",
        "planners": "officials",
        "moderators": "moderators",
        "admins": "administrators",
    },
}


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


def language_of(page: Path) -> str:
    return "en" if page.name.endswith(".en.md") else "ko"


def neutral(link: str) -> str:
    """A link of either language's page, with the mark of the language taken away."""
    return link.replace(".en.md", ".md").replace("-en.png", "-ko.png")


each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)
each_pair = pytest.mark.parametrize(("korean", "english"), PAIRS, ids=name_of)


def plain_default(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
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
        said = re.match(r"(?:\.venv/bin/)?madang((?: [a-z-]+)+)", each)
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
    ours = {"make", "python3.11", "docker"}
    assert all(word in ours or word.startswith(".venv/bin/") for word in started)


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_every_command_is_told_as_in_the_menu_and_for_whom(readme: Path) -> None:
    language = language_of(readme)
    assert COMMAND_ROW.findall(readme.read_text()) == [
        (
            command.name,
            AUDIENCES[language][command.audience],
            catalogue(language)[f"command.{command.name}"],
        )
        for command in COMMANDS
    ]


@each_page
def test_every_picture_shown_is_there_and_loads_fast(page: Path) -> None:
    shown = ["".join(found) for found in IMAGE.findall(page.read_text())]
    sizes = {picture: (page.parent / picture).stat().st_size for picture in shown}
    assert all(size < HEAVIEST_PICTURE for size in sizes.values()), sizes


def test_the_readme_opens_with_the_page_in_its_own_language() -> None:
    for readme in READMES:
        first = IMAGE.search(readme.read_text())
        assert first
        assert first[1] == f"docs/pictures/page-{language_of(readme)}.png"


@each_pair
def test_both_languages_have_the_same_headings(korean: Path, english: Path) -> None:
    headings = [HEADING.findall(FENCE.sub("", page.read_text())) for page in (korean, english)]
    assert headings[0] == headings[1]


@each_pair
def test_both_languages_show_the_same_code(korean: Path, english: Path) -> None:
    assert blocks(korean, "sh") == blocks(english, "sh")


@each_pair
def test_both_languages_lead_to_the_same_pages(korean: Path, english: Path) -> None:
    led = [{neutral(link) for link in LINK.findall(page.read_text())} for page in (korean, english)]
    assert led[0] == led[1]


@each_pair
def test_each_language_leads_to_its_own_pages(korean: Path, english: Path) -> None:
    written = {page.name for pair in PAIRS for page in pair}
    for page, other in ((korean, english), (english, korean)):
        led = {Path(link).name for link in LINK.findall(page.read_text())} & written
        foreign = {name for name in led if language_of(Path(name)) == language_of(other)}
        assert foreign == {other.name}


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


def test_every_test_that_the_threats_name_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (HOME / "docs/security.md").read_text()))
    code = "\n".join(each.read_text() for each in (HOME / "tests").rglob("test_*.py"))
    assert named
    assert named <= set(re.findall(r"def (test_\w+)\(", code))


def test_the_example_names_where_its_parts_go() -> None:
    places = [block.place for block in (HANDLER, ENTRY, KOREAN_WORDS, ENGLISH_WORDS)]
    assert places == [
        "bot/handlers/citizen_settings.py",
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
