"""The picture for a phone: every glyph there, nothing that changes from one drawing to the next."""

import struct
from pathlib import Path

import pytest
from matplotlib.ft2font import FT2Font

from nlp.picture import FONTS, WIDTH, Bar, draw

LONG = (
    "어르신 경로당 프로그램 지원 확대와 무더위 쉼터 냉방비 문제 그리고 겨울철 난방비 문제까지 모두"
)


def _picture(*rows: Bar, title: str = "우리 동네", alone: int = 3) -> bytes:
    return draw(rows, title=title, subtitle="의견 12건", alone=alone, alone_label="작은 목소리")


def _size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_has_every_hangul_syllable_and_the_marks_of_print(weight: str) -> None:
    signs = set(FT2Font(str(FONTS / f"MadangGothic-{weight}.ttf")).get_charmap())
    wanted = [chr(code) for code in range(0xAC00, 0xD7A4)] + list("AZaz09“”‘’·…–—%!?(),.:ㄱㅎㅏㅣ")
    assert [sign for sign in wanted if ord(sign) not in signs] == []


def test_the_font_lies_beside_its_licence_and_is_small() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")
    assert all(file.stat().st_size < 2_000_000 for file in FONTS.glob("*.ttf"))


def test_the_same_arguments_draw_the_same_bytes() -> None:
    assert _picture(Bar("버스", 7), Bar("공원", 2)) == _picture(Bar("버스", 7), Bar("공원", 2))


def test_no_glyph_is_missing_and_signs_the_font_has_not_are_left_out() -> None:
    assert _picture(Bar("뷁 펲 “버스” 😀", 7)) == _picture(Bar("뷁 펲 “버스”", 7))


def test_dollar_signs_are_money_and_not_mathematics() -> None:
    assert _picture(Bar("$100 월세 $200_{", 7)).startswith(b"\x89PNG")


def test_a_long_name_is_wrapped_and_makes_the_picture_higher() -> None:
    short, long = _size(_picture(Bar("버스", 7))), _size(_picture(Bar(LONG, 7)))
    assert short[0] == long[0] == WIDTH
    assert long[1] > short[1]


def test_a_name_never_takes_more_than_two_lines() -> None:
    assert _size(_picture(Bar(LONG, 7))) == _size(_picture(Bar(LONG * 9, 7)))
    assert _size(_picture(Bar("가" * 40, 7))) == _size(_picture(Bar("가" * 4000, 7)))


def test_the_small_voices_have_a_bar_unless_there_are_none() -> None:
    assert _size(_picture(Bar("버스", 7), alone=0))[1] < _size(_picture(Bar("버스", 7)))[1]


def test_sixteen_topics_and_none_can_be_drawn() -> None:
    sixteen = [Bar(f"주제 {number}", number) for number in range(16, 0, -1)]
    assert _size(_picture(*sixteen))[1] < 3 * WIDTH
    assert _picture(alone=0, title="").startswith(b"\x89PNG")


def test_another_font_can_be_used_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    bold = FONTS / "MadangGothic-Bold.ttf"
    other = draw([], title="가", subtitle="나", alone=0, alone_label="", font=bold)
    assert other != draw([], title="가", subtitle="나", alone=0, alone_label="")
    with pytest.raises(OSError, match="none"):
        draw([], title="가", subtitle="", alone=0, alone_label="", font=tmp_path / "none.ttf")
