"""Hidden authors ask that somebody else looks again, and are told what came of it."""

from datetime import timedelta

from bot.buttons import Button
from storage.models import Consultation, Flag, LogRow, RunTopic
from tests.moderating import FINE, OTHER, RUDE, Desk
from tests.town import Citizen, Town

AGAIN, ALONE, RESTORE, STAY = "다시 살펴 주세요", "한 줄 없이 부탁하기", "되살리기", "그대로 숨기기"
PLAIN = "민원 창구를 늘려 주세요"
LINE = "과장님이 아니라 제 개 이름이에요"


def made(button: Button, of: Citizen) -> str:
    """A genuine button of this person: what it does must hold by itself."""
    return button.pack(of.account.id, of.town.app.settings.secrets())


def last(citizen: Citizen) -> str:
    return citizen.account.screen[-1].text


async def hidden(town: Town, *words: str) -> tuple[Desk, Citizen, Citizen]:
    """Mo hid the first of these words, and their author was told."""
    desk = Desk.with_flagged(town, *(words or (RUDE,)))
    desk.scene.speak(PLAIN)
    desk.scene.gathers(행정=[RUDE, PLAIN])
    mo = await desk.moderator()
    await mo.says("/queue")
    await mo.says("/hide 2")
    await town.passes(minutes=11)
    return desk, mo, desk.author(words[0] if words else RUDE)


async def test_an_appeal_goes_to_somebody_else_and_brings_the_words_back(town: Town) -> None:
    desk, mo, ada = await hidden(town)
    may = await desk.moderator("May")
    assert ada.buttons == ["글 고치기", AGAIN]
    assert (await ada.presses(AGAIN))[-1] == ada.words("appeal.ask")
    assert ada.buttons == [ALONE, "그만두기"]
    assert await ada.says(LINE) == [ada.words("appeal.taken", no=1)]
    assert "지금: 다른 운영자가 다시 살펴보고 있어요" in (await ada.says("/my 1"))[0]
    assert (await mo.says("/queue"))[0].endswith(mo.words("moderation.own_waits", n=1))
    (card,) = await may.says("/queue")
    assert card.splitlines()[:7] == [
        may.words("appeal.card"),
        f"살필 글 1/1 · 1분 기다림 · 글 번호 {desk.id(RUDE)}",
        f"“{RUDE}”",
        f"글쓴이의 한 줄: “{LINE}”",
        "왜 왔나:",
        may.words("appeal.card_why"),
        "앞의 까닭: 욕설과 비하",
    ]
    assert may.buttons == [RESTORE, STAY, "다음 글"]
    sizes = [row.size for row in town.all(RunTopic)]
    await may.presses(RESTORE)
    assert (desk.states[0], sizes) == ("received", [1])
    assert [row.size for row in town.all(RunTopic)] == [2]
    await town.passes(minutes=10)
    assert last(ada).startswith(
        ada.words("appeal.restored", no=1, title="옛 시장 자리 쓰임", excerpt=RUDE)
    )
    assert await ada.says("/appeal 1 한 번 더") == [ada.words("appeal.shown", no=1)]
    assert [row.action for row in town.all(LogRow)][-2:] == ["appeal.made", "opinion.restored"]
    assert LINE not in str([row.model_dump() for row in town.all(LogRow)])


async def test_words_that_stay_hidden_come_with_a_line_and_are_looked_at_again_once(
    small_town: Town,
) -> None:
    desk, _, ada = await hidden(small_town)
    may = await desk.moderator("May")
    await ada.presses(AGAIN)
    assert await ada.says("가" * 201) == [ada.words("appeal.line_too_long", n=201, max=200)]
    assert await ada.presses("그만두기")
    assert await ada.says("/appeal 1") == [ada.words("appeal.ask")]
    await ada.presses(ALONE)
    assert await ada.says("/appeal 1") == [ada.words("appeal.waits", no=1)]
    await may.says("/queue")
    await may.presses(STAY)
    assert last(may).endswith(may.words("appeal.ask_line"))
    assert desk.states[0] == "hidden"
    await may.presses("그만두기")
    assert may.buttons == [RESTORE, STAY, "다음 글"]
    await may.says(STAY)
    await may.says("이름을 부르며 깎아내려서 그래요")
    assert desk.flag_states == ["hidden", "hidden"]
    await small_town.passes(minutes=10)
    assert last(ada).splitlines() == [
        "다른 운영자가 내 의견 1번을 다시 살펴봤고, 그대로 숨겨 두어요.",
        "마당: 옛 시장 자리 쓰임",
        f"“{RUDE}”",
        "까닭: 욕설과 비하",
        "운영자의 한 줄: “이름을 부르며 깎아내려서 그래요”",
        "이 의견의 다시 살피기는 한 번이에요. 고쳐서 다시 보내실 수 있어요.",
        "더 물어보실 곳: 도시재생과 02-000-0000",
    ]
    assert ada.buttons == ["글 고치기"]
    assert await ada.says("/appeal 1") == [ada.words("appeal.once", no=1)]


async def test_nobody_decides_an_appeal_against_themselves(small_town: Town) -> None:
    desk, mo, ada = await hidden(small_town)
    await ada.presses(AGAIN)
    (taken,) = await ada.presses(ALONE)
    assert taken == ada.words("appeal.taken_by_nobody", no=1, whom="도시재생과 02-000-0000")
    (none,) = await mo.says("/queue")
    assert none.endswith(mo.words("moderation.own_waits_for_nobody", n=1))
    forged = made(Button("qr", desk.id(RUDE), state=4097), mo)
    await mo.says("/language")
    await mo.does(lambda account: account.forges(forged, account.screen[-1].message_id))
    assert mo.words("moderation.own_refused_nobody") in "".join(
        each.text for each in mo.account.screen
    )
    assert desk.states[0] == "hidden"


async def test_a_sole_moderators_appeals_go_to_the_administrator(small_town: Town) -> None:
    desk, _, ada = await hidden(small_town)
    admin = await desk.moderator("Ann", role="admin")
    await ada.says("/appeal 1 " + LINE)
    await small_town.passes(minutes=1)
    assert last(admin) == admin.words("appeal.for_administrator", agency="중앙구청")
    card = (await admin.presses("살피기 시작"))[-1]
    assert card.startswith(admin.words("appeal.card"))
    await admin.says("/next")
    await admin.presses(RESTORE)
    assert desk.states[0] == "received"


async def test_what_cannot_be_looked_at_again_is_said_plainly(small_town: Town) -> None:
    desk, mo, ada = await hidden(small_town, RUDE, OTHER, FINE)
    may = await desk.moderator("May")
    assert await ada.says("/appeal") == [ada.words("appeal.how")]
    assert await ada.says("/appeal 7") == [ada.words("my.unknown", no=7)]
    reader = small_town.citizen("Reader")
    assert await reader.says("/appeal 1") == [reader.words("my.unknown", no=1)]
    # another's words, by a button of one's own making
    forged = made(Button("ap", desk.id(RUDE)), may)
    await may.does(lambda account: account.forges(forged, account.screen[-1].message_id))
    assert may.account.toasts[-1] == may.words("button.spent")
    # after rewriting
    await ada.presses("글 고치기")
    await ada.says("그 과장은 일을 못해요")
    assert await ada.says("/appeal 1") == [ada.words("appeal.rewritten", no=1)]
    await ada.says("/my 1")
    await ada.presses("거두기")
    assert await ada.says("/appeal 1") == [ada.words("appeal.taken_back", no=1)]
    # after the end
    await mo.says("/queue")
    await mo.says("/hide 5")
    with small_town.changing() as session:
        asked = session.get_one(Consultation, 1)
        asked.state, asked.closes_at = "answered", small_town.clock.now() - timedelta(hours=1)
    other = desk.author(OTHER)
    assert await other.says("/appeal 1") == [
        other.words("appeal.over", title="옛 시장 자리 쓰임", whom="도시재생과 02-000-0000")
    ]
    assert not [flag for flag in small_town.all(Flag) if flag.reason == "appeal"]


async def test_an_undone_hiding_leaves_no_appeal_and_a_line_of_yesterday_is_asked_about(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo, ada = await desk.moderator(), desk.author(RUDE)
    await mo.says("/queue")
    await mo.says("/hide 2")
    await ada.says("/appeal 1 " + LINE)
    await mo.presses("되돌리기")
    assert (desk.states, [f.reason for f in small_town.all(Flag)]) == (["received"], ["insult"])
    await mo.says("/queue")
    await mo.says("/hide 2")
    await small_town.passes(minutes=11)
    await ada.presses(AGAIN)
    await small_town.passes(days=1, minutes=1)
    said = await ada.says("그 한 줄은 내일 쓸게요")
    assert said[-1] == ada.words("appeal.lapsed")
    assert ada.buttons == [AGAIN]


async def test_an_appeal_is_ones_own_to_read_and_to_erase(small_town: Town) -> None:
    desk, _, ada = await hidden(small_town)
    await ada.says("/appeal 1 " + LINE)
    (mine, *_) = await ada.says("/mydata")
    assert f"“{LINE}”" in mine
    await ada.says("/forget")
    await ada.presses("글만 남기기")
    assert small_town.traces(LINE) == set()
    assert desk.states[0] == "hidden"
