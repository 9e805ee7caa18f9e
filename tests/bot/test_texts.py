"""Words come from the catalogue, values are put in safely, and Korean particles fit."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import (
    Markup,
    day,
    excerpt,
    joined,
    josa,
    label,
    labels,
    normal,
    number,
    text,
    units,
    when,
    words_always,
)

SEOUL = ZoneInfo("Asia/Seoul")
AFTERNOON = datetime(2026, 11, 23, 5, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "particle", "form"),
    [
        ("도서관", "은", "은"),
        ("마을버스", "은", "는"),
        ("도서관", "을", "을"),
        ("마을버스", "을", "를"),
        ("시장", "이", "이"),
        ("자리", "이", "가"),
        ("시장", "과", "과"),
        ("자리", "과", "와"),
        ("길", "으로", "로"),
        ("서울", "으로", "로"),
        ("시장", "으로", "으로"),
        ("자리", "으로", "로"),
        ("3", "은", "은"),
        ("2", "은", "는"),
        ("1", "으로", "로"),
        ("10", "으로", "으로"),
        ("버스(마을)", "은", "는"),
        ("“시장”", "을", "을"),
        ("시장", "이라고", "이라고"),
        ("자리", "이라고", "라고"),
        ("자리", "이나", "나"),
        ("LAB", "을", "을(를)"),
    ],
)
def test_a_particle_fits_the_word_before_it(word: str, particle: str, form: str) -> None:
    assert josa(word, particle) == form


def test_a_placeholder_may_ask_for_its_particle() -> None:
    said = text("opinion.moved", "ko", no=4, title="마을버스")
    assert said.startswith("내 의견 4번을 마을버스로 옮겼어요.")


def test_english_needs_no_particles() -> None:
    assert "moved to 마을버스." in text("opinion.moved", "en", no=4, title="마을버스")


def test_what_a_person_wrote_is_escaped_once() -> None:
    said = text("join.done", "ko", no=1, excerpt="<b>안녕</b> & “끝”")
    assert said.endswith("“&lt;b&gt;안녕&lt;/b&gt; &amp; “끝””")


def test_the_particle_is_chosen_before_escaping() -> None:
    assert "R&amp;D 시장으로 옮겼" in text("opinion.moved", "ko", no=1, title="R&D 시장")


def test_markup_is_put_in_as_it_is() -> None:
    assert "<b>시장</b>으로" in text("opinion.moved", "ko", no=1, title=Markup("<b>시장</b>"))


def test_words_put_into_words_are_not_escaped_again() -> None:
    line = text("answer.own_line", "ko", sent="어제", own="A & B")
    both = joined([line, "1 < 2"])
    assert both == "· 어제 “A &amp; B”\n1 &lt; 2"
    assert text("staff.which", "en", lines=both).endswith(both)


def test_markup_has_a_plain_form_for_toasts() -> None:
    assert Markup("<b>A &amp; B</b>").plain == "A & B"


@pytest.mark.parametrize("trick", ["{0.__class__}", "{no}", "{title:을}", "%s", "\\g<1>", "{"])
def test_patterns_in_a_value_stay_words(trick: str) -> None:
    said = text("join.done", "en", no=1, excerpt=trick).plain
    assert said == f"Joined into your opinion no. 1: “{trick}”"


def test_a_missing_value_is_named_with_its_key() -> None:
    with pytest.raises(KeyError, match=r"join\.done.*excerpt"):
        text("join.done", "ko", no=1)


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        text("no.such.key", "ko")


def test_a_language_without_words_is_named() -> None:
    with pytest.raises(LookupError, match="xx"):
        text("cancel.done", "xx")


@pytest.mark.parametrize(("n", "words"), [(1, "1 answer could"), (2, "2 answers could")])
def test_english_counts_one_as_one(n: int, words: str) -> None:
    assert words in text("back.unblocked", "en", n=n)


@pytest.mark.parametrize(
    ("n", "language", "words"),
    [
        (12, "ko", "12명과 함께"),
        (4, "ko", "몇 분과 함께"),
        (1200, "en", "with 1,200 people"),
        (1, "en", "with a few people"),
    ],
)
def test_citizens_are_not_told_a_small_count(n: int, language: str, words: str) -> None:
    assert words in text("state.opinion.in_topic", language, topic="버스", n=n)


def test_numbers_have_thousands_commas() -> None:
    assert number(1234567, "ko") == number(1234567, "en") == "1,234,567"
    assert "1,200자까지" in text("opinion.long", "ko", max=1200, n=1300)


def test_times_are_shown_in_the_zone_of_the_reader() -> None:
    assert when(AFTERNOON, "ko", SEOUL) == "2026년 11월 23일(월) 14:05"
    assert when(AFTERNOON, "en", SEOUL) == "Mon 23 Nov 2026, 14:05"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        when(AFTERNOON.replace(tzinfo=None), "ko", SEOUL)


def test_days_are_written_out() -> None:
    assert day(date(2026, 12, 1), "ko") == "2026년 12월 1일(화)"
    assert day(date(2026, 12, 1), "en") == "Tue 1 Dec 2026"


def test_length_counts_as_telegram_counts() -> None:
    assert units("가나🙂") == 4
    assert units("\ud83d") == 1


@pytest.mark.parametrize(
    ("words", "limit", "shown"),
    [
        ("짧은 글", 10, "짧은 글"),
        ("열 글자가 넘는 긴 글이에요", 8, "열 글자가 넘…"),
        ("두 줄로\n쓴 글", 20, "두 줄로 쓴 글"),
        ("가🙂나다", 3, "가…"),
        ("가e\u0301나", 3, "가…"),
        ("가나👍🏽다", 6, "가나…"),
        ("가👨\u200d👩\u200d👧나", 6, "가…"),
        ("가🇰🇷나다", 5, "가…"),
        ("🙂", 1, "…"),
    ],
)
def test_an_excerpt_is_one_line_and_splits_no_character(words: str, limit: int, shown: str) -> None:
    assert excerpt(words, limit) == shown


@given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
def test_an_excerpt_never_exceeds_its_limit(words: str, limit: int) -> None:
    assert units(excerpt(words, limit)) <= limit


def test_a_button_is_plain_text_with_its_value_cut() -> None:
    shown = label("button.other_consultation", "ko", other="<밤> & 낮 " + "가" * 40)
    assert shown.startswith("<밤> & 낮 가가")
    assert shown.endswith("…에 낸 글이에요")


@pytest.mark.parametrize("typed", ["거두기", " 거 두 기. ", "Take it back", "철회", "TAKE IT BACK"])
def test_a_button_can_be_typed_in_any_language(typed: str) -> None:
    assert normal(typed) in labels("button.take_back")


@pytest.mark.parametrize("typed", ["네, 동의해요", "네 동의", "네", "예", "넵!".strip("!"), "yes"])
def test_consent_can_be_typed(typed: str) -> None:
    assert normal(typed) in labels("button.yes_agree")


@pytest.mark.parametrize("typed", ["3번 주제", "3번", "주제 3", "3", "Topic 3"])
def test_a_numbered_topic_can_be_typed(typed: str) -> None:
    assert normal(typed) in labels("button.topic_n", n=3)


def test_a_long_title_can_be_typed_as_shown_or_whole() -> None:
    title = "아주 긴 이름을 가진 마당의 이름은 이렇게 길어요"
    forms = labels("button.other_consultation", other=title)
    assert normal(title) in forms
    assert normal(label("button.other_consultation", "ko", other=title)) in forms


@pytest.mark.parametrize("sentence", ["거두기가 어려워요", "네, 동의해요. 그런데 밤에는요?", "..."])
def test_a_sentence_is_not_a_button(sentence: str) -> None:
    assert normal(sentence) not in labels("button.take_back") | labels("button.yes_agree")


@pytest.mark.parametrize(
    "bubble",
    [
        ("agree_all", "choose", "disagree"),
        ("yes_agree", "no"),
        ("send", "change", "stop"),
        ("answers_only", "stop_all", "notices_all"),
        ("it_answers", "it_does_not", "others_said"),
        ("see_my", "take_back", "choose_other"),
        ("change_it", "take_back", "see_answer"),
        ("join", "keep_apart", "take_back"),
        ("write_answer", "more_words", "page_back", "page_next"),
        ("go_on", "discard", "stop"),
        ("korean", "english"),
    ],
)
def test_buttons_of_one_bubble_are_never_confused(bubble: tuple[str, ...]) -> None:
    forms = [form for name in bubble for form in labels(f"button.{name}")]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("said", "command"),
    [("도움말", "help"), ("내 의견.", "my"), ("마당목록", "consultations"), ("My words", "my")],
)
def test_some_words_always_work(said: str, command: str) -> None:
    assert words_always()[normal(said)] == command
