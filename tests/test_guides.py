"""The guides for people at work are true: their tables are those of the code, their lines run."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import texts
from deliberation import dates
from deliberation.asking.plan_checks import CLOSES_AT
from deliberation.asking.plan_steps import STEPS
from deliberation.dates import Moment
from deliberation.moderating.choices import REASONS
from deliberation.privacy.held import Holdings
from locales import LANGUAGES, catalogue
from storage.models import Contact

HOME = Path(__file__).parent.parent
SEOUL = ZoneInfo("Asia/Seoul")
TABLES_TOLD_AT = datetime(2026, 11, 23, 10, 0, tzinfo=SEOUL)  # a Monday
SEVERAL = re.compile(r"`(\w+)`")
ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def guide(name: str, language: str) -> str:
    ending = ".md" if language == "ko" else f".{language}.md"
    return (HOME / "docs" / f"{name}{ending}").read_text()


def rows(lines: str) -> list[list[str]]:
    """The cells of every row of every table, without heads and rules."""
    found = [[cell.strip() for cell in row.split("|")] for row in ROW.findall(lines)]
    rules = [n for n, row in enumerate(found) if set("".join(row)) == {"-"}]
    return [row for n, row in enumerate(found) if not {n, n + 1} & set(rules)]


def table(lines: str, head: str) -> list[list[str]]:
    """The rows of the table whose head's first cell is this."""
    [part] = re.findall(rf"^\| {re.escape(head)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", lines, re.MULTILINE)
    return rows(part)


@each_language
def test_words_are_hidden_for_the_reasons_told_and_no_others(language: str) -> None:
    words = catalogue(language)
    head = {"ko": "까닭", "en": "reason"}[language]
    told = table(guide("moderating", language), head)
    assert told == [[words[f"reason.{each}"], words[f"rule.{each}"]] for each in REASONS]


@each_language
def test_the_buttons_of_a_card_are_named_as_they_are(language: str) -> None:
    words = catalogue(language)
    head = {"ko": "버튼", "en": "button"}[language]
    told = [row[0] for row in table(guide("moderating", language), head)]
    shown = ("keep_as_it_is", "hide", "mask", "to_admin", "next_message")
    assert told == [words[f"button.{each}"] for each in shown]


@each_language
def test_every_time_of_the_table_is_read_as_it_says(language: str) -> None:
    head = {"ko": "이렇게 쓰면", "en": "written"}[language]
    for typed, told, _ in table(guide("officials", language), head):
        read = dates.moment(typed.strip("`"), TABLES_TOLD_AT, SEOUL, otherwise=CLOSES_AT)
        said = texts.when(read.at, language, SEOUL) if isinstance(read, Moment) else "–"
        assert said == told, typed


@each_language
def test_every_question_of_a_new_consultation_is_told_in_its_place(language: str) -> None:
    head = {"ko": "차례", "en": "step"}[language]
    places = [int(row[0]) for row in table(guide("officials", language), head)]
    assert places == list(range(1, len([step for step in STEPS if step.counted]) + 1))


@each_language
def test_every_table_of_the_database_is_in_the_privacy_guide(language: str) -> None:
    head = {"ko": "표", "en": "table"}[language]
    told = [row[0].strip("`") for row in table(guide("privacy", language), head)]
    assert sorted(told) == sorted(Contact.metadata.tables)


@each_language
def test_every_part_of_what_mydata_sends_is_told(language: str) -> None:
    head = {"ko": "이름", "en": "name"}[language]
    told = [row[0].strip("`") for row in table(guide("privacy", language), head)]
    assert told == list(Holdings.__dataclass_fields__)


@each_language
def test_every_line_of_the_log_that_is_explained_is_written(language: str) -> None:
    head = {"ko": "이름", "en": "name"}[language]
    code = "".join(path.read_text() for path in (HOME / "bot").rglob("*.py"))
    for names, _ in table(guide("running", language), head):
        for name in SEVERAL.findall(names):
            assert f'"{name}"' in code, name
