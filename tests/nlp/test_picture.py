"""The picture for a phone: every glyph there, nothing that changes from one drawing to the next."""

import struct
import unicodedata
from itertools import combinations
from pathlib import Path
from typing import Literal

import pytest
from matplotlib.ft2font import FT2Font

from locales import LANGUAGES, catalogue
from nlp.lettering import Letters, Style
from nlp.picture import FONTS, WIDTH, Bar, draw
from nlp.picture_map import Group, draw_map, frame_of, placed_names

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


@pytest.mark.parametrize("text", [LONG, LONG * 3, "가" * 60, f"{'가' * 60} 나무", "Library " * 30])
def test_no_word_is_cut_without_dots(text: str) -> None:
    """Every line is made of whole words, but where it ends in …"""
    lines = Letters().wrapped(text, Style(42))
    words = set(text.split())
    whole = [word for line in lines for word in line.removesuffix("…").split()]
    assert all(word in words or any(each.startswith(word) for each in words) for word in whole)
    assert [word for line in lines if not line.endswith("…") for word in line.split()] == [
        word for line in lines if not line.endswith("…") for word in line.split() if word in words
    ]
    assert all(Letters().width(line, Style(42)) <= Style(42).width for line in lines)


def test_decomposed_syllables_are_written_whole() -> None:
    decomposed = unicodedata.normalize("NFD", "어르신 쉼터")
    assert Letters().wrapped(decomposed, Style(42)) == ["어르신 쉼터"]


def test_a_bar_is_split_with_a_legend_and_others_then_look_neutral() -> None:
    legend = ("찬성", "반대", "고르지 않음", "나누지 않음")
    plain = [Bar("버스", 20), Bar("공원", 9)]
    split = [Bar("버스", 20, split=(9, 6, 5)), Bar("공원", 9)]
    drawn = [
        draw(rows, title="가", subtitle="나", alone=0, alone_label="", legend=legend)
        for rows in (plain, split)
    ]
    assert _size(drawn[1])[1] > _size(drawn[0])[1]


def test_twenty_topics_are_not_too_high_for_a_phone() -> None:
    twenty = [Bar(f"{LONG[:30]} {n}", n, number=n) for n in range(20, 0, -1)]
    assert _size(_picture(*twenty))[1] < 4 * WIDTH


POINTS = tuple((n / 40 - 0.5, (n * 7 % 40) / 40 - 0.5) for n in range(40))


def _map(*groups: Group, alone: tuple[tuple[float, float], ...] = POINTS[:3]) -> bytes:
    return draw_map(
        groups, title="옛 시장", subtitle="의견 40건", alone=alone, alone_label="혼자", note="뜻"
    )


def test_the_same_map_is_the_same_bytes() -> None:
    groups = (Group(1, "버스", POINTS[:20]), Group(2, "공원", POINTS[20:]))
    assert _map(*groups) == _map(*groups)


@pytest.mark.parametrize("topics", [0, 1, 3, 12, 20, 75])
def test_any_number_of_topics_can_be_on_a_map(topics: int) -> None:
    groups = [Group(n, f"{LONG} {n}", POINTS[n % 30 : n % 30 + 9]) for n in range(1, topics + 1)]
    assert _size(_map(*groups))[0] == WIDTH


def test_a_map_of_a_single_place_or_of_none_can_be_drawn() -> None:
    assert _map(Group(1, "버스", POINTS[:1] * 9), alone=()).startswith(b"\x89PNG")
    assert _map(alone=()).startswith(b"\x89PNG")


def test_names_on_a_map_never_cover_each_other() -> None:
    groups = [Group(n, LONG, POINTS[:5]) for n in range(1, 9)]
    names = placed_names(Letters(), groups, frame_of(POINTS, 200))
    for one, other in combinations(names, 2):
        apart_x = abs(one.x - other.x) >= one.half_width + other.half_width - 1
        apart_y = abs(one.y - other.y) >= one.half_height + other.half_height - 1
        assert apart_x or apart_y


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_every_sign_of_the_words_in_pictures_is_in_the_font(
    language: str, weight: Literal["Regular", "Bold"]
) -> None:
    words = [
        said
        for key, said in catalogue(language).items()
        if key.startswith(("picture.", "map.", "stance."))
    ]
    assert words
    assert [
        said for said in words if Letters().drawable(said, weight) != " ".join(said.split())
    ] == []


@pytest.mark.parametrize(
    "name",
    ["漢字 문화재", "🌳 나무 심기", "카페☕와 ✓", "日本語 안내", "ㅋㅋㅋ 좋아요", "tab\there"],
)
def test_what_the_font_lacks_is_left_out_of_bars_map_and_legend(
    name: str, recwarn: pytest.WarningsRecorder
) -> None:
    legend = (name, name, name, name)
    bar = Bar(name, 20, number=1, split=(9, 6, 5), note=name, said=name)
    draw([bar], title=name, subtitle=name, alone=2, alone_label=name, legend=legend)
    draw_map(
        [Group(1, name, POINTS)],
        title=name,
        subtitle=name,
        alone=POINTS,
        alone_label=name,
        note=name,
    )
    assert [str(each.message) for each in recwarn if "lyph" in str(each.message)] == []


def test_a_name_the_font_has_no_sign_of_leaves_no_gap_between_the_others() -> None:
    with_hanja = Bar("작은 목소리", 5, "voices", note="나라꽃 · 國花 · 소년법")
    assert _picture(with_hanja) == _picture(Bar("작은 목소리", 5, "voices", note="나라꽃 · 소년법"))


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
