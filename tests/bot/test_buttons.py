"""Buttons: what they carry, that they fit, and that nobody else's or changed ones open anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import MOST_BYTES, Button, unpack
from storage.keys import Keys
from tests.town import KEY, PEPPER

KEYS = Keys.from_text([KEY], PEPPER)
ADA, EVE = 7, 8
ids = st.integers(0, 2**63 - 1)
values = st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=4)


@given(ids, values)
def test_a_button_comes_back_as_it_was_made(subject: int, value: str) -> None:
    made = Button("wd", subject, value)
    assert unpack(made.pack(ADA, KEYS), ADA, KEYS) == made


@given(ids, values, st.integers(0, 9999))
def test_a_button_fits_into_telegrams_bytes(subject: int, value: str, state: int) -> None:
    assert len(Button("wd", subject, value, state).pack(ADA, KEYS).encode()) <= MOST_BYTES


def test_a_button_of_somebody_else_opens_nothing() -> None:
    assert unpack(Button("wd", 5).pack(ADA, KEYS), EVE, KEYS) is None


@pytest.mark.parametrize("place", range(len(Button("wd", 5).pack(ADA, KEYS))))
def test_a_button_with_one_letter_changed_opens_nothing(place: int) -> None:
    data = Button("wd", 5).pack(ADA, KEYS)
    changed = data[:place] + ("x" if data[place] != "x" else "y") + data[place + 1 :]
    assert unpack(changed, ADA, KEYS) is None


@given(st.text())
def test_any_other_data_opens_nothing(data: str) -> None:
    assert unpack(data, ADA, KEYS) is None


@pytest.mark.parametrize(
    "data", ["", "....", "wd.5...x", "wd.\ud800...", "wd.!!!.a.b.c", "a" * 64, "é.é.é.é.é"]
)
def test_malformed_data_opens_nothing(data: str) -> None:
    assert unpack(data, ADA, KEYS) is None


def test_a_value_that_does_not_fit_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="too long"):
        Button("wd", 5, "x" * 60).pack(ADA, KEYS)
