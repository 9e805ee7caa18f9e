"""A moderator covers some words of a message: everybody reads the rest, the author what it was."""

from storage.models import Revision
from tests.bot.test_moderator import KEEP, MASK, NEXT, at_work, last
from tests.moderating import FINE
from tests.town import Town

NAMED = "김철수 과장이 시장 자리에 나무를 심어야 해요"
COPY = "김철수 과장이 시장 자리에 나무를 꼭 심어야 해요"
NAMELESS = "과장이 시장 자리에 나무를 심어야 해요"
COVERED = "[가림] 과장이 시장 자리에 나무를 심어야 해요"
PERSONAL = "개인정보"


async def test_covered_words_are_gone_for_everybody_and_the_author_is_told_which(
    town: Town,
) -> None:
    desk, mo = await at_work(town, NAMED)
    await mo.presses(MASK)
    assert last(mo) == mo.words("moderation.mask_what")
    await mo.says("김철수")
    assert last(mo).splitlines()[0] == "“김철수”"
    (told,) = await mo.presses(PERSONAL)
    no = desk.id(NAMED)
    assert told.startswith(mo.words("moderation.opinion.masked", no=no, reason=PERSONAL))
    masked = desk.opinion(NAMED)
    assert (masked.text, masked.state, masked.version) == (COVERED, "received", 2)
    assert (desk.flag_states, desk.decisions) == (["masked"], [("opinion.masked", "personal")])
    assert [each.text for each in town.all(Revision)] == [NAMED]
    author = desk.author(NAMED)
    await town.passes(minutes=10)
    assert last(author).splitlines() == [
        "내 의견 1번에서 김철수를 가렸어요. 나머지는 그대로 보여요.",
        f"“{COVERED}”",
        f"까닭: {PERSONAL}",
    ]
    assert "일부를 가리고 보여요" in (await author.says("/my"))[0]
    assert NAMED in (await author.says("/mydata"))[0]


async def test_words_that_come_back_by_an_edit_are_not_shown_before_a_look(town: Town) -> None:
    desk, mo = await at_work(town, NAMED)
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    author = desk.author(NAMED)
    await author.says("/my 1")
    await author.presses("글 고치기")
    assert await author.says(f"{NAMED}!") == [author.words("edit.held", no=1)]
    assert desk.states == ["held"]
    (card,) = await mo.says("/queue")
    assert f"“{NAMED}!”" in card
    assert card.endswith(mo.words("moderation.now_held"))
    await mo.says("/mask 김철수")
    await mo.says("1")
    assert (desk.opinion(NAMED).text, desk.states) == (f"{COVERED}!", ["received"])
    await town.passes(minutes=10)
    assert "김철수를 가렸어요" in last(author)


async def test_rewritten_words_that_are_kept_are_shown_and_the_author_is_told(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, NAMED)
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    author = desk.author(NAMED)
    await author.says("/my 1")
    await author.presses("글 고치기")
    await author.says(FINE)
    await mo.says("/queue")
    await mo.says("/keep")
    assert (desk.states, desk.opinion(NAMED).reason) == (["received"], None)
    await small_town.passes(minutes=10)
    assert last(author).startswith("내 의견 1번을 살펴봤고, 이제 보여요.")


async def test_copies_are_covered_too_and_those_without_the_words_wait(small_town: Town) -> None:
    desk, mo = await at_work(small_town, NAMED, COPY, NAMELESS)
    assert "같은 글 3건(3명)" in last(mo)
    await mo.says("/mask 김철수")
    told = await mo.presses(PERSONAL)
    assert mo.words("moderation.mask_left", n=1) in told[0]
    assert f"“{NAMELESS}”" in told[1]
    assert desk.flag_states == ["masked", "masked", "open"]


async def test_what_cannot_be_covered_is_asked_for_again(small_town: Town) -> None:
    desk, mo = await at_work(small_town, NAMED)
    assert await mo.says("/mask 없는 말") == [mo.words("moderation.mask_absent")]
    assert await mo.says(NAMED) == [mo.words("moderation.mask_all")]
    assert (await mo.says("/mask"))[0] == mo.words("moderation.mask_what")
    await mo.presses("그만두기")
    assert mo.buttons == [KEEP, "숨기기", MASK, NEXT]
    assert await mo.says("김철수") != []
    assert (desk.flag_states, desk.opinion(NAMED).text) == (["open"], NAMED)


async def test_a_reason_pressed_after_another_card_was_opened_covers_nothing(
    small_town: Town,
) -> None:
    desk, mo = await at_work(small_town, NAMED, FINE)
    await mo.says("/mask 김철수")
    asked = mo.account.screen[-1].message_id
    await mo.says("/next")
    await mo.does(lambda account: account.presses(PERSONAL, on=asked))
    assert last(mo) == mo.words("moderation.mask_what")
    assert desk.flag_states == ["open", "open"]


async def test_nobody_covers_words_of_their_own(small_town: Town) -> None:
    desk, mo = await at_work(small_town, NAMED)
    await mo.presses(MASK)
    desk.passes_to(mo, NAMED)
    await mo.says("김철수")
    assert mo.words("moderation.own_refused_nobody") in last(mo)
    assert desk.opinion(NAMED).text == NAMED


async def test_no_word_that_was_covered_stands_in_the_log(small_town: Town) -> None:
    _desk, mo = await at_work(small_town, NAMED)
    await mo.says("/mask 김철수")
    await mo.presses(PERSONAL)
    assert small_town.traces("김철수") == {"revision.text"}
