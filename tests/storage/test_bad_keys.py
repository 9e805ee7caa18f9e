"""Keys and a pepper as somebody may paste them: taken as they are, or refused and not shown."""

import base64

import pytest

from storage.keys import Keys
from tests.town import KEY, PEPPER

REFUSED = {
    "no key": ([], PEPPER),
    "an empty key": ([""], PEPPER),
    "a key cut short": ([KEY[:-8]], PEPPER),
    "a key pasted twice into one": ([KEY + KEY], PEPPER),
    "the pepper in place of the key": ([PEPPER], PEPPER),
    "the key in place of the pepper": ([KEY], KEY),
    "a good key and a bad one behind it": ([KEY, "old"], PEPPER),
    "no pepper": ([KEY], ""),
    "a pepper of one letter less": ([KEY], PEPPER[:-2]),
    "a pepper in Hangul": ([KEY], "후추후추후추"),
    "a key in hex": ([bytes(range(64)).hex()], PEPPER),
}


@pytest.mark.parametrize(("keys", "pepper"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_key_is_refused_and_not_shown(keys: list[str], pepper: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as refused:
        Keys.from_text(keys, pepper)
    shown = str(refused.value)
    assert not any(each in shown for each in (*keys, pepper) if each)


def test_the_same_key_twice_opens_what_it_sealed() -> None:
    twice = Keys.from_text([KEY, KEY], PEPPER)
    assert twice.open_id(Keys.from_text([KEY], PEPPER).seal_id(7)) == 7


def test_keys_do_not_show_themselves() -> None:
    keys = Keys.from_text([KEY], PEPPER)
    for secret in (KEY, PEPPER, str(base64.urlsafe_b64decode(KEY))):
        assert secret not in f"{keys!r} {keys}"
