"""Large analyses in partitions: the same bytes, nothing twice, and nothing of what was erased."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from nlp import korean
from nlp.engine import Engine, Part, Result, UnlikeWorkerError, elsewhere, in_turn, partitions
from nlp.fingerprint import fingerprint
from nlp.pipeline import analyse
from nlp.results import Text
from nlp.tokens import cut, cut_again
from tests.nlp.sample import BUS, PARK, PARKING

SAID = [*PARKING, *BUS, *PARK]
MANY = [f"{said} {number}번째로 말해요" for number in range(20) for said in SAID]
ODD = (
    "",
    " ",
    "ㅋㅋㅋ",
    "😀😀 주차장 👍",
    "I like 김밥 so much",
    "했어요했어",
    "①② 3호선",
    "가\u0301",
)


class Counted:
    """Works in turn and counts the partitions."""

    def __init__(self) -> None:
        self.parts = 0

    def __call__(
        self, work: Callable[[Part], Result], parts: Sequence[Part], /
    ) -> Iterator[Result]:
        for result in in_turn(work, parts):
            self.parts += 1
            yield result


def small(counted: Counted, kept: dict[str, bytes]) -> Engine:
    return Engine(counted, dict(kept), kept.__setitem__, large=50, partition=40)


def test_every_text_is_in_one_partition_and_they_are_of_about_one_size() -> None:
    parts = partitions(MANY, 40)
    assert [text for some in parts for text in MANY[some]] == MANY
    assert all(20 <= some.stop - some.start <= 80 for some in parts[:-1])
    assert partitions([], 40) == []


def test_a_text_that_is_taken_out_changes_its_own_partition_and_hardly_another() -> None:
    before = [tuple(MANY[some]) for some in partitions(MANY, 40)]
    fewer = MANY[:100] + MANY[101:]
    after = [tuple(fewer[some]) for some in partitions(fewer, 40)]
    assert len(set(before) - set(after)) <= 3 < len(before)


def test_morphemes_are_the_same_after_they_were_figures() -> None:
    texts = [*SAID, *ODD]
    again = list(cut_again(texts, cut(texts)))
    assert list(korean.of_tokens(texts, again)) == korean.words(texts)


def test_an_analysis_in_partitions_is_the_analysis() -> None:
    texts = [Text(f"{at:03d}", said) for at, said in enumerate(MANY[:120])]
    assert analyse(texts, engine=small(Counted(), {})) == analyse(texts)


def test_a_second_try_reads_nothing_that_the_first_one_has_left() -> None:
    kept: dict[str, bytes] = {}
    first, second = Counted(), Counted()
    words = korean.words(MANY, engine=small(first, kept))
    assert korean.words(MANY, engine=small(second, kept)) == words
    assert (first.parts, second.parts) == (len(kept), 0)


def test_a_try_that_ended_half_way_is_gone_on_with() -> None:
    kept: dict[str, bytes] = {}
    words = korean.words(MANY, engine=small(Counted(), kept))
    half = dict(list(kept.items())[: len(kept) // 2])
    second = Counted()
    assert korean.words(MANY, engine=small(second, half)) == words
    assert second.parts == len(kept) - len(kept) // 2


def test_what_is_kept_of_few_texts_is_nothing() -> None:
    kept: dict[str, bytes] = {}
    korean.words(MANY[:50], engine=small(Counted(), kept))
    assert kept == {}


def test_a_checkpoint_shows_no_word_and_is_never_found_for_other_texts() -> None:
    kept: dict[str, bytes] = {}
    korean.words(MANY, engine=small(Counted(), kept))
    others = Counted()
    korean.words([f"{said}!" for said in MANY], engine=small(others, dict(kept)))
    assert others.parts >= len(kept)
    assert not any("주차".encode() in body for body in kept.values())


def test_a_damaged_checkpoint_is_worked_out_again() -> None:
    kept: dict[str, bytes] = {}
    words = korean.words(MANY, engine=small(Counted(), kept))
    broken = {name: body[:-1] + b"\0" for name, body in kept.items()}
    assert korean.words(MANY, engine=small(Counted(), broken)) == words


def test_a_worker_of_another_version_is_refused() -> None:
    assert elsewhere(len, "abc", fingerprint()) == 3
    with pytest.raises(UnlikeWorkerError, match="version"):
        elsewhere(len, "abc", "another")
