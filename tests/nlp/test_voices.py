"""Small voices: what a few people say and nobody else is seen beside the large topics."""

from nlp import english, korean
from nlp.rarities import rarities
from nlp.voices import MOST_VOICES, SmallVoice, voices
from nlp.words import Words

PARKING = [
    f"{place} 주차장이 모자라서 차 댈 곳이 없어요" for place in ("시장", "학교", "병원", "역")
]
NOISE = [f"{hour}마다 공사장 소음이 커서 잠을 못 자요" for hour in ("새벽", "아침", "주말", "휴일")]
RATES = {"주차장": 0.05, "소음": 0.03, "공사장": 0.03, "시장": 0.1, "학교": 0.2, "병원": 0.1}
PIGEONS = ["역 앞 비둘기 똥 좀 치워 주세요", "비둘기한테 먹이 주는 분들 단속해요"]


def found(*texts: str, **how: object) -> tuple[SmallVoice, ...]:
    given = {"rates": RATES, "documents": 2000, **how}
    return voices(korean.words(texts), **given)  # type: ignore[arg-type]  # names say which is which


def test_two_who_share_a_rare_word_are_a_small_voice_named_by_it() -> None:
    said = [*PARKING, *PIGEONS, *NOISE]
    pigeons = next(each for each in found(*said) if each.members == (4, 5))
    assert pigeons.words == ("비둘기",)
    assert pigeons.label == "비둘기"


def test_compounds_meet_in_the_part_they_share() -> None:
    said = [*PARKING, "길 한가운데 하수구 덮개가 깨졌어요", "비만 오면 배수구가 막혀요"]
    first = found(*said)[0]
    assert first.members == (4, 5)
    assert set(first.words) == {"하수구", "배수구"}


def test_what_many_say_is_a_topic_and_no_small_voice() -> None:
    said = [*PIGEONS, *(f"비둘기가 {n}마리나 모여요" for n in range(2, 7))]
    assert all("비둘기" not in each.words for each in found(*said))


def test_a_word_of_every_day_in_the_archive_makes_none() -> None:
    said = ["학교 담이 낮아요", "학교 급식이 짜요", *PARKING]
    assert all("학교" not in each.words for each in found(*said, rates={"학교": 0.9}))


def test_a_text_that_was_sent_on_is_one_wording_and_no_voice_by_itself() -> None:
    said = [*PARKING, PIGEONS[0], PIGEONS[0] + "!"]
    assert all(each.members != (4, 5) for each in found(*said, families=[0, 1, 2, 3, 4, 4]))


def test_copies_of_a_member_are_counted_and_shown_with_it() -> None:
    said = [*PARKING, PIGEONS[0], PIGEONS[0] + "!", PIGEONS[1]]
    assert found(*said, families=[0, 1, 2, 3, 4, 4, 6])[0].members == (4, 5, 6)


def test_a_wording_of_many_people_is_no_small_voice() -> None:
    said = [*PARKING, *PIGEONS]
    assert found(*said, weights=[1] * 6)[0].members == (4, 5)
    assert all(each.members != (4, 5) for each in found(*said, weights=[1, 1, 1, 1, 9, 1]))


def test_a_place_alone_is_no_theme() -> None:
    said = [*PARKING, "호수에 나무를 심어요", "호수는 버스가 적어요"]
    assert any("호수" in each.words for each in found(*said))
    assert all("호수" not in each.words for each in found(*said, places=frozenset({"호수"})))


def test_a_name_alone_is_no_theme() -> None:
    said = [*PARKING, "홍길동 씨는 물러나세요", "홍길동은 우리 동네 사람이에요"]
    assert all("홍길동" not in each.words for each in found(*said))


def test_nobody_is_in_two_of_at_most_ten() -> None:
    rare = [
        f"{word} {verb}" for word in "가나다라마바사아자차카타" for verb in ("늘려요", "줄여요")
    ]
    words = [Words((text[0] * 3,), ()) for text in rare]
    some = voices(words, rates={}, documents=2000)
    members = [at for each in some for at in each.members]
    assert len(some) == MOST_VOICES
    assert len(set(members)) == len(members)


def test_the_order_of_texts_changes_nothing_but_positions() -> None:
    said = [*PARKING, *PIGEONS, *NOISE]
    backwards = said[::-1]
    there = [{said[at] for at in each.members} for each in found(*said)]
    assert there == [{backwards[at] for at in each.members} for each in found(*backwards)]


def test_english_works_without_an_archive() -> None:
    said = [
        *(f"The {place} needs more parking for cars" for place in ("market", "school", "station")),
        "Let people keep bees on public roofs",
        "Bees belong into every allotment",
    ]
    some = voices(english.words(said), rates={}, documents=0)
    bees = next(each for each in some if each.members == (3, 4))
    assert [word.casefold() for word in bees.words] == ["bees"]


def test_nothing_comes_of_nothing() -> None:
    assert voices([], rates={}, documents=0) == ()
    assert voices([Words((), ())] * 3, rates=RATES, documents=10) == ()
    assert rarities([frozenset({"가로등"})], {}, 10) == []
