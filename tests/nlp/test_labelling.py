"""What topics are called, by the words of small invented texts."""

from collections.abc import Sequence

import pytest

from nlp import english, korean
from nlp.labelling import Naming, name
from nlp.places import own
from nlp.words import Words

NOTHING = Words((), ())

PARKING = [
    "공영 주차장을 더 지어 주세요",
    "공영 주차장이 모자라요",
    "공영주차장 요금이 비싸요",
    "골목에 공영 주차장이 있으면 좋겠어요",
]
SCHOOL_ZONE = [
    "어린이 보호 구역에서 차가 너무 빨라요",
    "어린이보호구역에 신호등이 없어요",
    "어린이 보호 구역 과속을 막아 주세요",
]
BUS = ["마을버스 배차 간격이 길어요", "마을버스 막차가 빨라요", "마을버스가 만원이에요"]
LIBRARY = ["도서관이 일찍 닫아요", "도서관 자리가 모자라요", "도서관에 책이 낡았어요"]


def test_a_name_is_the_whole_phrase_that_most_people_write() -> None:
    assert _labels(PARKING, BUS) == ["공영 주차장", "마을버스"]


def test_spaced_and_joined_spellings_are_one_term_and_the_usual_one_is_shown() -> None:
    (naming, _) = _named(SCHOOL_ZONE, BUS)
    assert naming.label == "어린이 보호 구역"
    assert naming.reasons[0] == ("어린이 보호 구역", 1.0)


def test_no_two_topics_are_called_nearly_the_same() -> None:
    parking = ["주차가 어려워요", "주차 단속이 필요해요", "골목 주차가 심해요"]
    lots = ["주차장이 좁아요", "주차장 요금이 비싸요", "주차장 요금을 내려요"]
    assert _labels(parking, lots, BUS)[:2] == ["주차", "요금"]


def test_a_word_two_topics_want_names_the_one_it_weighs_more_for() -> None:
    mostly = ["공원 화장실", "공원 벤치", "공원 가로등", "공원 나무"]
    partly = ["공원 시계", "놀이터 그네", "놀이터 모래", "놀이터 그늘"]
    assert _labels(mostly, partly, BUS)[:2] == ["공원", "놀이터"]


def test_words_of_the_question_name_nothing() -> None:
    (question,) = korean.words(["도서관을 어떻게 바꿀까요?"])
    texts = [*LIBRARY, "도서관 열람실이 추워요", "도서관 열람실에 콘센트가 없어요"]
    (naming, _) = name(_words(korean, texts, BUS), question, ["", ""])
    assert (naming.label, naming.keywords) == ("열람실", ("열람실",))


def test_places_name_nothing() -> None:
    texts = [
        "새솔동 놀이터가 낡았어요",
        "새솔동 놀이터에 그늘이 없어요",
        "새솔동 가로등이 어두워요",
    ]
    (question,) = korean.words(["우리 동네에서 무엇을 바꿀까요?"])
    (naming, _) = _named(texts, BUS, places=own(["새솔구"], question))
    assert naming.label == "놀이터"
    assert "새솔동" not in (*naming.keywords, *dict(naming.reasons))


def test_a_topic_whose_only_word_is_a_place_still_has_a_name() -> None:
    texts = ["새솔동이요", "새솔동!", "새솔동에서요"]
    assert _labels(texts, BUS, places={"새솔동"})[0] == "새솔동"


def test_an_english_place_is_known_by_its_initials_too() -> None:
    (question,) = english.words(["What should change in Bowling Green?"])
    assert {"bowling green", "bg"} <= own([], question)
    texts = ["BG needs bike lanes", "More bike lanes for BG", "Bike lanes keep BG safe"]
    (naming,) = name(_words(english, texts), question, [texts[0]], (), own([], question))
    assert naming.label == "Bike lanes"


def test_a_private_person_names_no_topic() -> None:
    texts = [
        "이영희 선생 횡단보도를 고쳐요",
        "이영희 선생 횡단보도가 흐려요",
        "횡단보도가 지워졌어요",
    ]
    naming = _named(texts, BUS)[0]
    assert "이영희" not in " ".join((naming.label, *naming.keywords, *dict(naming.reasons)))


def test_english_names_are_phrases_without_verbs_and_empty_adjectives() -> None:
    homes = [
        "Build more affordable housing now",
        "We need affordable housing",
        "Affordable housing for seniors",
    ]
    net = ["High speed internet for all", "The internet is slow", "Fund a high speed internet line"]
    assert [n.label for n in name(_words(english, homes, net), NOTHING, ["", ""])] == [
        "Affordable housing",
        "High speed internet",
    ]


def test_capitals_are_those_people_write_within_a_sentence() -> None:
    texts = ["Traffic on Nashville Road", "Traffic is bad", "See the Nashville Road traffic"]
    (naming,) = name(_words(english, texts), NOTHING, [""])
    assert "traffic" in naming.keywords
    assert "Nashville" in " ".join(naming.keywords)


def test_numbers_may_be_part_of_a_name() -> None:
    texts = ["1인 가구 지원", "1인 가구가 늘었어요", "1인 가구 집이 없어요"]
    hours = ["주 52시간을 지켜요", "주 52시간은 어려워요", "주52시간 반대"]
    assert _labels(texts, hours, BUS)[:2] == ["1인 가구", "주 52시간"]


def test_keywords_are_words_and_no_stems() -> None:
    texts = ["밤길이 어두워서 무서워요", "밤길이 너무 어두워요", "밤길 가로등이 없어요"]
    (naming, _) = _named(texts, BUS)
    assert naming.keywords[0] == "밤길"
    assert not any(word.endswith("다") for word in naming.keywords)


def test_reasons_are_said_here_and_not_elsewhere() -> None:
    everywhere = [f"{text} 새벽 소음" for text in BUS]
    naming = _named([f"{text} 새벽 소음" for text in LIBRARY], everywhere)[0]
    assert naming.reasons == (("도서관", 1.0),)


@pytest.mark.parametrize(
    "texts",
    [
        ["버스", "버스", "버스"],
        ["👍", "😀😀", "❤️"],
        ["빨리요", "제발요", "너무해요"],
        ["주차 parking 부족", "parking lot 주차", "주차 문제 parking"],
        ["가나다라마바사" * 700],
        ["停车场太少了", "停车场不够用", "公園のベンチ"],
        ["", ""],
    ],
    ids=["identical", "emoji", "no noun", "mixed", "endless", "chinese", "empty"],
)
def test_awkward_topics_have_a_name_that_is_short_and_their_own(texts: list[str]) -> None:
    for reader in (korean, english):
        first, second = name(_words(reader, texts, texts), NOTHING, [texts[0], texts[0]])
        assert first.label != second.label
        assert 0 < len(first.label) <= 30
        assert first.keywords


def test_a_name_that_is_taken_is_not_given_again() -> None:
    assert "마을버스" not in _labels(BUS, PARKING, taken={"마을버스"})


def _labels(*topics: Sequence[str], **more: set[str] | frozenset[str]) -> list[str]:
    return [naming.label for naming in _named(*topics, **more)]


def _named(*topics: Sequence[str], **more: set[str] | frozenset[str]) -> list[Naming]:
    return name(_words(korean, *topics), NOTHING, [topic[0] for topic in topics], **more)


def _words(reader: object, *topics: Sequence[str]) -> list[list[Words]]:
    return [reader.words(topic) for topic in topics]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("새솔구", {"새솔", "새솔구", "새솔동", "새솔구청", "새솔역"}),
        ("가온시 새솔구청", {"가온", "가온시", "새솔", "새솔구"}),
        ("City of Bowling Green", {"bowling green", "bg"}),
        ("옛 시장", {"옛 시장"}),
    ],
)
def test_an_agency_is_known_by_its_places(agency: str, expected: set[str]) -> None:
    assert expected <= own([agency], NOTHING)


def test_a_place_is_not_taken_for_a_word_that_begins_like_it() -> None:
    assert "고양이" not in own(["고양시"], NOTHING)


def test_somebody_whom_ten_texts_name_may_be_what_a_topic_is_about() -> None:
    few = [
        "이영희는 답해요",
        "이영희에게 물어요",
        "이영희를 불러요",
        "동상이 낡았어요",
        "동상을 옮겨요",
    ]
    assert _labels(few, BUS)[0] == "동상"
    assert "이영희" in _labels(few * 4, BUS)[0]
