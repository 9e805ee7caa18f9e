"""The bench of the risk finder runs, and its messages are as its page says."""

import pytest

from bench.screening import __main__ as bench
from bench.screening.messages import HALVES, LANGUAGES, message, read


def test_the_bench_prints_a_line_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main()
    printed = capsys.readouterr().out
    for name in ("resident", "phone", "insult", "all that is"):
        assert name in printed


def test_there_are_enough_messages_and_half_of_them_hold_nothing() -> None:
    for language, least in zip(LANGUAGES, (600, 200), strict=True):
        halves = [read(language, half) for half in HALVES]
        assert sum(map(len, halves)) >= least
        for messages in halves:
            assert sum(not each.marks for each in messages) * 2 >= len(messages)
            assert len({each.text for each in messages}) == len(messages)


def test_nothing_is_in_both_halves() -> None:
    for language in LANGUAGES:
        develop, held_out = ({each.text for each in read(language, half)} for half in HALVES)
        assert not develop & held_out


def test_a_mark_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        message("{nothing|words}")
