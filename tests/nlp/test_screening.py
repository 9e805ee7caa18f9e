"""What leads to a person is covered; years, amounts, dates and counts stay as they were written.
Words of a list bring a message before a moderator, however they are spelt."""

import pytest

from bench.screening.messages import LANGUAGES, message, read
from bench.screening.scores import score
from nlp.screening import Kind, WordsBrokenError, covered_pieces, finds, masked, shipped
from nlp.screening import read as read_words

NAMES = {kind: kind.value for kind in Kind} | {
    Kind.PHONE: "전화",
    Kind.EMAIL: "전자우편",
    Kind.RESIDENT: "주민등록번호",
}

COVERED = [
    ("010-1234-5678로 전화 주세요", "[전화]로 전화 주세요"),
    ("제 번호는 01012345678입니다", "제 번호는 [전화]입니다"),
    ("010 1234 5678", "[전화]"),
    ("010.1234.5678 아무 때나", "[전화] 아무 때나"),
    ("010 - 1234 - 5678", "[전화]"),
    ("(010)1234-5678", "[전화]"),
    ("010)1234-5678", "[전화]"),
    ("010/1234/5678", "[전화]"),
    ("010–1234–5678", "[전화]"),
    ("010·1234·5678", "[전화]"),
    ("011-234-5678 옛 번호", "[전화] 옛 번호"),
    ("0101234-5678", "[전화]"),
    ("０１０－１２３４－５６７８", "[전화]"),
    ("０１０１２３４５６７８ 로", "[전화] 로"),
    ("０１０　１２３４　５６７８", "[전화]"),
    ("+82 10-1234-5678", "[전화]"),
    ("+82-10-1234-5678", "[전화]"),
    ("+821012345678", "[전화]"),
    ("+82(0)10 1234 5678", "[전화]"),
    ("+82 2 123 4567", "[전화]"),
    ("0082 10 1234 5678", "[전화]"),
    ("82-10-1234-5678", "[전화]"),
    ("0 1 0 1 2 3 4 5 6 7 8", "[전화]"),
    ("0-1-0-1-2-3-4-5-6-7-8", "[전화]"),
    ("공일공 1234 5678", "[전화]"),
    ("공일공 일이삼사 오육칠팔", "[전화]"),
    ("영일영-1234-오육칠팔로", "[전화]로"),
    ("010\n1234\n5678", "[전화]"),
    ("010, 1234, 5678", "[전화]"),
    ("010:1234:5678", "[전화]"),
    ("010    1234    5678", "[전화]"),
    ("010-1234-56-78", "[전화]"),
    ("010 12 34 56 78 오전에", "[전화] 오전에"),
    ("010-1234-5678 3시에", "[전화] 3시에"),
    ("o1o-1234-5678", "[전화]"),
    ("𝟎𝟏𝟎-𝟏𝟐𝟑𝟒-𝟓𝟔𝟕𝟖", "[전화]"),
    ("010\u00ad1234\u00ad5678", "[전화]"),
    ("+1 202 555 0123", "[전화]"),
    ("+86 138 0013 8000", "[전화]"),
    ("02-123-4567", "[전화]"),
    ("02)1234-5678 낮에", "[전화] 낮에"),
    ("02 1234 5678", "[전화]"),
    ("0212345678", "[전화]"),
    ("031-123-4567 집이에요", "[전화] 집이에요"),
    ("(064) 712-3456", "[전화]"),
    ("070-1234-5678", "[전화]"),
    ("0507-1234-5678", "[전화]"),
    ("집 02-123-4567, 손전화 010-1234-5678", "집 [전화], 손전화 [전화]"),
    ("전화.010-1234-5678", "전화.[전화]"),
    ("ada@example.com으로 보내세요", "[전자우편]으로 보내세요"),
    ("메일은ada.b+c@mail.example.co.kr이에요", "메일은[전자우편]이에요"),
    ("ada @ example.com", "[전자우편]"),
    ("ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "[전자우편]"),
    ("ada골뱅이example.com", "[전자우편]"),
    ("ada(골뱅이)example점com", "[전자우편]"),
    ("ada@example.한국", "[전자우편]"),
    ("01012345678@example.com", "[전자우편]"),
    ("900101-1234567", "[주민등록번호]"),
    ("9001011234567 맞나요", "[주민등록번호] 맞나요"),
    ("900101 1234567", "[주민등록번호]"),
    ("900101 - 2234567", "[주민등록번호]"),
    ("９００１０１－１２３４５６７", "[주민등록번호]"),
    ("051231-3******", "[주민등록번호]"),
    ("19900101-1234567", "[주민등록번호]"),
    ("010-1234-5678 900101-1234567 a@b.kr", "[전화] [주민등록번호] [전자우편]"),
    ("9 0 0 1 0 1 - 1 2 3 4 5 6 7", "[주민등록번호]"),
    ("구공공일공일 일이삼사오육칠", "[주민등록번호]"),
    ("0️⃣1️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣로", "[전화]로"),
    ("공일공에 일이삼사에 오육칠팔", "[전화]"),
    ("zero one zero one two three four five six seven eight", "[전화]"),
    ("900101-5234567 외국인등록", "[foreigner] 외국인등록"),
    ("카드 4111 1111 1111 1111", "카드 [card]"),
    ("여권 M123A4567", "여권 [passport]"),
    ("면허 11-23-456789-01", "면허 [licence]"),
    ("농협 302-1234-5678-91로", "농협 [account]로"),
    ("12가 3456 차량", "[plate] 차량"),
]

KEPT = [
    "2026년에 끝내 주세요",
    "예산이 3,000,000원이에요",
    "2026-12-01까지 답해 주세요",
    "2026. 12. 1.에 만나요",
    "01.10.2026 15:30에 열려요",
    "제102-3호 조례를 봐 주세요",
    "제2026-0123호 공고",
    "주차장 1,234,567,890원",
    "인구 51234567명",
    "1588-1234는 누구의 번호도 아니에요",
    "다산콜 02-120",
    "급하면 112, 119, 109",
    "우편번호 04524",
    "버스 0411번과 7016번",
    "3.141592653589793",
    "0.0212345678 퍼센트",
    "0.02 123 4567",
    "10:30부터 18:00까지",
    "101동 1203호에 살아요",
    "12-3456-7890",
    "37.5665, 126.9780",
    "1번, 2번, 3번이 좋아요",
    "찬성 120명, 반대 34명",
    "70만 원에서 80만 원",
    "1234567890123원",
    "991332-1234567",
    "2026-02-30",
    "010 세대",
    "운영 1,000,000,000원",
    "up to 1,000,000,000 won",
    "from 5 to 10, 20, 30, 40, 50",
    "1+1 2026. 11. 23.",
    "-10+20 30",
    "010, 020, 030, 040",
    "①②③ 1, 2, 3",
    "20260101 12345678",
    "0101 1010 0101",
    "사과@배 가게",
    "@madang_bot",
    "a@b",
    "낮 12시 @ 시장",
    "https://example.com/2026/11/23",
    "ISBN 978-89-01-23456-7",
    "6-7월 900~1,100건",
    "123456-12345",
    "2025년 900101호",
    "면적 1,024×768",
    "20261123 공고문",
    "",
    "어린이 도서관이 좋아요",
    "4111 1111 1111 1112",  # fails Luhn's check
    "농협에 3,000,000원, 국민 5000만 명",
    "사업자등록번호 123-45-67890",
    "11조 2000억, 12조 2026년 계획, 30도 2026년",
    "민원 1AA-2611-0123456",
    "햇살로 12길 34-5",  # an address is only pointed out
]


@pytest.mark.parametrize(("said", "read"), COVERED)
def test_what_leads_to_a_person_is_covered(said: str, read: str) -> None:
    assert masked(said, NAMES) == read


@pytest.mark.parametrize("said", KEPT)
def test_what_leads_to_nobody_stays_as_it_was_written(said: str) -> None:
    assert masked(said, NAMES) == said


def test_the_words_around_a_number_keep_their_signs() -> None:
    said = "１２월에 ‘전화’—010-1234-5678—주세요…"
    assert masked(said, NAMES) == "１２월에 ‘전화’—[전화]—주세요…"


def test_a_number_that_telegram_cut_in_two_is_covered_over_both_pieces() -> None:
    pieces = ["제 번호는 010-12", "34-5678이에요. 02-123-4567도 돼요", "끝"]
    assert covered_pieces(pieces, "".join, NAMES) == (
        ["제 번호는 [전화]", "이에요. [전화]도 돼요", "끝"],
        (Kind.PHONE,),
    )


def test_a_text_as_long_as_an_opinion_may_be_takes_no_time() -> None:
    for sign in ("a", "0", "1 ", "a.", "010-", "a@a."):
        long = sign * (12_000 // len(sign))
        assert isinstance(masked(long, NAMES), str)
        finds(long, shipped())


@pytest.mark.parametrize("half", ["develop", "held-out"])
@pytest.mark.parametrize("kind", [Kind.PHONE, Kind.RESIDENT, Kind.FOREIGNER, Kind.CARD])
def test_no_telephone_resident_or_card_number_of_the_messages_is_left_open(
    kind: Kind, half: str
) -> None:
    for language in LANGUAGES:
        scored = score(read(language, half), kind, lambda text: finds(text, shipped()))
        assert scored.right == scored.marked > 0


WORDS = read_words(
    [
        "# a remark",
        "insult 시발 ! 시발점",
        "insult *개새끼",
        "insult 병신",
        "insult ㅅㅂ",
        "insult fuck*",
        "insult ass",
        "threat *죽여버린 # and one behind",
    ]
)

SPOKEN = [
    "{insult|시발} 또",
    "{insult|시 발}",
    "{insult|시.발}",
    "{insult|시1발}",
    "{insult|ㅅㅣㅂㅏㄹ}",
    "{insult|ㅅㅣ발}",
    "{insult|시이발}",
    "{insult|시바아알}",
    "{insult|시시발발}",
    "{insult|시\u200b발}",
    "{insult|ㅅㅂ} 좀",
    "이{insult|개새끼}들",
    "{insult|병 신}들",
    "{insult|FUCKING} bus",
    "{insult|f u c k} it",
    "{insult|a$$}",
    "다 {threat|죽 여 버 린 다}",
    "다시발급",
    "다시 발전",
    "시 발전 계획",
    "시발점",
    "12시 발 열차",
    "질병신고",
    "병 신고",
    "class",
    "as soon",
    "pass",
]


@pytest.mark.parametrize("line", SPOKEN)
def test_words_of_the_list_are_found_however_they_are_spelt_and_nothing_else(line: str) -> None:
    said = message(line)
    found = finds(said.text, WORDS)
    assert [each.kind for each in found] == [each.kind for each in said.marks]
    for find, mark in zip(found, said.marks, strict=True):
        assert find.start == mark.start


def test_a_list_that_names_nothing_finds_nothing() -> None:
    assert finds("시발 개새끼", read_words([])) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("욕 시발", "none of"),
        ("insult", "2 letters"),
        ("insult 이", "2 letters"),
        ("insult (", "2"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_its_number(line: str, why: str) -> None:
    with pytest.raises(WordsBrokenError, match=f"line 3: .*{why}"):
        read_words(["# words", "insult 시발", line])
