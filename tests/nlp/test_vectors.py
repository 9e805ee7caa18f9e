"""Vectors learnt from texts: what they know, what they must not keep, and files that are broken."""

import json
import shutil
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from nlp import korean
from nlp.vectors import (
    BrokenVectorsError,
    MissingVectorsError,
    VectorsError,
    WordVectors,
    load,
    save,
    train,
)
from nlp.vectors.archive import FIGURES
from nlp.vectors.publishing import places, publishable
from nlp.words import Reading

BUSES = ("버스", "정류장", "배차", "노선", "마을버스")
PARKS = ("공원", "나무", "산책로", "의자", "꽃밭")
EVERYWHERE = ("바라다", "위하다")
Folder = Callable[[], Path]


def _documents(count: int = 40) -> list[list[str]]:
    """Half of them about buses, half about parks; asking is in all of them."""
    chance = np.random.default_rng(7)
    subjects = [list(chance.permutation(BUSES if at % 2 else PARKS)[:3]) for at in range(count)]
    return [[*map(str, subject), *EVERYWHERE] for subject in subjects]


@pytest.fixture(scope="module")
def learnt() -> WordVectors:
    return train(_documents(), dimensions=3)


@pytest.fixture
def kept(learnt: WordVectors, tmp_path: Path) -> Path:
    """A folder of vectors."""
    save(learnt, tmp_path / "kept", {"data": "two themes"})
    return tmp_path / "kept"


def _near(vectors: WordVectors, *texts: str) -> float:
    one, other = vectors.pool([text.split() for text in texts]).rows
    return float(one @ other)


# what texts become


def test_texts_about_one_thing_are_near_though_they_share_no_word(learnt: WordVectors) -> None:
    assert _near(learnt, "버스 정류장", "배차 노선") > 0.5
    assert _near(learnt, "버스 정류장", "나무 의자") < 0


def test_words_of_asking_weigh_next_to_nothing(learnt: WordVectors) -> None:
    weight = dict(zip(learnt.words, np.linalg.norm(learnt.rows, axis=1), strict=True))
    assert max(weight[word] for word in EVERYWHERE) < 0.1 * min(weight[word] for word in BUSES)


def test_rows_are_one_long_and_known_is_the_share_of_known_words(learnt: WordVectors) -> None:
    pooled = learnt.pool([["버스", "정류장"], ["버스", "외계인"], ["고래"], []])
    assert np.linalg.norm(pooled.rows, axis=1) == pytest.approx([1, 1, 0, 0], abs=1e-4)
    assert pooled.known.tolist() == [1.0, 0.5, 0.0, 0.0]


def test_no_texts_are_no_rows(learnt: WordVectors) -> None:
    assert learnt.pool([]).rows.shape == (0, learnt.dimensions)


def test_an_unknown_word_is_like_the_words_it_shares_pieces_with(learnt: WordVectors) -> None:
    assert "심야버스" not in learnt.words
    assert _near(learnt, "심야버스", "노선") > 0.5


def test_an_unknown_word_of_two_texts_is_known_by_its_company(learnt: WordVectors) -> None:
    alone = learnt.pool([["따릉이"], ["공원"], ["버스"]]).rows
    assert not alone[0].any()
    said = [["따릉이"], ["따릉이", "공원", "나무"], ["따릉이", "의자"], ["버스"]]
    rows = learnt.pool(said).rows
    assert rows[0] @ rows[1] > 0.5 > 0 > rows[0] @ rows[3]


def test_the_order_of_texts_changes_no_row(learnt: WordVectors) -> None:
    texts = [["버스", "따릉이"], ["공원", "따릉이"], ["의자"], ["배차", "노선"]]
    backwards = learnt.pool(texts[::-1]).rows[::-1]
    assert np.abs(learnt.pool(texts).rows - backwards).max() <= 1e-6


def test_the_rate_is_the_share_of_documents(learnt: WordVectors) -> None:
    assert learnt.rate("바라다") == 1.0
    assert 0 < learnt.rate("버스") < 0.5
    assert learnt.rate("외계인") == 0.0


# what is learnt, and what must not be kept


def test_the_same_documents_give_the_same_figures(learnt: WordVectors) -> None:
    again = train(_documents(), dimensions=3)
    assert list(again.words) == list(learnt.words)
    assert (again.rows == learnt.rows).all()
    assert (again.piece_rows == learnt.piece_rows).all()


def test_a_word_in_fewer_documents_than_asked_for_is_not_kept() -> None:
    documents = [*_documents(), *[["희귀병", "버스"]] * 4]
    assert "희귀병" not in train(documents).words
    assert "희귀병" in train(documents, least=4).words


def test_a_withheld_word_leaves_neither_vector_nor_pieces() -> None:
    documents = [[*words, "홍길동", "홍길동전"] for words in _documents()]
    vectors = train(documents, publishable={*BUSES, *PARKS})
    assert set(vectors.words) == {*BUSES, *PARKS}
    assert not any("길동" in piece for piece in vectors.pieces)


def test_too_little_to_learn_from_is_said() -> None:
    with pytest.raises(ValueError, match="3 texts are too few"):
        train(_documents(3))
    with pytest.raises(ValueError, match="nothing may be kept"):
        train(_documents(), publishable=set())


def test_names_are_withheld_and_places_are_not() -> None:
    said = [Reading("홍길동", proper=True), Reading("부산", proper=True), Reading("항만", False)]
    assert publishable([said] * 5, least=5) == {"부산", "항만"}
    assert publishable([said] * 4, least=5) == frozenset()


def test_a_form_counts_only_where_it_is_read_as_a_common_noun() -> None:
    common, proper = [Reading("미소", proper=False)], [Reading("미소", proper=True)]
    assert publishable([*[common] * 4, *[proper] * 3], least=5) == frozenset()
    assert publishable([*[common] * 5, *[proper] * 5], least=5) == frozenset()
    assert publishable([*[common] * 5, *[proper] * 4], least=5) == {"미소"}


def test_kiwi_tells_names_from_nouns() -> None:
    (said,) = korean.readings(["부산 시장 홍길동 씨가 공원을 늘렸다"])
    assert {Reading("부산", True), Reading("공원", False), Reading("늘리다", False)} <= set(said)
    assert Reading("홍길동", True) in said


def test_words_carry_all_content_morphemes() -> None:
    (words,) = korean.words(["공원을 3개 더 만들어 주시기 바랍니다"])
    assert {"공원", "만들다", "바라다"} <= set(words.morphemes)
    assert "바라다" not in words.features


def test_the_list_of_places_is_one_word_each_and_none_twice() -> None:
    lines = (Path(korean.__file__).parent / "vectors" / "places.txt").read_text("utf-8")
    listed = [line.split() for line in lines.splitlines() if not line.startswith("#")]
    assert len(list(chain(*listed))) == len(places())
    assert all(len(place) > 1 for place in places())


# files


def test_what_is_read_again_is_what_was_learnt(kept: Path, learnt: WordVectors) -> None:
    read = load(kept)
    assert list(read.words) == list(learnt.words)
    assert (read.rows == learnt.rows).all()
    assert (read.piece_rows == learnt.piece_rows).all()
    assert (read.common == learnt.common).all()
    assert (read.seen == learnt.seen).all()
    assert read.documents == learnt.documents


def test_equal_vectors_are_equal_bytes(kept: Path, learnt: WordVectors, tmp_path: Path) -> None:
    save(learnt, tmp_path / "again", {"data": "two themes"})
    for file in kept.iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


def test_a_folder_that_is_not_there_and_one_without_vectors_are_told(tmp_path: Path) -> None:
    with pytest.raises(MissingVectorsError, match="there is no"):
        load(tmp_path / "nowhere")
    with pytest.raises(MissingVectorsError, match=r"there is no .*card\.json"):
        load(tmp_path)


def test_a_half_copied_file_is_told(kept: Path) -> None:
    whole = (kept / FIGURES).read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        with pytest.raises(BrokenVectorsError, match="half copied"):
            load(_changed(kept, whole[:length]))


def test_a_card_alone_is_told(kept: Path) -> None:
    (kept / FIGURES).unlink()
    with pytest.raises(MissingVectorsError, match=FIGURES):
        load(kept)


def test_another_version_is_told(kept: Path) -> None:
    (kept / "card.json").write_text(json.dumps({"version": 9}))
    with pytest.raises(BrokenVectorsError, match="version 9"):
        load(kept)


@pytest.mark.parametrize("written", ["{", "[]", '"x"', ""])
def test_a_broken_card_is_told(kept: Path, written: str) -> None:
    (kept / "card.json").write_text(written)
    with pytest.raises(VectorsError, match=r"half copied|version"):
        load(kept)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"common": np.zeros(2, np.float32)}, "different dimensions"),
        ({"rows": np.zeros((2, 2), np.int8)}, "different dimensions"),
        ({"documents": np.zeros(2, np.uint32)}, "different dimensions"),
        ({"row_sizes": np.float32(np.nan)}, "NaN"),
        ({"row_sizes": np.float32(0)}, "knows no word"),
        ({"documents": np.array(1, np.uint32)}, "more texts than there are"),
        ({"words": np.array(["버스"], dtype=object)}, "half copied"),
    ],
    ids=["direction", "rows", "axes", "NaN", "zeros", "counts", "pickle"],
)
def test_figures_that_cannot_be_are_told(
    kept: Path, changes: dict[str, np.ndarray], told: str
) -> None:
    with np.load(kept / FIGURES) as opened:
        arrays = dict(opened)
    for name, value in changes.items():
        arrays[name] = np.broadcast_to(value, arrays[name].shape) if not value.ndim else value
    np.savez(kept / FIGURES, **arrays)
    with pytest.raises(BrokenVectorsError, match=told):
        load(kept)


def _changed(folder: Path, figures: bytes) -> Path:
    """A copy of the folder with other figures: what was read once is remembered by its name."""
    copy = folder.with_name(f"{folder.name}-{len(figures)}")
    shutil.copytree(folder, copy)
    (copy / FIGURES).write_bytes(figures)
    return copy
