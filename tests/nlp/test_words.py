"""How texts are cleaned, told apart by language, and cut into words."""

import unicodedata

import pytest

from nlp import english, korean
from nlp.cleaning import clean, comparable, language_of, quotable, wordings
from nlp.results import Text


def test_cleaning_leaves_out_what_cannot_be_seen() -> None:
    assert clean("\x00주\u200b차\n\t장 \u202e\ud800") == "주차 장"


def test_decomposed_hangul_is_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "주차장")) == "주차장"


def test_copies_are_equal_whatever_their_marks_spaces_and_capitals() -> None:
    assert comparable("버스가 늦어요!!") == comparable(" 버스가늦어요 ㆍ")
    assert comparable("More BUSES, please") == comparable("more buses please.")


def test_texts_of_marks_alone_are_compared_as_they_are() -> None:
    assert comparable("👍") != comparable("👎")


def test_a_quote_keeps_everything_a_file_can_hold() -> None:
    assert (
        quotable("버스가\n늦어요 \u200d👨\u200d👩\x00\ud83d") == "버스가\n늦어요 \u200d👨\u200d👩"
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("버스가 늦어요", "ko"),
        ("CCTV 설치 요망", "ko"),
        ("ㅋㅋㅋ", "ko"),
        ("The bus is late", "en"),
        ("I like 김밥 so very much", "en"),
        ("停车场太少了", "en"),
        ("👍 123", "en"),
        ("", "en"),
    ],
)
def test_language_is_told_by_the_share_of_hangul(text: str, language: str) -> None:
    assert language_of(text) == language


def test_copies_are_folded_under_the_first_id() -> None:
    (one, other) = wordings([Text("b", "버스!"), Text("c", "공원"), Text("a", "버스")])
    assert [text.id for text in one.opinions] == ["a", "b"]
    assert other.clean == "공원"


def test_korean_features_are_content_morphemes_in_dictionary_form() -> None:
    assert _features("공원이 너무 어두워서 무서워요") == ("공원", "어둡다", "무섭다")


def test_korean_terms_are_whole_nouns_and_phrases_of_them() -> None:
    assert _terms("어린이집 앞 불법주정차를 단속해 주세요") >= {"어린이집", "불법주정차"}
    assert "비정규직" in _terms("비정규직을 줄여 주세요")
    assert "마을버스 배차 간격" in _terms("마을버스 배차 간격이 길어요")


def test_korean_terms_hold_no_particles_no_plurals_and_no_single_syllables() -> None:
    terms = _terms("아이들이 놀 곳과 물과 어르신들의 쉼터가 필요합니다")
    assert {"아이", "어르신", "쉼터"} <= terms
    assert terms.isdisjoint({"아이들", "물", "곳", "쉼터가"})


def test_english_terms_run_between_stop_words_and_stops() -> None:
    (words,) = english.words(["The bike lanes on Main Street, and parks!"])
    terms = {term.surface for term in words.terms}
    assert terms == {"bike", "lanes", "bike lanes", "Main", "Street", "Main Street", "parks"}


def test_english_plurals_count_as_their_singular() -> None:
    (words,) = english.words(["buses bus libraries library taxes tax roads road's"])
    assert words.features == ("bus", "bus", "library", "library", "tax", "tax", "road", "road")


def test_chinese_words_are_joined_again_where_they_are_shown() -> None:
    (words,) = english.words(["計程車"])
    assert {term.surface for term in words.terms} == {"計程", "程車", "計程車"}


def _features(text: str) -> tuple[str, ...]:
    return korean.words([text])[0].features


def _terms(text: str) -> set[str]:
    return {term.surface for term in korean.words([text])[0].terms}
