"""Which opinions stand for a topic: on vectors laid by hand."""

import numpy as np

from nlp.linear import Matrix, unit
from nlp.quotes import choose


def test_three_to_five_quotes_come_best_first() -> None:
    chosen = choose(_fan(20), _centre(), [_text(at) for at in range(20)], [False] * 20)
    assert len(chosen.central) == 5
    assert chosen.central[0] == 0


def test_near_copies_are_not_shown_beside_each_other() -> None:
    texts = [f"마을버스 배차 간격이 너무 길어요{'!' * at}" for at in range(6)]
    others = ["정류장에 지붕이 없어서 비를 맞아요", "막차를 조금만 더 늦춰 주시면 좋겠어요"]
    chosen = choose(_fan(8), _centre(), texts + others, [False] * 8)
    assert sorted(chosen.central) == [0, 6, 7]


def test_texts_all_alike_give_one_quote_and_no_edge() -> None:
    chosen = choose(_fan(9), _centre(), ["버스가 늦어요 정말로"] * 9, [False] * 9)
    assert (chosen.central, chosen.edge) == ([0], None)


def test_beyond_three_only_comfortable_lengths_are_shown() -> None:
    texts = [_text(at) * 20 for at in range(10)]
    assert len(choose(_fan(10), _centre(), texts, [False] * 10).central) == 3


def test_a_text_that_says_a_keyword_is_preferred() -> None:
    telling = [False, False, True, False]
    chosen = choose(_fan(4, 0.3), _centre(), [_text(at) for at in range(4)], telling)
    assert chosen.central[0] == 2


def test_the_edge_is_far_from_the_centre_and_not_among_the_others() -> None:
    chosen = choose(_fan(20), _centre(), [_text(at) for at in range(20)], [False] * 20)
    assert chosen.edge is not None
    assert chosen.edge >= 17
    assert chosen.edge not in chosen.central


def test_a_small_topic_has_no_edge() -> None:
    assert choose(_fan(5), _centre(), [_text(at) for at in range(5)], [False] * 5).edge is None


def _fan(count: int, farthest: float = 1.0) -> Matrix:
    """Rows that turn away from the centre step by step."""
    angles = np.linspace(0, farthest, count)
    return unit(np.column_stack([np.cos(angles), np.sin(angles)]))


def _centre() -> Matrix:
    return np.array([1.0, 0.0])


def _text(at: int) -> str:
    """Texts of comfortable length that share no three letters."""
    return " ".join(chr(0xAC00 + 100 * at + 7 * step) * 3 for step in range(5))
