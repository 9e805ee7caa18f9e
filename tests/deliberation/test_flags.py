"""Flags: anybody may ask to look at words, once; they hide nothing by themselves."""

import pytest

from deliberation import people
from deliberation.moderating import choices, decisions, moderation
from deliberation.moderating.flags import Flagged, NotShown, OwnOpinion
from deliberation.moderating.moderation import Card
from storage.models import Flag, LogRow, Opinion
from tests.moderating import FINE, RUDE, Desk
from tests.town import Citizen, Town


def decides(desk: Desk, mo: Citizen, choice: choices.Choice, reason: str = "") -> object:
    """What comes of a moderator's decision about the first card."""
    with desk.town.changing() as session:
        work = desk.town.work(session)
        person = people.meet(work, mo.account.id, "ko")
        card = moderation.queue_of(work, person)
        assert isinstance(card, Card)
        return decisions.decide(work, person, card.opinion.id, card.stamp, choice, reason)


def rewritten(desk: Desk, words: str) -> None:
    with desk.town.changing() as session:
        opinion = session.get_one(Opinion, desk.id(RUDE))
        opinion.text, opinion.version = words, opinion.version + 1
        session.add(opinion)


def test_a_flag_brings_words_to_the_queue_and_hides_nothing(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    assert (desk.states, desk.flag_states) == (["received"], ["open"])


def test_who_only_reads_may_flag_and_nothing_is_kept_of_them(small_town: Town) -> None:
    Desk.with_flagged(small_town, RUDE)
    (flag,) = small_town.all(Flag)
    assert (flag.participation_id, flag.contact_id, flag.source) == (None, None, "citizen")


async def test_a_moderators_flag_is_a_row_of_the_log(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, FINE)
    desk.scene.speak(RUDE)
    desk.flags(RUDE, "threat", by=await desk.moderator())
    row = small_town.all(LogRow)[-1]
    (flag,) = (each for each in small_town.all(Flag) if each.contact_id)
    assert (row.actor, row.action) == (f"contact:{flag.contact_id}", "flag.raised")
    assert (row.subject, row.reason) == (f"flag:{flag.id}", "threat")
    assert row.details == {"opinion": desk.id(RUDE), "version": 1}
    assert (row.at, row.agency_id) == (small_town.clock.now(), 1)


def test_a_citizens_flag_is_none_of_the_staffs_acts(small_town: Town) -> None:
    Desk.with_flagged(small_town, RUDE)
    assert list(small_town.all(LogRow)) == []


def test_one_person_counts_once_for_the_same_words(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE)
    fay = town.citizen("Fay")
    first, second = desk.flags(RUDE, by=fay), desk.flags(RUDE, "hate", by=fay)
    assert isinstance(first, Flagged)
    assert isinstance(second, Flagged)
    assert (first.again, second.again) == (False, True)
    assert len(desk.flag_states) == 2


def test_words_that_changed_can_be_flagged_again(town: Town) -> None:
    desk = Desk.with_flagged(town)
    desk.scene.speak(RUDE)
    fay = town.citizen("Fay")
    desk.flags(RUDE, by=fay)
    with town.changing() as session:
        flag = session.get_one(Flag, 1)
        flag.state = "kept"
        session.add(flag)
    rewritten(desk, FINE)
    outcome = desk.flags(RUDE, "hate", by=fay)
    assert isinstance(outcome, Flagged)
    assert not outcome.again
    (flag,) = town.all(Flag)
    assert (flag.state, flag.reason, flag.version) == ("open", "hate", 2)


def test_own_words_are_not_flagged(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    assert isinstance(desk.flags(RUDE, by=desk.author(RUDE)), OwnOpinion)


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "erased"])
def test_words_that_are_not_shown_are_not_flagged(small_town: Town, state: str) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    with small_town.changing() as session:
        opinion = session.get_one(Opinion, desk.id(RUDE))
        opinion.state = state
        session.add(opinion)
    assert isinstance(desk.flags(RUDE, by=small_town.citizen("Fay")), NotShown)


def test_words_that_never_were_are_not_flagged(small_town: Town) -> None:
    assert isinstance(Desk.with_flagged(small_town).flags_id(10**9), NotShown)


def test_a_reason_that_is_none_is_a_bug(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    with pytest.raises(ValueError, match="no such reason"):
        desk.flags(RUDE, "disagree")


async def test_kept_words_do_not_come_back_for_the_same_reason(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    decides(desk, await desk.moderator(), choices.KEEP)
    desk.flags(RUDE, by=small_town.citizen("Fay"))
    assert desk.flag_states == ["kept", "kept"]


async def test_kept_words_come_back_for_another_reason(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    decides(desk, await desk.moderator(), choices.KEEP)
    desk.flags(RUDE, "threat", by=small_town.citizen("Fay"))
    assert desk.flag_states == ["kept", "open"]


async def test_a_moderators_flag_goes_straight_into_the_queue(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo, may = await desk.moderator(), await desk.moderator("May")
    decides(desk, mo, choices.KEEP)
    desk.flags(RUDE, by=may)
    assert [(flag.state, flag.source) for flag in small_town.all(Flag)] == [
        ("kept", "citizen"),
        ("open", "moderator"),
    ]


async def test_all_open_flags_end_with_one_decision(town: Town) -> None:
    desk = Desk.with_flagged(town, RUDE)
    desk.flags(RUDE, "hate", by=town.citizen("Fay"))
    decides(desk, await desk.moderator(), choices.HIDE, "insult")
    assert desk.flag_states == ["hidden", "hidden"]
