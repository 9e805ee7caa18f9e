"""What holds for every word in the catalogue: complete, alike in each language, short and plain."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po

import locales
from bot.texts import labels, normal, units
from locales import LANGUAGES, catalogue

KOREAN = catalogue("ko")
ENGLISH = catalogue("en")
PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
PARTICLES = {"은", "이", "을", "과", "으로", "이라고", "이나", "이라는"}
TELEGRAM_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}

MAY_BE_LONG = ("consent.ask", "privacy.", "summary.")
NOT_SENTENCES = ("typed.", "always.")
MESSAGES_ABOUT_BUTTONS = {"button.old", "button.spent", "button.forged"}
BUTTONS = sorted({key for key in KOREAN if key.startswith("button.")} - MESSAGES_ABOUT_BUTTONS)

JARGON = {
    "ko": re.compile(
        "데이터|시스템|알고리즘|클러스터|챗봇|업데이트|세션|토큰|콜백|인라인|유저|포스트|피드백|이슈"
        "|리스트|커맨드|에러|오류|로그|아이디|제출|접수|반려|기입|상기|해당|금일|익일|유효|잘못|입력"
    ),
    "en": re.compile(
        r"\b(users?|posts?|data|database|algorithm|cluster|chatbot|update|session|token|callback"
        r"|inline|invalid|error|submit|submitted|submission|feedback|opt-in|adjudicated)\b"
    ),
}

COMMANDS = {key.removeprefix("command.") for key in KOREAN if key.startswith("command.")}
COMMANDS -= {"unknown"}


def fixed_words(words: str) -> str:
    """The words without the values put into them."""
    return PLACEHOLDER.sub("", words)


def names(words: str) -> set[str]:
    return {match[1] for match in PLACEHOLDER.finditer(words)}


def sentences(words: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.?!])\s+|\n", fixed_words(words)):
        if sentence.strip():
            yield sentence.strip()


class Tags(HTMLParser):
    """Collects what is open and what does not fit."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TELEGRAM_TAGS:
            self.wrong.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_every_language_has_the_same_keys() -> None:
    assert set(KOREAN) == set(ENGLISH)


def test_every_language_names_the_same_values() -> None:
    assert [key for key in KOREAN if names(KOREAN[key]) != names(ENGLISH[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_written_once_and_finished(language: str) -> None:
    messages, written = [], []
    for path in locales.files(language):
        with path.open("rb") as file:
            messages += [message for message in read_po(file) if message.id]
        written += re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(written) == sorted({message.id for message in messages})
    assert [message.id for message in messages if not message.string or message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_are_placeholders_and_nothing_else(language: str) -> None:
    words = catalogue(language).items()
    assert [key for key, said in words if set("{}") & set(fixed_words(said))] == []


def test_korean_forms_are_particles() -> None:
    forms = {match[2] for said in KOREAN.values() for match in PLACEHOLDER.finditer(said)}
    assert forms - {None, "few"} <= PARTICLES


def test_english_forms_are_pairs_of_one_and_many() -> None:
    forms = {match[2] for said in ENGLISH.values() for match in PLACEHOLDER.finditer(said)}
    assert [form for form in forms - {None, "few"} if form.count("|") != 1] == []


def test_a_particle_that_varies_never_follows_a_bare_value() -> None:
    loose = re.compile(
        r"(?<!:few)\}(을|를|은|는|이|가|과|와|으로|로|이에요|예요|이라고|라고)(?![가-힣])"
    )
    assert [key for key, said in KOREAN.items() if loose.search(said)] == []


def test_korean_sentences_are_short() -> None:
    spoken = [key for key in KOREAN if not key.startswith(NOT_SENTENCES)]
    long = [(key, each) for key in spoken for each in sentences(KOREAN[key]) if len(each) > 60]
    assert long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_short(language: str) -> None:
    long = {
        key: units(fixed_words(said))
        for key, said in catalogue(language).items()
        if not key.startswith(MAY_BE_LONG) and units(fixed_words(said)) > 400
    }
    assert long == {}


def test_korean_is_friendly_speech() -> None:
    stiff = re.compile(r"(습니다|습니까|십시오|하시오|한다|된다)(?=[.?!\s]|$)")
    spoken = {key: said for key, said in KOREAN.items() if not key.startswith(NOT_SENTENCES)}
    assert [key for key, said in spoken.items() if stiff.search(said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_in_jargon(language: str) -> None:
    words = catalogue(language).items()
    said = {key: each for key, each in words if not key.startswith(NOT_SENTENCES)}
    assert [key for key in said if JARGON[language].search(said[key].lower())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_emoji_is_used(language: str) -> None:
    emoji = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
    assert [key for key, said in catalogue(language).items() if emoji.search(said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_is_closed_and_known_to_telegram(language: str) -> None:
    for key, said in catalogue(language).items():
        tags = Tags(said)
        assert (key, tags.open, tags.wrong) == (key, [], [])
        assert not re.search(r"&(?!(amp|lt|gt|quot);)", said), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_commands_that_exist_are_mentioned(language: str) -> None:
    mentioned = {
        command
        for said in catalogue(language).values()
        for command in re.findall(r"(?<![\w/}])/([a-z]+)", said)
    }
    assert mentioned <= COMMANDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_the_menu_fit_into_telegrams_menu(language: str) -> None:
    lines = [catalogue(language)[f"command.{command}"] for command in COMMANDS]
    assert [line for line in lines if not 1 <= units(line) <= 256] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_short(language: str) -> None:
    shown = {key: fixed_words(catalogue(language)[key]) for key in BUTTONS}
    assert [key for key, each in shown.items() if units(each) > 32 or "\n" in each] == []


def test_further_typed_words_belong_to_a_button() -> None:
    for key in (key for key in KOREAN if key.startswith("typed.")):
        name = f"button.{key.removeprefix('typed.')}"
        assert name in BUTTONS
        values = dict.fromkeys(names(KOREAN[name]), "것")
        assert normal(PLACEHOLDER.sub("것", KOREAN[name])) in labels(name, **values), key


def test_words_that_always_work_name_a_command_each() -> None:
    always = {key.removeprefix("always.") for key in KOREAN if key.startswith("always.")}
    assert always <= COMMANDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_neither_begin_nor_end_in_blanks(language: str) -> None:
    glued = {"summary.copies"}  # follows a quote on its line
    words = catalogue(language).items()
    assert [key for key, said in words if said != said.strip() and key not in glued] == []
