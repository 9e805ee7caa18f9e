"""Moderators in each other's way, and what goes wrong between a card and its button."""

import pytest

from tests.bot.test_moderator import HIDE, INSULT, KEEP, NEXT, UNDO, at_work, last
from tests.moderating import ELSEWHERE, FINE, OTHER, RUDE, Desk, another_agency
from tests.town import Citizen, Town

NOON, LATER = "2026년 11월 23일(월) 10:00", "2026년 11월 23일(월) 10:10"


async def two_at_work(town: Town, *words: str) -> tuple[Desk, Citizen, Citizen]:
    """Two moderators with the same card open: the second let her time with it go by."""
    desk, may = await at_work(town, *words)
    mo = await desk.moderator("Mia")
    await town.passes(minutes=10)
    await mo.says("/queue")
    return desk, mo, may


async def test_hiding_twice_hides_once(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    first = mo.account.screen[-1]
    await mo.says("/queue")
    await mo.says("/hide 2")
    await mo.does(lambda account: account.presses(HIDE, on=first.message_id))
    decision = mo.words("moderation.decided_hidden", reason="욕설과 비하")
    expected = mo.words("moderation.decided_own", time=NOON, decision=decision)
    assert mo.account.toasts[-1] == expected
    assert desk.decisions == [("opinion.hidden", "insult")]
    assert desk.notices == ["pending"]


async def test_of_two_moderators_on_one_card_the_second_reads_what_the_first_decided(
    town: Town,
) -> None:
    desk, mo, may = await two_at_work(town, RUDE, OTHER)
    await mo.says("/hide 2")
    told = await may.presses(KEEP)
    decision = may.words("moderation.decided_hidden", reason="욕설과 비하")
    expected = may.words("moderation.decided_before", time=LATER, decision=decision)
    assert may.account.toasts[-1] == expected
    assert told[0].startswith(expected)
    assert told[0].endswith(may.words("moderation.taken", n=1))
    assert desk.opinion(RUDE).state == "hidden"


async def test_keeping_what_was_hidden_while_the_reasons_were_open_changes_nothing(
    town: Town,
) -> None:
    desk, may = await at_work(town, RUDE)
    await may.presses(HIDE)
    mo = await desk.moderator("Mia")
    await town.passes(minutes=10)
    await mo.says("/queue")
    await mo.says("/keep")
    await may.presses(INSULT)
    decision = may.words("moderation.decided_kept")
    assert may.account.toasts[-1] == may.words(
        "moderation.decided_before", time=LATER, decision=decision
    )
    assert (desk.states, desk.decisions) == (["received"], [("opinion.kept", "")])


async def test_an_old_card_decides_nothing_of_words_flagged_anew(small_town: Town) -> None:
    desk, mo, may = await two_at_work(small_town, RUDE)
    await mo.says("/keep")
    desk.flags(RUDE, "threat", by=small_town.citizen("Other reader"))
    told = await may.presses(KEEP)
    assert told[0] == may.words("moderation.changed")
    assert "· 위협: 1명" in told[1]
    assert desk.flag_states == ["kept", "open"]


async def test_a_card_whose_hiding_was_undone_is_shown_anew(small_town: Town) -> None:
    desk, mo, may = await two_at_work(small_town, RUDE)
    await mo.says("/hide 2")
    await mo.presses(UNDO)
    await small_town.passes(minutes=10)
    assert (await may.presses(KEEP))[0] == may.words("moderation.changed")
    await may.presses(KEEP)
    assert desk.flag_states == ["kept"]


async def test_undoing_what_a_colleague_decided_since_changes_nothing(small_town: Town) -> None:
    desk, mo, may = await two_at_work(small_town, RUDE)
    await mo.says("/hide 2")
    author = desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("글 고치기")
    await author.says(FINE)
    await may.says("/queue")
    await may.presses("그대로 숨기기")
    await mo.presses(UNDO)
    assert desk.states == ["hidden"]
    assert "다른 운영자가 먼저 정했어요" in mo.account.toasts[-1]


async def test_undoing_after_the_author_rewrote_shows_the_new_words(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    author = desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("글 고치기")
    await author.says(FINE)
    await mo.presses(UNDO)
    assert desk.states == ["hidden"]
    assert FINE in last(mo)
    assert mo.buttons == ["되살리기", "그대로 숨기기", NEXT]


async def test_words_edited_while_the_card_is_open_are_shown_anew(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    author = desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("글 고치기")
    await author.says(FINE)
    told = await mo.presses(KEEP)
    assert told[0] == mo.words("moderation.changed")
    assert FINE in told[1]
    assert desk.flag_states == ["open"]


async def test_words_taken_back_while_the_card_is_open_are_left_alone(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    author = desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("거두기")
    await mo.presses(KEEP)
    assert mo.account.toasts[-1] == mo.words("moderation.went_away")
    assert (desk.states, desk.decisions) == (["withdrawn"], [])


async def test_words_taken_back_leave_the_queue_and_come_back_with_their_flags(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo, author = await desk.moderator(), desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("거두기")
    assert await mo.says("/queue") == [mo.words("moderation.empty")]
    await author.presses(UNDO)
    assert RUDE in (await mo.says("/queue"))[0]


async def test_hidden_words_taken_back_and_taken_up_again_are_still_hidden(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    author = desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("거두기")
    await author.presses(UNDO)
    assert (desk.states, desk.opinion(RUDE).reason) == (["hidden"], "insult")


async def test_who_takes_hidden_words_up_again_learns_that_they_are_hidden(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, RUDE)
    author = desk.author(RUDE)
    await author.says("/my 1")
    await mo.says("/hide 2")
    await author.presses("거두기")
    (told,) = await author.presses(UNDO)
    assert author.words("withdraw.undone_hidden", no=1, reason="욕설과 비하") in told


async def test_a_slip_is_undone_though_the_author_cannot_be_told_any_more(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    author = desk.author(RUDE)
    author.account.sends("/my")
    author.account.blocks()  # before the reply goes out, which finds that out
    await small_town.settle()
    assert desk.notices == ["cancelled"]
    await mo.presses(UNDO)
    assert desk.states == ["received"]


async def test_who_turns_notices_off_meanwhile_is_told_nothing(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    author = desk.author(RUDE)
    await mo.says("/hide 2")
    await author.says("/stop")
    await author.presses("모두 그만 받기")
    read = author.account.mark
    await small_town.passes(minutes=11)
    assert author.account.inbox_since(read) == []
    assert desk.notices == ["cancelled"]


async def test_who_takes_hidden_words_back_is_told_nothing_of_them(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    author = desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("거두기")
    mark = author.account.mark
    await small_town.passes(minutes=10)
    assert (author.account.inbox_since(mark), desk.notices) == ([], ["cancelled"])


async def test_undoing_the_hiding_of_words_taken_back_says_so(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    author = desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("거두기")
    await mo.presses(UNDO)
    assert mo.account.toasts[-1] == mo.words("moderation.went_away")


async def test_erased_words_are_left_alone(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    author = desk.author(RUDE)
    await author.says("/my 1")
    await author.presses("거두기")
    await small_town.passes(hours=25)
    await mo.presses(KEEP)
    assert mo.account.toasts[-1] == mo.words("moderation.went_away")
    assert desk.states == ["erased"]


async def test_a_moderator_is_not_shown_own_words(small_town: Town) -> None:
    desk, mo, own = await moderator_who_wrote(small_town)
    assert await mo.says("/queue") == [
        f"{mo.words('moderation.empty')}\n{mo.words('moderation.own_waits', n=1)}"
    ]
    may = await desk.moderator("May", role="admin")
    assert own in (await may.says("/queue"))[0]


async def moderator_who_wrote(town: Town) -> tuple[Desk, Citizen, str]:
    """A moderator whose own words were flagged, with an administrator as colleague."""
    desk = Desk.with_flagged(town, RUDE)
    mo = desk.author(RUDE)
    town.grant(mo, "moderator")
    await desk.moderator("Ann", role="admin")
    return desk, mo, RUDE


async def test_hiding_own_message_is_refused(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    desk.passes_to(mo, RUDE)
    await mo.says("/hide 2")
    assert mo.words("moderation.own_refused_nobody") in last(mo)
    assert (desk.states, desk.flag_states) == (["received"], ["open"])


async def test_a_sole_moderator_learns_that_nobody_can_look_at_own_words(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = desk.author(RUDE)
    small_town.grant(mo, "moderator")
    (told,) = await mo.says("/queue")
    assert told.endswith(mo.words("moderation.own_waits_for_nobody", n=1))


@pytest.mark.parametrize("label", [KEEP, HIDE, NEXT])
async def test_a_role_revoked_in_the_middle_of_a_card_ends_its_buttons(
    small_town: Town, label: str
) -> None:
    desk, mo = await at_work(small_town, RUDE)
    desk.revokes(mo)
    await mo.presses(label)
    assert mo.account.toasts[-1] == mo.words("button.forged")
    assert desk.flag_states == ["open"]


async def test_a_role_revoked_between_hiding_and_its_reason_hides_nothing(
    town: Town,
) -> None:
    desk, mo = await at_work(town, RUDE)
    await mo.presses(HIDE)
    desk.revokes(mo)
    await mo.presses(INSULT)
    assert mo.account.toasts[-1] == mo.words("button.forged")
    assert desk.states == ["received"]


async def test_a_role_revoked_after_hiding_ends_the_undo(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    desk.revokes(mo)
    await mo.presses(UNDO)
    assert desk.states == ["hidden"]


@pytest.mark.parametrize("command", ["/queue", "/keep", "/hide 2", "/next", "/flag 1"])
async def test_who_does_not_moderate_never_learns_of_the_commands(
    small_town: Town, command: str
) -> None:
    Desk.with_flagged(small_town, RUDE)
    olga = await small_town.official()
    assert await olga.says(command) == [olga.words("command.unknown")]


async def test_another_agencys_words_are_not_in_the_queue(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    _, elsewhere = another_agency(small_town)
    desk.flags_id(elsewhere)
    (card,) = await mo.says("/queue")
    assert card.startswith("살필 글 1/1")
    assert ELSEWHERE not in card


async def test_a_card_whose_agency_one_left_reads_like_an_unknown_one(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    another_agency(small_town)
    desk.revokes(mo)
    small_town.grant(mo, "moderator", "haean")
    await mo.presses(KEEP)
    assert mo.account.toasts[-1] == mo.words("button.spent")
    assert desk.flag_states == ["open"]


async def test_a_consultation_that_closed_can_still_be_moderated(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await small_town.passes(days=14)
    await mo.presses(HIDE)
    await mo.presses(INSULT)
    assert desk.states == ["hidden"]


async def test_flagging_own_message_offers_to_take_it_back(small_town: Town) -> None:
    desk, mo, own = await moderator_who_wrote(small_town)
    assert await mo.says(f"/flag {desk.id(own)}") == [mo.words("flag.own")]
    assert mo.buttons == ["거두기"]


async def test_flagging_a_hidden_message_says_it_is_not_shown(small_town: Town) -> None:
    desk, mo = await at_work(small_town, RUDE)
    await mo.says("/hide 2")
    assert await mo.says(f"/flag {desk.id(RUDE)}") == [mo.words("words.gone")]


async def test_flagging_a_message_of_another_agency_reads_like_an_unknown_one(
    small_town: Town,
) -> None:
    mo = await Desk.with_flagged(small_town).moderator()
    _, elsewhere = another_agency(small_town)
    unknown = await mo.says("/flag 999999")
    assert await mo.says(f"/flag {elsewhere}") == unknown == [mo.words("words.gone")]


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "²", "9" * 40, "첫째"])
async def test_a_number_that_is_none_flags_nothing(small_town: Town, number: str) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    assert await mo.says(f"/flag {number}") == [mo.words("moderation.flag_how")]
    assert desk.flag_states == ["open"]


async def test_flagging_again_is_one_flag(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    for _ in range(2):
        await mo.says(f"/flag {desk.id(RUDE)}")
        await mo.presses("욕이나 비하예요")
    assert mo.account.toasts[-1] == mo.words("flag.again")
    assert desk.flag_states == ["open", "open"]


async def test_markup_in_flagged_words_is_shown_as_it_was_written(small_town: Town) -> None:
    _, mo = await at_work(small_town, "<b>크게</b> & <script>")
    assert "“<b>크게</b> & <script>”" in last(mo)
    await mo.presses(HIDE)
    assert "“<b>크게</b> & <script>”" in last(mo)
