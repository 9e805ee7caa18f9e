"""What a message is at first sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.outcomes import Empty, TooLong, TooShort
from deliberation.speaking import wording


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\ufeff", "\u3164", "\u2800 \u115f"])
def test_what_shows_no_letter_is_empty(text: str) -> None:
    assert wording.unusable(text) == Empty()


@pytest.mark.parametrize(("length", "refusal"), [(12_000, None), (12_001, TooLong(12_001, 12_000))])
def test_an_opinion_is_at_most_three_messages_long(length: int, refusal: TooLong | None) -> None:
    assert wording.unusable("가" * length) == refusal


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("ab", 2), ("가나", 2), ("🌳", 2), ("\ud800", 1)]
)
def test_length_is_counted_as_telegram_counts(text: str, units: int) -> None:
    assert wording.units(text) == units


@pytest.mark.parametrize("text", ["공원", "ㅋㅋㅋㅋㅋ", "ㅠㅠ", "!!!", "123456", "👍👍👍", "...?"])
def test_little_words_are_too_short(text: str) -> None:
    assert wording.too_short(text) == TooShort()


@pytest.mark.parametrize("text", ["도서관", "공원 더", "그늘이요", "bus", "ㅋㅋ 좋아요", "2층 더"])
def test_a_word_of_three_letters_is_enough(text: str) -> None:
    assert wording.too_short(text) is None


@pytest.mark.parametrize(
    "text", ["예", " 네 ", "네!", "아니요.", "취소", "YES", "ok", "ㅇㅇ", "ㄴㄴ", "No."]
)
def test_a_lone_yes_or_no_is_known(text: str) -> None:
    assert wording.lone_answer(text) is not None


@pytest.mark.parametrize("text", ["네 좋아요", "아니요 싫어요", "예산을 늘려요", "No more cars"])
def test_a_sentence_with_yes_or_no_is_no_lone_answer(text: str) -> None:
    assert wording.lone_answer(text) is None


@pytest.mark.parametrize("text", ["안녕하세요", "안녕하세요!!", "Thank you", "감사합니다 ^^"])
def test_a_greeting_is_known(text: str) -> None:
    assert wording.is_greeting(text)


@pytest.mark.parametrize("text", ["안녕하세요, 그늘이 필요해요", "감사할 일이 아니에요"])
def test_more_than_a_greeting_is_an_opinion(text: str) -> None:
    assert not wording.is_greeting(text)


@pytest.mark.parametrize(
    ("text", "asks"), [("언제 열어요?", True), ("언제 열어요？ ", True), ("왜? 그냥요", False)]
)
def test_a_question_ends_in_its_mark(text: str, asks: bool) -> None:
    assert wording.is_question(text) is asks


@pytest.mark.parametrize("other", ["그늘이 필요해요!", "그늘이필요해요", "그늘이\u200b 필요해요."])
def test_spaces_and_signs_make_no_other_words(other: str) -> None:
    assert wording.same_words("그늘이 필요해요", other)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    wording.unusable(text)
    wording.too_short(text)
    wording.lone_answer(text)
    wording.is_greeting(text)
