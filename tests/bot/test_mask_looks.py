"""A covered part is undone within ten minutes, or looked at again by somebody else because the
author asks for it; and what was covered does not come back by itself."""

from storage.models import Flag, LogRow, Opinion, Revision
from tests.bot.test_appeals import AGAIN, ALONE, LINE
from tests.bot.test_moderator import MASK, NEXT, UNDO, at_work, last
from tests.bot.test_queue_masks import COPY, COVERED, NAMED, PERSONAL
from tests.moderating import Desk
from tests.town import Citizen, Town

UNCOVER, STAY = "가림 풀기", "그대로 가려 두기"
WHOSE = "과장이 누구인지는 누구나 알아요"


async def covered(town: Town, *words: str) -> tuple[Desk, Citizen, Citizen]:
    """Mo covered the name, and the author of the first words was told."""
    desk, mo = await at_work(town, *(words or (NAMED,)))
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    await town.passes(minutes=11)
    return desk, mo, desk.author(words[0] if words else NAMED)


def actions(town: Town) -> list[str]:
    return [row.action for row in town.all(LogRow) if row.action.startswith(("opinion", "appeal"))]


async def test_a_covering_that_was_a_slip_is_undone_and_nobody_is_told(town: Town) -> None:
    desk, mo = await at_work(town, NAMED, COPY)
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    assert mo.words("moderation.undo") in last(mo)
    assert [each.version for each in town.all(Opinion)] == [2, 2]
    await mo.presses(UNDO)
    assert mo.words("moderation.opinion.masking_undone_all", n=2) in "".join(
        each.text for each in mo.account.screen
    )
    kept = [(each.text, each.version, each.reason, each.state) for each in town.all(Opinion)]
    assert kept == [(NAMED, 1, None, "received"), (COPY, 1, None, "received")]
    assert town.all(Revision) == []
    assert (desk.flag_states, set(desk.notices)) == (["open", "open"], set())
    assert actions(town) == ["opinion.masked"] * 2 + ["opinion.masking_undone"] * 2
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    await town.passes(minutes=11)
    assert "김철수를 가렸어요" in last(desk.author(NAMED))
    await mo.does(lambda account: account.presses(UNDO))
    assert mo.account.toasts[-1] == mo.words("button.spent")
    assert desk.opinion(NAMED).text == COVERED


async def test_a_slip_on_words_nobody_had_seen_leaves_them_unseen(small_town: Town) -> None:
    desk, mo = await at_work(small_town, NAMED)
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    author = desk.author(NAMED)
    await author.says("/my 1")
    await author.presses("글 고치기")
    await author.says(f"{NAMED}!")
    await mo.says("/queue")
    await mo.says("/mask 김철수")
    await mo.says("1")
    await mo.presses(UNDO)
    again = desk.opinion(NAMED)
    assert (again.text, again.state, again.reason) == (f"{NAMED}!", "held", "personal")


async def test_who_was_covered_has_somebody_else_look_and_the_words_come_back(town: Town) -> None:
    desk, mo, ada = await covered(town)
    may = await desk.moderator("May")
    assert ada.buttons == ["글 고치기", AGAIN]
    await ada.presses(AGAIN)
    assert await ada.says(LINE) == [ada.words("appeal.taken", no=1)]
    assert "지금: 다른 운영자가 다시 살펴보고 있어요" in (await ada.says("/my 1"))[0]
    assert (await mo.says("/queue"))[0].endswith(mo.words("moderation.own_waits", n=1))
    (card,) = await may.says("/queue")
    assert card.splitlines()[2:5] == [
        f"“{COVERED}”",
        f"글쓴이의 한 줄: “{LINE}”",
        f"가리기 전: “{NAMED}”",
    ]
    assert may.buttons == [UNCOVER, STAY, NEXT]
    await may.presses(UNCOVER)
    back = desk.opinion(NAMED)
    assert (back.text, back.version, back.reason, back.state) == (NAMED, 3, None, "received")
    await town.passes(minutes=10)
    said = ada.words("appeal.uncovered", no=1, title="옛 시장 자리 쓰임", excerpt=NAMED)
    assert last(ada) == said
    assert await ada.says("/appeal 1") == [ada.words("appeal.shown", no=1)]
    assert actions(town) == ["opinion.masked", "appeal.made", "opinion.unmasked"]
    assert "가림을 풂" in (await may.says("/log"))[0]


async def test_what_stays_covered_comes_with_a_line_and_is_not_looked_at_a_third_time(
    small_town: Town,
) -> None:
    desk, _, ada = await covered(small_town)
    may = await desk.moderator("May")
    await ada.says(f"/appeal 1 {LINE}")
    await may.says("/queue")
    await may.presses(STAY)
    assert last(may).endswith(may.words("appeal.ask_line_covered"))
    await may.says(WHOSE)
    assert (desk.opinion(NAMED).text, desk.flag_states) == (COVERED, ["masked", "masked"])
    await small_town.passes(minutes=10)
    assert last(ada).splitlines()[2:5] == [
        f"“{COVERED}”",
        f"까닭: {PERSONAL}",
        f"운영자의 한 줄: “{WHOSE}”",
    ]
    assert ada.buttons == ["글 고치기"]
    assert await ada.says("/appeal 1") == [ada.words("appeal.once", no=1)]


async def test_nothing_but_the_covering_is_decided_on_a_second_look(small_town: Town) -> None:
    desk, mo, ada = await covered(small_town)
    may = await desk.moderator("May")
    await ada.says("/appeal 1")
    await ada.presses(ALONE)
    await may.says("/queue")
    for typed in ("/keep", "/hide 2", "/mask 나무", "/up 모르겠어요"):
        await may.says(typed)
        assert may.buttons == [UNCOVER, STAY, NEXT], typed
    assert MASK not in may.buttons
    assert (desk.opinion(NAMED).text, desk.flag_states) == (COVERED, ["masked", "open"])
    await mo.says("/queue")
    assert await mo.says("/keep") == [mo.words("moderation.no_card")]


async def test_covered_words_that_come_back_after_a_second_look_wait_again(
    small_town: Town,
) -> None:
    desk, _, ada = await covered(small_town)
    may = await desk.moderator("May")
    await ada.says(f"/appeal 1 {LINE}")
    await ada.says("/my 1")
    await ada.presses("글 고치기")
    assert await ada.says(f"{NAMED}!!") == [ada.words("edit.held", no=1)]
    assert [each.reason for each in small_town.all(Flag) if each.state == "open"] == ["rewritten"]
    assert await ada.says("/appeal 1") == [ada.words("appeal.rewritten", no=1)]
    (card,) = await may.says("/queue")
    assert (f"“{NAMED}!!”" in card, may.words("appeal.card") in card) == (True, False)
    await may.says("/mask 김철수")
    await may.presses(PERSONAL)
    await small_town.passes(minutes=11)
    assert (desk.opinion(NAMED).text, ada.buttons) == (f"{COVERED}!!", ["글 고치기", AGAIN])


async def test_words_hidden_after_a_part_was_covered_come_back_with_it_covered(
    small_town: Town,
) -> None:
    desk, mo, ada = await covered(small_town)
    desk.flags(NAMED, "hate")
    await mo.says("/queue")
    await mo.says("/hide 3")
    await mo.presses(UNDO)
    again = desk.opinion(NAMED)
    assert (again.text, again.state, again.reason) == (COVERED, "received", "personal")
    await ada.says("/my 1")
    await ada.presses("글 고치기")
    assert await ada.says(NAMED) == [ada.words("edit.held", no=1)]


async def test_a_sole_moderator_cannot_decide_about_their_own_covering(small_town: Town) -> None:
    desk, mo, ada = await covered(small_town)
    taken = (await ada.says(f"/appeal 1 {LINE}"))[-1]
    assert taken == ada.words("appeal.taken_by_nobody", no=1, whom="도시재생과 02-000-0000")
    assert await mo.says("/queue") != []
    assert last(mo).endswith(mo.words("moderation.own_waits_for_nobody", n=1))
    ann = await desk.moderator("Ann", role="admin")
    await ann.says("/queue")
    await ann.presses(UNCOVER)
    assert desk.opinion(NAMED).text == NAMED


async def test_an_appeal_of_covered_words_that_are_taken_back_waits_with_them(
    small_town: Town,
) -> None:
    desk, _, ada = await covered(small_town)
    may = await desk.moderator("May")
    await ada.says(f"/appeal 1 {LINE}")
    await ada.says("/my 1")
    await ada.presses("거두기")
    assert (await may.says("/queue"))[0].startswith(may.words("moderation.empty"))
    await ada.presses("되돌리기")
    await may.says("/queue")
    await may.presses(UNCOVER)
    assert desk.opinion(NAMED).text == NAMED
