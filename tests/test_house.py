"""Promises of the house that code can keep: whoever adds something and forgets a part is named."""

import ast
import re
from pathlib import Path

import pytest

from bot.commands import COMMANDS, FLOWS, PRESSES, Command
from bot.jobs import JOBS
from bot.settings import Settings
from deliberation.asking.kinds import KINDS
from locales import LANGUAGES, catalogue

HOME = Path(__file__).parent.parent
PACKAGES = ("bot", "deliberation", "nlp", "storage", "playground", "locales", "bench")
SOURCES = [path for package in PACKAGES for path in (HOME / package).rglob("*.py")]
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_words_for_the_menu(command: Command, language: str) -> None:
    assert 0 < len(catalogue(language).get(f"command.{command.name}", "")) <= 256


def test_every_command_has_a_name_telegram_takes() -> None:
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", command.name) for command in COMMANDS)


def test_no_two_commands_presses_or_flows_have_one_name() -> None:
    for names in (
        [command.name for command in COMMANDS],
        [press.code for press in PRESSES],
        [flow.name for flow in FLOWS],
    ):
        assert len(names) == len(set(names))


def test_every_button_that_is_made_has_a_press() -> None:
    made = {code for path in SOURCES for code in _button_codes(path)}
    assert made == {press.code for press in PRESSES}


def _button_codes(path: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "Button"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_setting_is_in_the_example_with_its_default() -> None:
    example = (HOME / ".env.example").read_text()
    for name, field in Settings.model_fields.items():
        line = re.search(rf"^#? ?MADANG_{name.upper()}=(.*)$", example, re.MULTILINE)
        assert line, f"MADANG_{name.upper()} is not in .env.example"
        assert line[1] in (str(_plain(field.default)), ""), f"MADANG_{name.upper()}: {line[1]}"


def _plain(default: object) -> object:
    if isinstance(default, bool):
        return str(default).lower()
    return "" if default in (None, ()) or "Secret" in type(default).__name__ else default


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_the_code_asks_for_is_in_the_catalogue(language: str) -> None:
    asked = {key for path in SOURCES for key in _keys_asked(path)}
    assert not {key for key in asked if key not in catalogue(language)}


def _keys_asked(path: Path) -> set[str]:
    """Plain keys given to `say`, `text` and `key`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0]
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            continue
        if name == "say" or (name == "text" and "." in first.value):
            found.add(first.value)
        elif name == "key" and len(node.args) > 1:
            found.add(f"button.{first.value}")
    return found


def test_every_job_says_how_often_it_runs() -> None:
    assert all(job.every.total_seconds() > 0 for job in JOBS.values())


def test_every_kind_says_what_it_allows() -> None:
    assert all(isinstance(kind.opinions, bool) for kind in KINDS.values())


def test_constraints_name_no_address_and_no_local_build() -> None:
    constraints = (HOME / "constraints.txt").read_text()
    assert not re.search(r"\+cpu|file:|https?:|@", constraints)


def test_torch_is_pinned_exactly() -> None:
    assert "torch==2.13.0" in (HOME / "pyproject.toml").read_text()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOME)))
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text()
    assert sum(bool(line.strip()) for line in text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_no_word_a_person_reads_stands_in_the_bots_code() -> None:
    hangul = re.compile("[가-힣]")
    spoken = {
        str(path.relative_to(HOME))
        for path in SOURCES
        if path.is_relative_to(HOME / "bot")
        and not path.is_relative_to(HOME / "bot" / "cli")  # an operator's terminal is bilingual
        and path.name != "texts.py"  # endings that do not matter in a typed word
        and hangul.search(_code_without_docstrings(path))
    }
    assert not spoken


def _code_without_docstrings(path: Path) -> str:
    tree = ast.parse(path.read_text())
    return " ".join(
        node.value
        for parent in ast.walk(tree)
        for node in ast.iter_child_nodes(parent)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and not isinstance(parent, ast.Expr)
    )
