"""A moderator passes a card on: the administrators decide, nobody else, and are told why."""

from storage.models import Handling
from tests.bot.test_moderator import HIDE, INSULT, KEEP, NEXT, at_work, last
from tests.moderating import FINE, RUDE, Desk
from tests.town import Citizen, Town

PASS, WHY = "관리자에게 넘기기", "기관장 이야기라 혼자 정하기 어려워요"


async def with_admin(town: Town, *words: str) -> tuple[Desk, Citizen, Citizen]:
    """A moderator with a card open, and an administrator."""
    desk = Desk.with_flagged(town, *words)
    ann, mo = await desk.moderator("Ann", role="admin"), await desk.moderator()
    await mo.says("/queue")
    return desk, mo, ann


async def test_a_card_passed_on_with_a_line_is_the_administrators(town: Town) -> None:
    desk, mo, ann = await with_admin(town, RUDE, f"{RUDE}!!")
    assert PASS in mo.buttons
    await mo.presses(PASS)
    assert last(mo) == mo.words("moderation.pass_why")
    (told,) = await mo.says(WHY)
    now = mo.words("moderation.now_shown")
    assert told.startswith(mo.words("moderation.passed_all", n=2, shown=now))
    assert told.endswith(mo.words("moderation.empty"))
    assert last(ann) == f"운영자가 넘긴 글이에요: {WHY}"
    await ann.presses("살필 글 보기")
    assert f"운영자가 넘긴 글이에요: {WHY}" in last(ann)
    assert ann.buttons == [KEEP, HIDE, NEXT]
    await ann.presses(HIDE)
    await ann.presses(INSULT)
    assert desk.states == ["hidden", "hidden"]
    assert town.all(Handling) == []


async def test_what_was_passed_on_nobody_else_decides(small_town: Town) -> None:
    desk, mo, ann = await with_admin(small_town, RUDE)
    card = mo.account.screen[-1].message_id
    await mo.says(f"/up {WHY}")
    await mo.does(lambda account: account.presses(KEEP, on=card))
    assert mo.account.toasts[-1] == mo.words("moderation.with_admins")
    await small_town.passes(minutes=11)
    may = await desk.moderator("May")
    assert (await may.says("/queue"))[0].startswith(may.words("moderation.empty"))
    assert desk.flag_states == ["open"]
    assert RUDE in (await ann.says("/queue"))[0]


async def test_at_night_the_administrator_sleeps_and_what_was_decided_is_not_told(
    small_town: Town,
) -> None:
    desk, mo, ann = await with_admin(small_town, RUDE, FINE)
    await small_town.passes(hours=12)
    await mo.says("/queue")
    await mo.says(f"/up {WHY}")
    assert WHY not in last(ann)
    await ann.says("/queue")
    assert WHY in last(ann)
    await ann.says("/keep")
    mark = ann.account.mark
    await small_town.passes(hours=12)
    assert ann.account.inbox_since(mark) == []
    assert desk.flag_states == ["kept", "open"]


async def test_a_line_that_is_none_is_asked_for_again_and_can_be_left(small_town: Town) -> None:
    _desk, mo, _ = await with_admin(small_town, RUDE)
    assert await mo.says(f"/up {'가' * 201}") == [mo.words("moderation.pass_wrong", max=200)]
    await mo.presses("그만두기")
    assert RUDE in last(mo)
    assert small_town.all(Handling)[0].passed_at is None


async def test_without_another_administrator_a_card_cannot_be_passed_on(small_town: Town) -> None:
    _, mo = await at_work(small_town, RUDE)
    assert PASS not in mo.buttons
    assert await mo.says("/up") == [mo.words("moderation.no_admin")]
