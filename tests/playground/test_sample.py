"""The sample consultation is large, varied and awkward enough to demonstrate with."""

import re
from collections import Counter

from playground.sample import Message, load

SAMPLE = load()
MESSAGES = SAMPLE.messages


def texts(*needles: str) -> list[str]:
    return [each.text for each in MESSAGES if any(needle in each.text for needle in needles)]


def people(messages: tuple[Message, ...]) -> set[str]:
    return {each.person for each in messages}


def test_it_has_the_size_of_a_small_consultation() -> None:
    assert 160 <= len(MESSAGES) <= 190
    assert 90 <= len(people(MESSAGES)) <= 110


def test_its_consultation_fits_into_a_link_and_a_bubble() -> None:
    asked = SAMPLE.consultation
    assert re.fullmatch(r"[a-z0-9-]{3,32}", asked.slug)
    assert len(asked.title) <= 40
    assert len(asked.question) <= 200
    assert 0 < asked.closing_days < asked.answer_due_days


def test_everybody_keeps_one_name_and_one_language() -> None:
    assert len({(each.person, each.name, each.language) for each in MESSAGES}) == len(
        people(MESSAGES)
    )


def test_some_write_english() -> None:
    assert 10 <= sum(each.language == "en" for each in MESSAGES) <= 15


def test_some_texts_are_copies_by_different_people() -> None:
    counts = Counter(each.text for each in MESSAGES)
    assert 10 <= sum(n - 1 for n in counts.values()) <= 14
    copied = [each for each in MESSAGES if counts[each.text] > 1]
    assert len(copied) == len(people(tuple(copied)))


def test_a_view_held_by_three_is_said_in_three_ways() -> None:
    rare = [each for each in MESSAGES if re.search("제비|둥지", each.text)]
    assert len(rare) == len(people(tuple(rare))) == 3


def test_texts_hold_what_breaks_careless_programs() -> None:
    assert len(texts("<b>")) == 1
    assert "&" in texts("<b>")[0]
    assert "🙂" in texts("<b>")[0]
    assert len(texts("\n")) >= 1


def test_texts_are_short_and_long() -> None:
    lengths = sorted(len(each.text) for each in MESSAGES)
    assert lengths[0] < 15
    assert lengths[-1] > 150


def test_nobody_can_be_rung_or_written_to() -> None:
    assert not any(re.search(r"\d{2,3}-?\d{3,4}-?\d{4}|@|http", each.text) for each in MESSAGES)
