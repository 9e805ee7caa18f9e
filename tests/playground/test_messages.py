"""Text, its units and its HTML, for any text whatever."""

import html
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.messages import units
from playground.messages.markup import parsed_html, trimmed
from playground.wire import Refused


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parsed_html(html.escape(text)) == (text, [])


@given(st.text(alphabet="<>b/&; a=\"'"))
def test_any_html_is_read_or_refused(source: str) -> None:
    with suppress(Refused):
        text, entities = parsed_html(source)
        assert all(e["offset"] + e["length"] <= units.length(text) for e in entities)


@given(st.text(), st.integers(2, 9))
def test_pieces_are_short_and_make_the_whole(text: str, limit: int) -> None:
    cut = units.pieces(text, limit)
    assert "".join(cut) == text
    assert all(units.length(piece) <= limit for piece in cut)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b><i>x</i></b>", "x", [("bold", 0, 1), ("italic", 0, 1)]),
        ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
        ("<b></b>", "", []),
        ('<a href="https://a.b/?x=1&amp;y">링크</a>', "링크", [("text_link", 0, 2)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-py">1</code></pre>', "1", [("pre", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("a &nbsp; &copy", "a &nbsp; &copy", []),
    ],
)
def test_tags_become_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    plain, found = trimmed(*parsed_html(source))
    assert plain == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start x", ["bot_command"]),
        ("see https://a.b/c, mail a@b.kr", ["url", "email"]),
        ("@madang_bot #의견", ["mention", "hashtag"]),
        ("t.me/madang_bot?start=i_x, not at.me/x", ["url"]),
        ("1/2 and 3/4", []),
    ],
)
def test_telegram_finds_entities_by_itself(text: str, kinds: list[str]) -> None:
    assert [entity["type"] for entity in units.found_entities(text)] == kinds
