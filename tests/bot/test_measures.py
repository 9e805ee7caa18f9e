"""Somebody who is hidden again and again: warned, slowed down, muted; always for a while."""

import pytest

from bot.buttons import Button
from deliberation.moderating import decisions
from deliberation.moderating.choices import HIDE, REASONS
from deliberation.moderating.flags import Flagged
from deliberation.people import by_contact
from storage.models import Contact, LogRow, Measure, Opinion
from tests.moderating import FINE, RUDE, Desk
from tests.town import Citizen, Town

ABOUT, WARN, SLOW, DAY = "글쓴이에게 알리거나 멈추기", "알려 주기", "천천히 받기", "하루 멈추기"
AGAIN, LIFT, STAND = "다시 살펴 주세요", "풀기", "그대로 두기"
WORSE, PLAIN = "그 과장은 바보 가운데 바보예요", "민원 창구를 늘려 주세요"
UNTIL = "2026년 11월 24일(화) 10:00"


def last(citizen: Citizen) -> str:
    return citizen.account.screen[-1].text


def seen(citizen: Citizen) -> str:
    return "\n".join(message.text for message in citizen.account.screen)


async def presses(who: Citizen, button: Button) -> None:
    """A button of theirs, wherever it stood."""
    data = button.pack(who.account.id, who.town.app.settings.secrets())
    await who.says("/language")
    on = who.account.screen[-1].message_id
    await who.does(lambda account: account.forges(data, on))


async def hidden_twice(town: Town) -> tuple[Desk, Citizen, Citizen]:
    """Mo hid two messages of one author for the same reason."""
    desk = Desk.with_flagged(town, RUDE)
    mo, ada = await desk.moderator(), desk.author(RUDE)
    await mo.says("/queue")
    await mo.says("/hide 2")
    assert ABOUT not in mo.buttons
    desk.scene.goes_on(ada, WORSE)
    desk.flags(WORSE)
    await mo.says("/queue")
    await mo.says("/hide 2")
    assert mo.words("measure.repeated", n=2) in last(mo)
    await mo.presses(ABOUT)
    assert last(mo) == mo.words("measure.offer", n=2, reason="욕설과 비하")
    return desk, mo, ada


async def test_who_is_muted_reads_why_and_until_when_and_it_ends_by_itself(town: Town) -> None:
    _, mo, ada = await hidden_twice(town)
    await mo.presses(DAY)
    assert last(mo).startswith("2026년 11월 24일(화) 10:00까지 의견을 받지 않기로 했어요.")
    muted = ada.words("measure.muted", until=UNTIL, reason="욕설과 비하")
    written = len(town.all(Opinion))
    assert await ada.says(PLAIN) == [muted]
    assert ada.buttons == [AGAIN]
    assert len(town.all(Opinion)) == written
    assert town.traces(PLAIN) == set()
    await ada.says("/my 1")
    await ada.presses("글 고치기")
    assert await ada.says(PLAIN) == [muted]
    assert town.traces(PLAIN) == set()
    assert (await ada.says("/topics"))[0] not in (muted, "")
    assert "의견을 받지 않고 있어요" in (await ada.says("/mydata"))[0]
    await town.passes(minutes=11)
    assert ada.words(
        "measure.told.muted", until=UNTIL, reason="욕설과 비하", agency="중앙구청"
    ) in seen(ada)
    await town.passes(days=1)
    await town.passes(minutes=1)
    assert last(ada) == ada.words("measure.ended.muted")
    assert town.all(Measure) == []
    assert (await ada.says(PLAIN))[0].startswith("잘 받았어요")
    assert "person.muted" in [row.action for row in town.all(LogRow)]
    assert str(ada.account.id) not in str([row.model_dump() for row in town.all(LogRow)])


async def test_forgetting_oneself_does_not_lift_a_mute(small_town: Town) -> None:
    _, mo, ada = await hidden_twice(small_town)
    await mo.presses(DAY)
    (asked,) = await ada.says("/forget")
    assert asked.endswith(ada.words("forget.measure", agency="중앙구청", until=UNTIL))
    await ada.presses("모두 지우기")
    assert [measure.contact_id for measure in small_town.all(Measure)] == [None]
    await ada.agrees()
    assert await ada.says(PLAIN) == [ada.words("measure.muted", until=UNTIL, reason="욕설과 비하")]
    await small_town.passes(days=1, minutes=1)
    assert small_town.all(Measure) == []
    assert (await ada.says(PLAIN))[0].startswith("잘 받았어요")


async def test_a_warning_comes_first_and_slow_takes_one_in_half_an_hour(small_town: Town) -> None:
    desk, mo, ada = await hidden_twice(small_town)
    await mo.presses(WARN)
    await small_town.passes(minutes=31)
    assert ada.words(
        "measure.told.warned", n=2, reason="욕설과 비하", hours=24, agency="중앙구청"
    ) in seen(ada)
    assert (await ada.says(PLAIN))[0].startswith("잘 받았어요")
    desk.scene.goes_on(ada, "바보 과장은 그만두세요")
    desk.flags("바보 과장은 그만두세요")
    await mo.says("/queue")
    await mo.says("/hide 2")
    await mo.presses(ABOUT)
    await mo.presses(SLOW)
    (slow,) = await ada.says("창구가 두 곳이면 좋겠어요")
    assert slow.startswith("지금은 천천히 받고 있어서 이 글은 저장하지 않았어요.")
    await small_town.passes(minutes=30)
    assert (await ada.says("창구가 두 곳이면 좋겠어요"))[0].startswith("잘 받았어요")
    assert (await ada.says("창구가 세 곳이면 더 좋겠어요"))[0].startswith("지금은 천천히")
    await presses(mo, Button("mt", desk.id(WORSE), "w"))
    assert last(mo).startswith("이미 정해 둔 것이")
    assert [measure.kind for measure in small_town.all(Measure)] == ["slowed"]
    await small_town.passes(days=1)
    await small_town.passes(minutes=1)
    assert last(ada) == ada.words("measure.ended.slowed")


async def test_colleagues_are_muted_by_administrators_only_and_those_by_nobody(
    small_town: Town,
) -> None:
    desk, mo, ada = await hidden_twice(small_town)
    small_town.grant(ada, "official")
    await mo.presses(DAY)
    assert last(mo) == mo.words("measure.colleague")
    ann = await desk.moderator("Ann", role="admin")
    small_town.grant(ada, "admin")
    for each in (mo, ann):
        await presses(each, Button("mt", desk.id(WORSE), "k"))
        assert last(each) == each.words("measure.administrator")
    assert small_town.all(Measure) == []


async def test_a_flag_by_somebody_who_is_muted_is_taken(small_town: Town) -> None:
    desk, mo, ada = await hidden_twice(small_town)
    await mo.presses(DAY)
    desk.scene.speak(FINE)
    assert isinstance(desk.flags(FINE, by=ada), Flagged)
    assert FINE in (await mo.says("/queue"))[0]


async def test_a_measure_is_looked_at_again_by_somebody_else(small_town: Town) -> None:
    desk, mo, ada = await hidden_twice(small_town)
    await mo.presses(DAY)
    await ada.says(PLAIN)
    may = await desk.moderator("May")
    assert (await ada.presses(AGAIN))[-1] == ada.words("measure.appeal_taken")
    await ada.says(PLAIN)
    assert (await ada.presses(AGAIN))[-1] == ada.words("measure.appeal_waits")
    assert (await mo.says("/queue"))[0].startswith(mo.words("moderation.empty"))
    await small_town.passes(minutes=1)
    assert "의견을 받지 않고 있어요." in last(may)
    assert (await may.says("/queue")) == [last(may)]
    assert may.buttons == [LIFT, STAND, "다음 글"]
    await may.presses(LIFT)
    await small_town.passes(minutes=1)
    assert last(ada) == ada.words("measure.told_lifted")
    assert (await ada.says(PLAIN))[0].startswith("잘 받았어요")
    assert "person.lifted" in [row.action for row in small_town.all(LogRow)]


async def test_nobody_decides_about_a_measure_of_their_own_and_a_slip_takes_it_along(
    small_town: Town,
) -> None:
    desk, mo, ada = await hidden_twice(small_town)
    await mo.presses(DAY)
    await ada.says(PLAIN)
    assert (await ada.presses(AGAIN))[-1] == ada.words("measure.appeal_nobody")
    await presses(mo, Button("ml", 1))
    assert last(mo) == mo.words("measure.own")
    await presses(mo, Button("qu", desk.id(WORSE), state=4097))
    assert small_town.all(Measure) == []
    assert (await ada.says(PLAIN))[0].startswith("잘 받았어요")


async def test_the_list_of_reasons_is_closed_and_cannot_be_emptied(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    with small_town.changing() as session:
        work = small_town.work(session)
        contact = small_town.all(Contact)[-1]
        person = by_contact(work, contact.id)
        assert person is not None
        for reason in ("", "other", "none"):
            with pytest.raises(ValueError, match="no such reason"):
                decisions.decide(work, person, desk.id(RUDE), 1, HIDE, reason)
    assert isinstance(REASONS, tuple)
    assert all(mo.words(f"rule.{each}") and mo.words(f"reason.{each}") for each in REASONS)
    assert desk.states == ["received"]
