"""An update read once: what is plain becomes values, what is strange becomes a reason."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import Incoming, lane_chat, words

ADA = {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "ko"}
PRIVATE = {"id": 7, "type": "private"}
PLAIN = {"message_id": 5, "date": 1_700_000_000, "from": ADA, "chat": PRIVATE, "text": "그늘"}


def read(kind: str = "message", **fields: Any) -> Incoming:
    return Incoming.of(json.dumps({"update_id": 1, kind: {**PLAIN, **fields}}).encode())


def press(**fields: Any) -> Incoming:
    made = {"id": "9", "from": ADA, "data": "cs.a", "message": PLAIN, **fields}
    return Incoming.of(json.dumps({"update_id": 1, "callback_query": made}).encode())


def test_a_message_becomes_plain_values() -> None:
    read_one = read()
    assert (read_one.kind, read_one.person_id, read_one.message_id) == ("message", 7, 5)
    assert (read_one.text, read_one.sent_at) == ("그늘", datetime.fromtimestamp(1_700_000_000, UTC))


def test_an_edit_counts_by_the_time_of_the_edit() -> None:
    assert read("edited_message", edit_date=1_700_000_060).sent_at.second == 20


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b", "ab"),
        ("\u202eabc\u202c", "abc"),
        ("\u2066abc\u2069", "abc"),
        ("  a\n b ", "a\n b"),
        ("가", "가"),
        ("<b>&{0.__class__} %s", "<b>&{0.__class__} %s"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_words_stand_as_they_were_written_but_for_what_nobody_can_keep(raw: str, kept: str) -> None:
    assert words(raw) == kept


@given(st.text())
def test_words_can_always_be_written_down(raw: str) -> None:
    assert "\x00" not in words(raw)
    words(raw).encode()


def test_a_caption_is_the_words_of_a_picture() -> None:
    picture = {**PLAIN, "caption": "그늘", "photo": [{}]}
    del picture["text"]
    made = Incoming.of(json.dumps({"update_id": 1, "message": picture}).encode())
    assert (made.text, made.media) == ("그늘", "photo")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"chat": {"id": -5, "type": "group"}}, "said in a group"),
        ({"chat": {"id": -5, "type": "<script>"}}, "said in a place without a type"),
        ({"from": None}, "written by nobody"),
        ({"from": {**ADA, "is_bot": True}}, "written by nobody"),
        ({"via_bot": {"id": 3}}, "written by another bot"),
    ],
)
def test_what_nobody_wrote_to_us_is_ignored_for_a_reason(
    fields: dict[str, Any], reason: str
) -> None:
    made = read(**fields)
    assert (made.kind, made.reason) == ("ignored", reason)


def test_a_kind_of_update_that_is_not_known_is_ignored() -> None:
    assert Incoming.of(b'{"update_id": 1, "purchased_paid_media": {}}').reason == (
        "nothing we answer"
    )


def test_fields_that_are_not_known_do_no_harm() -> None:
    assert read(invented_in_2031={"deep": [{}]}).text == "그늘"


@pytest.mark.parametrize(
    "fields",
    [
        {"message_id": 2**70},
        {"message_id": "5"},
        {"message_id": None},
        {"date": 2**70},
        {"date": -1},
        {"date": float("nan")},
        {"text": {"a": 1}},
        {"text": 5},
        {"chat": []},
        {"from": {"id": 2**70}},
        {"from": {**ADA, "language_code": 7}},
        {"media_group_id": ["x"]},
    ],
)
def test_a_field_that_telegram_never_writes_so_makes_it_unreadable(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="as Telegram writes it"):
        read(**fields)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{}", b'"x"', b'{"update_id": "1"}', b"{"])
def test_bytes_that_are_no_update_are_unreadable(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own error is one of them
        Incoming.of(body)


def test_a_press_on_a_message_too_old_to_read_can_be_answered_but_changes_nothing() -> None:
    made = press(message={"chat": PRIVATE, "message_id": 5, "date": 0})
    assert (made.kind, made.pressed_html) == ("press", None)


def test_a_press_remembers_the_words_its_bubble_was_about() -> None:
    quoted = press(message={**PLAIN, "reply_to_message": {**PLAIN, "message_id": 4}}).quoted
    assert quoted is not None
    assert (quoted.message_id, quoted.text, quoted.with_media) == (4, "그늘", False)


def test_our_own_words_are_never_taken_for_the_persons() -> None:
    ours = {**PLAIN, "from": {"id": 1, "is_bot": True}}
    assert press(message={**PLAIN, "reply_to_message": ours}).quoted is None


def test_a_reply_to_one_of_our_bubbles_tells_which_and_its_buttons() -> None:
    keys = {"inline_keyboard": [[{"text": "1", "callback_data": "fl.a"}, {"url": "t.me/x"}]]}
    ours = {**PLAIN, "message_id": 4, "from": {"id": 1, "is_bot": True}, "reply_markup": keys}
    replied = read(reply_to_message=ours).replied
    assert replied is not None
    assert (replied.message_id, replied.buttons) == (4, ("fl.a",))


@pytest.mark.parametrize("other", [PLAIN, {**PLAIN, "from": 7}, {"message_id": 4}, None, [], "x"])
def test_a_reply_to_anything_else_is_a_reply_to_none_of_ours(other: Any) -> None:
    assert read(reply_to_message=other).replied is None


@pytest.mark.parametrize("markup", [None, 7, {"inline_keyboard": 3}, {"inline_keyboard": [1, [2]]}])
def test_buttons_that_cannot_be_read_are_none(markup: Any) -> None:
    ours = {**PLAIN, "from": {"id": 1, "is_bot": True}, "reply_markup": markup}
    replied = read(reply_to_message=ours).replied
    assert replied is not None
    assert replied.buttons == ()


def test_a_press_that_is_ignored_still_stops_its_spinner() -> None:
    made = press(message=None)
    assert (made.kind, made.press_id) == ("ignored", "9")


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": PLAIN}, 7),
        ({"callback_query": {"from": ADA, "message": PLAIN}}, 7),
        ({"callback_query": {"from": ADA}}, 7),
        ({"message": {"chat": {"id": -100}}}, -100),
        ({"poll": {"id": "1"}}, 0),
        ({"message": [[[]]]}, 0),
        ({"message": {"chat": {"id": 2**70}, "from": ADA}}, 7),
        ({"message": {"chat": {"id": True}}}, 0),
        ({"message": {"chat": {"id": [7]}, "from": [{"id": 7}]}}, 0),
        ({"message": {"message": None, "chat": {"id": 7}}}, 0),
        ({"message": {"chat": "\ud800", "from": None}}, 0),
        ({"message": {}, "edited_message": PLAIN}, 7),
        ({"update_id": {"chat": {"id": float("inf")}}}, 0),
    ],
)
def test_updates_of_one_chat_share_a_lane(update: dict[str, Any], chat: int) -> None:
    assert lane_chat({"update_id": 1, **update}) == chat
