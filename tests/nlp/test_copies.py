"""Near copies come into one family around their first text; what only sounds alike does not."""

import subprocess
import sys

import pytest

from bench.topics.edits import EDITS, edited
from nlp import copies
from nlp.alike import bare, cosine, nearly, sketch
from nlp.copies import families
from nlp.opposites import opposed

WISHES = [
    "골목길 가로등이 어두워서 밤에 다니기가 무섭습니다 더 밝게 바꿔 주세요",
    "초등학교 앞 횡단보도에 신호등을 새로 놓아 주시기 바랍니다",
    "도서관을 밤 열 시까지 열면 퇴근하고도 책을 빌릴 수 있습니다",
    "시장 공영 주차장 요금을 한 시간 무료로 해 주세요",
    "마을버스가 한 시간에 한 대뿐이라 병원에 가기가 힘듭니다",
    "놀이터 모래에 유리 조각이 많아서 아이들이 다칩니다",
]
OTHERS = [
    ("주차장을 늘려 주세요", "놀이터를 늘려 주세요"),
    ("버스 정류장에 의자를 놓아 주세요", "공원에 화장실을 놓아 주세요"),
    ("The library should open on Sundays", "The swimming pool should open on Mondays"),
]
CONTRARY = [
    ("시장 재건축 찬성합니다", "시장 재건축 반대합니다"),
    ("차 없는 거리 도입해 주세요", "차 없는 거리 폐지해 주세요"),
    ("버스 요금 인상 부탁드립니다", "버스 요금 인하 부탁드립니다"),
    ("공원에 도로를 짓지 말아 주세요", "공원에 도로를 지어 주세요"),
    ("We should build the new stadium here", "We should not build the new stadium here"),
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_text_sent_on_and_changed_comes_into_the_family_of_the_first(edit: str) -> None:
    firsts = families([*WISHES, *edited(WISHES, edit, seed=1)])
    assert firsts == [*range(6), *range(6)]


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_wishes_for_other_things_are_no_copies(one: str, other: str) -> None:
    assert families([one, other]) == [0, 1]


@pytest.mark.parametrize(("one", "other"), CONTRARY)
def test_nobody_is_counted_with_who_wants_the_contrary(one: str, other: str) -> None:
    assert families([one, other]) == [0, 1]
    assert opposed(bare(one), bare(other))
    assert not nearly(sketch(bare(one)), sketch(bare(other)))


def test_a_family_has_the_place_of_its_first_text_and_the_lone_their_own() -> None:
    texts = [WISHES[0], WISHES[1], WISHES[0] + "!!", WISHES[2], WISHES[1] + " ㅠㅠ"]
    assert families(texts) == [0, 1, 0, 3, 1]


def test_families_do_not_chain() -> None:
    """Each step changes two words; what is far from the first text is not drawn in by the last."""
    words = WISHES[0].split()
    steps = [" ".join([*(w + "요즘" for w in words[:n]), *words[n:]]) for n in range(len(words))]
    strange = [" ".join([*WISHES[1].split()[:n], *words[n:]]) for n in range(len(words))]
    firsts = families(strange)
    assert firsts[0] == 0
    assert firsts[-1] != 0
    for text, first in zip(strange, firsts, strict=True):
        assert nearly(sketch(bare(text)), sketch(bare(strange[first])))
    assert len(set(families(steps))) < len(steps)


def test_a_large_campaign_does_not_hide_its_own_copies() -> None:
    """How common letters are is not asked of the texts, so their number changes nothing."""
    campaign = [edited([WISHES[0]], "wrap", seed)[0] + f" {seed}번" for seed in range(200)]
    assert set(families([WISHES[0], *campaign])) == {0}


def test_the_two_ways_of_finding_pairs_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*WISHES, *(text for edit in EDITS for text in edited(WISHES, edit, seed=2))]
    exact = families(texts)
    monkeypatch.setattr(copies, "ALL_PAIRS", 2)
    assert families(texts) == exact


def test_many_at_once_and_two_alone_are_compared_by_the_same_measure() -> None:
    from nlp import near

    forms = [bare(text) for text in (*WISHES, *edited(WISHES, "word15", 3), *CONTRARY[-1], "네")]
    rows = near.rows(forms)
    sketches = [sketch(form) for form in forms]
    for one in range(len(forms)):
        for other in range(len(forms)):
            assert rows.cosine(one, other) == pytest.approx(
                cosine(sketches[one], sketches[other]), abs=2e-6
            )


def test_what_people_said_of_their_own_words_wins() -> None:
    texts = [WISHES[0], WISHES[0] + "!", WISHES[3], WISHES[4]]
    assert families(texts, together=[(3, 0)]) == [0, 0, 2, 0]
    assert families(texts, apart=[(1, 0)]) == [0, 1, 2, 3]
    assert families(texts, together=[(0, 2)]) == [0, 1, 0, 3]
    assert families(texts, together=[(1, 0)], apart=[(1, 0)]) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", ""],
        ["😀", "😀😀"],
        ["ㅋㅋㅋ", "ㅋㅋ"],
        ["12", "13"],
        ["네"],
        ["가" * 5000, "가"],
    ],
)
def test_odd_texts_have_families_too(texts: list[str]) -> None:
    firsts = families(texts)
    assert len(firsts) == len(texts)
    assert all(firsts[first] == first for first in firsts)


def test_a_hundred_thousand_copies_of_one_text_are_one_family() -> None:
    assert set(families([WISHES[0]] * 100_000)) == {0}


def test_comparing_two_texts_loads_no_heavy_library() -> None:
    code = "import sys, nlp.alike, nlp.copies; print({'numpy', 'scipy'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
