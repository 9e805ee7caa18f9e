"""What moderators and authors do that nobody expects: nothing is decided that was not meant, and
everybody reads why."""

import pytest

from bot.buttons import Button
from storage.models import Flag, Opinion
from tests.bot.test_appeals import AGAIN, ALONE, LINE, RESTORE, STAY, hidden, made
from tests.bot.test_moderator import UNDO, at_work, last, seen
from tests.bot.test_queue_masks import COVERED, NAMED, PERSONAL
from tests.moderating import FINE, OTHER, RUDE, Desk
from tests.town import Citizen, Town

TWO_LINES = "과장이 말했어요\n“그 돈은 내 거야”\n그래서 화가 나요"

HIDDEN_ONCE = 4097  # the stamp of a first version about which one thing was decided


async def forges(who: Citizen, button: Button) -> None:
    """A genuine button of theirs, wherever it stood."""
    await who.says("/language")
    data = made(button, who)
    await who.does(lambda account: account.forges(data, account.screen[-1].message_id))


MASKS = {
    "the sign of what is covered": "가림",
    "a pattern": ".*",
    "a blank": "   ",
    "what nobody sees": "\u200b\u200b",
    "other capitals": "CCTV",
    "all but its marks": f"{NAMED} cctv",
    "a slash and a command": "/mask",
    "a thousand times the words": "김철수" * 1000,
}


@pytest.mark.parametrize("words", MASKS.values(), ids=MASKS.keys())
async def test_words_that_cannot_be_covered_cover_nothing(small_town: Town, words: str) -> None:
    desk, mo = await at_work(small_town, f"{NAMED} cctv [가림]")
    await mo.presses("일부 가리기")
    await mo.says(words)
    assert [each.version for each in small_town.all(Opinion)] == [1]
    assert desk.flag_states == ["open"]
    assert desk.decisions == []


async def test_words_of_two_lines_and_decomposed_ones_are_covered(town: Town) -> None:
    desk, mo = await at_work(town, TWO_LINES)
    await mo.says("/mask “그 돈은 내 거야”\n그래서")
    await mo.says("9")  # no such reason: more words to cover, which are not there
    assert last(mo) == mo.words("moderation.mask_absent")
    await mo.does(lambda account: account.photo("그래서"))
    assert last(mo) == mo.words("moderation.mask_absent")
    await mo.says("그래서")
    await mo.presses("욕설과 비하")
    assert desk.opinion(TWO_LINES).text == TWO_LINES.replace("그래서", "[가림]")


async def test_words_forgotten_by_their_author_in_the_middle_of_a_mask(town: Town) -> None:
    desk, mo = await at_work(town, NAMED)
    await mo.presses("일부 가리기")
    author = desk.author(NAMED)
    await author.says("/forget")
    await author.presses("모두 지우기")
    await mo.says("김철수")
    assert "김철수" not in last(mo)
    assert town.traces(NAMED) == set()
    assert (await mo.says("/queue"))[0].startswith(mo.words("moderation.empty"))


async def test_a_line_of_an_appeal_with_a_number_and_markup_in_two_lines(town: Town) -> None:
    desk, _, ada = await hidden(town)
    may = await desk.moderator("May")
    await ada.presses(AGAIN)
    await ada.says("<b>제 번호</b>는 010-1234-5678\n& 욕이 아니에요")
    (flag,) = [each for each in town.all(Flag) if each.reason == "appeal"]
    assert flag.note == "<b>제 번호</b>는 [전화] & 욕이 아니에요"
    assert f"글쓴이의 한 줄: “{flag.note}”" in (await may.says("/queue"))[0]


async def test_an_appeal_pressed_twice_is_one(town: Town) -> None:
    desk, _, ada = await hidden(town)
    for _ in range(2):
        await forges(ada, Button("ax", desk.id(RUDE)))
    assert [each.reason for each in town.all(Flag)].count("appeal") == 1
    assert ada.words("appeal.waits", no=1) in seen(ada)


async def test_an_appeal_after_the_words_were_shown_again_or_erased(town: Town) -> None:
    desk, _, ada = await hidden(town)
    may = await desk.moderator("May")
    await ada.says(f"/appeal 1 {LINE}")
    await may.says("/queue")
    await may.presses(RESTORE)
    await forges(ada, Button("ap", desk.id(RUDE)))
    assert last(ada) == ada.words("appeal.shown", no=1)
    await ada.says("/forget")
    await ada.presses("모두 지우기")
    await forges(ada, Button("ap", desk.id(RUDE)))
    assert ada.account.toasts[-1] == ada.words("button.spent")


async def test_a_line_that_comes_after_a_colleague_has_decided(town: Town) -> None:
    desk, _, ada = await hidden(town)
    may, june = await desk.moderator("May"), await desk.moderator("June")
    await ada.presses(AGAIN)
    await ada.presses(ALONE)
    await may.says("/queue")
    await may.presses(STAY)
    await town.passes(minutes=11)
    await june.says("/queue")
    await june.presses(RESTORE)
    await may.says("그대로 숨겨요")
    assert "먼저 정했어요: 되살리기" in seen(may)
    assert desk.states[0] == "received"


async def test_a_line_that_is_a_thing_or_a_command_keeps_nothing_hidden(small_town: Town) -> None:
    desk, _, ada = await hidden(small_town)
    may = await desk.moderator("May")
    await ada.says(f"/appeal 1 {LINE}")
    await may.says("/queue")
    await may.presses(STAY)
    await may.does(lambda account: account.sticker())
    assert last(may) == may.words("appeal.line_empty")
    await may.says("/log")
    await may.says("이 줄은 이제 누구의 것도 아니에요")
    assert [each.state for each in small_town.all(Flag) if each.reason == "appeal"] == ["open"]


async def test_undone_twice_is_undone_once(town: Town) -> None:
    desk, mo = await at_work(town, RUDE)
    await mo.says("/hide 2")
    for _ in range(2):
        await forges(mo, Button("qu", desk.id(RUDE), state=HIDDEN_ONCE))
    assert desk.states == ["received"]
    assert [action for action, _ in desk.decisions] == ["opinion.hidden", "opinion.hiding_undone"]


async def test_a_proposal_outlives_the_role_of_who_made_it(town: Town) -> None:
    desk = Desk.with_flagged(town, *(f"{RUDE}{'!' * n}" for n in range(20)))
    mo, may = await desk.moderator(), await desk.moderator("May")
    await desk.moderator("June")
    await mo.says("/queue")
    await mo.says("/hide 2")
    desk.revokes(mo)
    await may.says("/queue")
    await may.says("/hide 2")
    assert set(desk.states) == {"hidden"}


async def test_a_mask_and_an_appeal_of_two_at_the_same_moment(town: Town) -> None:
    desk, mo = await at_work(town, NAMED)
    ada = desk.author(NAMED)
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    await ada.says(f"/appeal 1 {LINE}")  # before anybody told her, by /my
    await mo.presses(UNDO)
    assert [each.reason for each in town.all(Flag)] == ["insult"]
    assert desk.opinion(NAMED).text == NAMED
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    await town.passes(minutes=11)
    assert (ada.buttons, desk.opinion(NAMED).text) == (["글 고치기", AGAIN], COVERED)


async def test_whoever_moderates_no_more_decides_nothing_by_typing(small_town: Town) -> None:
    desk, mo = await at_work(small_town, FINE, OTHER)
    desk.revokes(mo)
    for typed in ("/keep", "/hide 2", "/mask 나무", "/up 왜요", "/flag 1", "/next"):
        assert await mo.says(typed) == [mo.words("command.unknown")]
    assert desk.flag_states == ["open", "open"]
