"""The vectors in the package: small, whole, and without anybody's name."""

from pathlib import Path

from nlp import korean
from nlp.vectors import ENOUGH_KNOWN, archive, load
from nlp.vectors.pieces import pieces_of
from nlp.vectors.publishing import places

LARGEST = 2_500_000  # bytes
READ_ALONE_AS_NAMES = frozenset(
    """
    가산 강 강경 경미 경향 고려 구타 귀책사유 기득 대동 대원 동부 드 레 리 마이크 무지 문 미미 민
    민자 민정 민주 블랙박스 비호 상호 선천 세밀 수혜 수호 신원 영구 영아 외도 외환 우 유권 유린
    이간 이양 재학 전관 정 정수 조 조국 주역 질 찿아 철수 청구 촉 추 타당성 페이지 홍 화이트
    """.split()
)
"""Words of every day (철수, withdrawal; 영아, infant) that Kiwi takes for names where they stand
alone, and did not in the texts. Each was looked at by a person; a new one has to be, too."""


def test_they_are_small() -> None:
    assert sum(file.stat().st_size for file in archive.PACKAGED.iterdir()) < LARGEST


def test_no_proper_noun_is_in_them_but_places_and_public_institutions() -> None:
    words = [word for word in load().words if word not in places() and not word.endswith("다")]
    alone = [
        word
        for word, reading in zip(words, korean.readings(words), strict=True)
        if len(reading) == 1 and reading[0].proper
    ]
    assert set(alone) <= READ_ALONE_AS_NAMES


def test_pieces_come_from_words_that_are_kept() -> None:
    of_words = {piece for word in load().words for piece in pieces_of(word)}
    assert set(load().pieces) <= of_words


def test_every_word_stood_in_as_many_texts_as_the_card_says() -> None:
    vectors, card = load(), archive.card()
    assert vectors.seen.min() == card["rarest"] >= card["least"] == 5
    assert len(vectors.words) == card["words"]
    assert vectors.documents == card["documents"]


def test_the_card_says_that_the_texts_state_no_licence_and_names_no_place_of_a_machine() -> None:
    page = (Path(archive.PACKAGED) / "CARD.md").read_text("utf-8")
    assert "The archive states none" in page
    assert "madang train-vectors petitions" in page
    assert "/petitions" not in page


def test_they_know_what_petitions_are_about() -> None:
    rows = load().pool([["강아지", "식용"], ["동물", "학대"], ["집값", "신도시"]]).rows
    assert rows[0] @ rows[1] > 0.3 > rows[0] @ rows[2]


def test_they_know_enough_of_korean_and_not_of_other_languages() -> None:
    said = ["버스 배차 간격이 너무 길어요", "공원에 가로등을 더 세워 주세요"]
    others = ["The buses are always late", "公园里的路灯太少了"]
    known, unknown = (
        load().pool([words.morphemes for words in korean.words(texts)]).known.mean()
        for texts in (said, others)
    )
    assert known > ENOUGH_KNOWN > unknown
