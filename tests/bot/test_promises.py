"""A promise from an answer to its end: made in a dialogue, told to whom it concerns, kept or no."""

from datetime import UTC, date, datetime

from sqlmodel import select

from storage.models import (
    Commitment,
    CommitmentChange,
    CommitmentDraft,
    Consent,
    Follower,
    LogRow,
    Outbox,
)
from tests.bot.conftest import Bot
from tests.bot.planning import dismisses, founds
from tests.bot.scenes import LIBRARY, PARKING, market_square
from tests.bot.test_delivery_of_answers import answers
from tests.town import BUSES, Citizen, Town

SAID = ("2층에 어린이 도서관을 열어요", "문화과", "3월 31일", "문을 열고 책을 빌려줘요")
STAGE = "작게 해 보는 때"
LATE = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)  # half past ten in the evening in Seoul


async def begins(town: Town) -> Citizen:
    """An official has answered the library and is about to promise something."""
    olga = await answers(town)
    await olga.says("/promise")
    await olga.says("1")
    return olga


async def writes(town: Town) -> Citizen:
    """All is answered and shown."""
    olga = await begins(town)
    for words in SAID:
        await olga.says(words)
    await olga.presses(STAGE)
    return olga


async def promises(town: Town) -> Citizen:
    olga = await writes(town)
    await olga.presses("약속 올리기")
    await town.passes(seconds=5)
    return olga


def promised(town: Town) -> Commitment:
    return town.all(Commitment)[-1]


def news(of: Citizen, begins: str = "약속 소식") -> list[str]:
    return [got.text for got in of.account.received if got.text.startswith(begins)]


def told(town: Town) -> dict[str, int]:
    """How many notices of a promise there were, by name: each goes once."""
    rows = [row for row in town.all(Outbox) if (row.dedupe_key or "").startswith("promise:")]
    keys = [row.dedupe_key for row in rows]
    assert len(set(keys)) == len(keys)
    return {row.state: sum(each.state == row.state for each in rows) for row in rows}


async def test_a_promise_is_made_question_by_question_and_told_to_those_it_concerns(
    town: Town,
) -> None:
    scene = market_square(town)
    ada, parker = scene.citizens[0], scene.citizens[3]
    with town.changing() as session:  # somebody who said no to notices
        last = session.exec(select(Consent).where(Consent.purpose == "notices")).all()[1]
        last.given = False
        session.add(last)
    olga = await begins(town)
    assert olga.account.screen[-1].text.startswith("약속 1/5\n무엇을 약속하시나요?")
    assert "소식을 받는 2명과" in olga.account.screen[-1].text
    assert olga.buttons == ["그만두기"]
    await olga.says(SAID[0])
    assert olga.buttons == ["그대로 쓰기", "뒤로", "그만두기"]
    assert "도시재생과" in olga.account.screen[-1].text
    await olga.says(SAID[1])
    await olga.says("2월 30일")
    assert "달력에 없는 때예요: 2월 30일" in olga.account.screen[-1].text
    await olga.says("2026년 11월 1일")
    assert "이미 지난 날이에요: 2026년 11월 1일(일)" in olga.account.screen[-1].text
    await olga.says(SAID[2])
    assert "적어 둔 때: 2027년 3월 31일(수)" in olga.account.screen[-1].text
    await olga.presses("건너뛰기")
    assert await olga.says("아무 때나") != []
    assert "어디에도 넣지 않았어요" in olga.account.screen[-1].text
    await olga.presses("뒤로")
    await olga.says(SAID[3])
    await olga.says(STAGE)
    assert olga.account.screen[-1].text == (
        "2층에 어린이 도서관을 열어요\n맡은 곳: 문화과 · 언제까지: 2027년 3월 31일(수)\n"
        "지킨 것을 아는 법: 문을 열고 책을 빌려줘요\n단계: 작게 해 보는 때\n"
        "올린 뒤에는 지울 수 없고, 바뀐 것은 모두 남아요."
    )
    await olga.presses("약속 올리기")
    assert olga.account.screen[-1].text.startswith("약속 1번을 올렸어요. 소식을 받는 2명께")
    assert town.all(CommitmentDraft) == []
    await town.passes(seconds=5)
    (made,) = news(ada, "중앙구청 문화과에서 약속을 했어요.")
    assert made == (
        "중앙구청 문화과에서 약속을 했어요.\n2층에 어린이 도서관을 열어요\n"
        f"언제까지: 2027년 3월 31일(수)\n내가 쓴 글: “{LIBRARY[0]}”\n"
        "지키는지 소식을 보내 드려요."
    )
    assert news(parker, "중앙구청") == []
    assert told(town) == {"sent": 2}
    row = promised(town)
    assert (row.number, row.status, row.starts) == (1, "planned", date(2026, 11, 23))
    assert town.all(LogRow)[-1].action == "commitment.made"


async def test_every_change_stays_and_is_told_once(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    olga = await promises(small_town)
    await olga.says("/promise 1")
    assert olga.account.screen[-1].text.endswith("무엇이 달라졌나요?")
    await olga.presses("진행 중이에요")
    await olga.says("/promise 1")
    await olga.presses("진행 중이에요")
    assert olga.account.screen[-1].text.endswith(olga.words("promise.unchanged"))
    await olga.says("/promise 1")
    await olga.presses("날짜 옮기기")
    await olga.says("2027년 2월 30일")
    await olga.says("2027년 2월 28일")
    assert "전에 말한 날: 2027년 3월 31일(수)" in olga.account.screen[-1].text
    await olga.says("/promise 1")
    await olga.presses("단계 바꾸기")
    await olga.presses("널리 펴는 때")
    await olga.says("/promise 1")
    await olga.presses("소식 적기")
    await olga.says("<b>설계</b>를 마쳤어요")
    await olga.says("/promise 1")
    await olga.presses("지켰어요")
    await olga.says("https://example.org/library")
    for _ in range(5):
        await small_town.passes(seconds=5)
    told_ada = news(ada)
    assert [each.split("\n")[2] for each in told_ada] == [
        "지금: 하고 있어요 · 작게 해 보는 때",
        "지금: 하고 있어요 · 작게 해 보는 때",
        "지금: 하고 있어요 · 널리 펴는 때",
        "지금: 하고 있어요 · 널리 펴는 때",
        "지금: 지켰어요 · 널리 펴는 때",
    ]
    assert "전에 말한 날: 2027년 3월 31일(수)" in told_ada[1]
    assert "<b>설계</b>를 마쳤어요" in told_ada[3]
    markup = ada.account.screen[-1].markup
    assert markup is not None
    assert markup["inline_keyboard"][0][0]["url"] == "https://example.org/library"
    history = [(row.status, row.stage, row.due.isoformat()) for row in all_changes(small_town)]
    assert history == [
        ("planned", "prototype", "2027-03-31"),
        ("in_progress", "prototype", "2027-03-31"),
        ("in_progress", "prototype", "2027-02-28"),
        ("in_progress", "scale", "2027-02-28"),
        ("in_progress", "scale", "2027-02-28"),
        ("done", "scale", "2027-02-28"),
    ]
    await ada.says("/my")
    assert "약속이 따라붙었어요: 지킴" in ada.account.screen[-1].text
    await ada.says("약속 보기")
    assert "약속 1건이에요. 지킨 것 1건, 늦은 것 0건." in ada.account.screen[-1].text
    await ada.says("1")
    whole = ada.account.screen[-1].text
    assert whole.count("\n· ") == 6
    assert "날짜를 옮겼어요. 전: 2027년 3월 31일(수), 지금: 2027년 2월 28일(일)" in whole


def all_changes(town: Town) -> list[CommitmentChange]:
    return list(town.all(CommitmentChange))


async def test_a_dropped_promise_needs_a_reason_and_is_dropped_once(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    olga = await promises(small_town)
    await olga.says("/promise 1")
    await olga.presses("못 하게 됐어요")
    await olga.says("가" * 151)
    assert "150자까지" in olga.account.screen[-1].text
    await olga.says("예산이 깎였어요")
    await small_town.passes(seconds=5)
    assert "지금: 못 하게 됐어요: 예산이 깎였어요" in news(ada)[0]
    await olga.says("/promise 1")
    await olga.presses("못 하게 됐어요")
    assert olga.account.screen[-1].text.endswith("이미 접은 약속이에요.")
    assert promised(small_town).status == "dropped"
    assert len(news(ada)) == 1


async def test_a_promise_whose_day_passes_is_late_by_itself_and_its_owner_was_reminded(
    small_town: Town,
) -> None:
    ada = market_square(small_town).citizens[0]
    olga = await promises(small_town)
    small_town.clock.advance(
        (datetime(2027, 3, 24, 3, tzinfo=UTC) - small_town.clock.now()).total_seconds()
    )
    await small_town.passes(seconds=1)
    await small_town.passes(hours=1)
    reminded = [got.text for got in olga.account.received if got.text.startswith("약속한 날이")]
    assert len(reminded) == 1
    assert reminded[0].startswith("약속한 날이 7일 남았어요: 2층에 어린이 도서관을 열어요")
    small_town.clock.advance(
        (datetime(2027, 3, 31, 14, 59, tzinfo=UTC) - small_town.clock.now()).total_seconds()
    )
    await small_town.passes(seconds=1)
    assert promised(small_town).status == "planned"
    await small_town.passes(minutes=2)  # midnight in Seoul
    assert promised(small_town).status == "late"
    assert news(ada, "약속한 날(") == []  # nobody is woken
    await small_town.passes(hours=8)
    await small_town.passes(days=1)
    (late,) = news(ada, "약속한 날(")
    assert late.startswith("약속한 날(2027년 3월 31일(수))이 지났어요.")
    await olga.says("/promise 1")
    await olga.presses("날짜 옮기기")
    await olga.says("2027년 3월 1일")
    assert "이미 지난 날이에요" in olga.account.screen[-1].text
    await olga.says("2027년 5월 1일")
    assert promised(small_town).status == "in_progress"
    assert [row.status for row in all_changes(small_town)] == ["planned", "late", "in_progress"]


async def test_who_has_had_enough_of_a_promise_hears_no_more_of_it(small_town: Town) -> None:
    ada, bert = market_square(small_town).citizens[:2]
    olga = await promises(small_town)
    await ada.presses("소식 그만 받기")
    assert ada.account.screen[-1].text.endswith("이 약속의 소식은 이제 보내지 않아요.")
    await bert.says("/stop")
    await bert.presses("답변만 받기")
    await olga.says("/promise 1")
    assert "소식을 받는 1명" not in olga.account.screen[-1].text
    await olga.presses("진행 중이에요")
    assert "소식을 받는 1명께" in olga.account.screen[-1].text
    await small_town.passes(seconds=5)
    assert news(ada) == news(bert) == []
    await ada.presses("소식 다시 받기")
    await olga.says("/promise 1")
    await olga.presses("늦어져요")
    await small_town.passes(seconds=5)
    assert len(news(ada)) == 1
    await ada.says("/forget")
    await ada.presses("모두 지우기")
    assert len(small_town.all(Follower)) == 2


async def test_a_promise_for_a_whole_consultation_follows_everybody_and_waits_for_the_morning(
    small_town: Town,
) -> None:
    scene = market_square(small_town)
    small_town.clock.advance((LATE - small_town.clock.now()).total_seconds())
    olga = await small_town.official()
    await olga.says("/promise")
    await olga.says("1")
    for words in SAID:
        await olga.says(words)
    await olga.presses(STAGE)
    await olga.presses("약속 올리기")
    await small_town.passes(seconds=5)
    assert told(small_town) == {"pending": 10}
    await small_town.passes(hours=10)
    assert told(small_town) == {"sent": 10}
    (made,) = news(scene.citizens[3], "중앙구청 문화과에서")
    assert f"내가 쓴 글: “{PARKING[0]}”" in made


async def test_the_bot_may_die_at_every_step(a_bot: Bot) -> None:
    async with a_bot() as town:
        market_square(town)
        olga = await answers(town)
    acts = ("/promise", "1", *SAID, STAGE, "약속 올리기", "/promise 1", "완료", "구보 12월호")
    for words in acts:
        async with a_bot() as town:
            olga.town = town
            await olga.says(words)
    async with a_bot() as town:
        for _ in range(2):
            await town.passes(seconds=5)
        assert promised(town).status == "done"
        assert told(town) == {"sent": 6}


async def test_a_draft_is_kept_for_a_day_and_then_offered(small_town: Town) -> None:
    market_square(small_town)
    olga = await begins(small_town)
    await olga.says(SAID[0])
    await olga.presses("그만두기")
    assert olga.account.screen[-1].text == olga.words("promise.draft_kept")
    await olga.says("/promise")
    await olga.says("1")
    assert olga.account.screen[-1].text == olga.words("promise.draft_found", what=SAID[0])
    await olga.presses("이어서 쓰기")
    await small_town.passes(hours=25)
    over = olga.words("draft.expired", what=olga.words("draft.what.promise"))
    assert await olga.says(SAID[1]) == [over]
    await olga.presses("버리기")
    assert small_town.all(CommitmentDraft) == []
    assert await olga.says(SAID[1]) == [olga.words("plain.staff")]


async def test_an_official_removed_in_mid_dialogue_posts_and_changes_nothing(
    small_town: Town,
) -> None:
    market_square(small_town)
    olga = await writes(small_town)
    dismisses(small_town)
    await olga.presses("약속 올리기")
    assert small_town.all(Commitment) == []
    small_town.grant(olga, "official")
    await olga.says("/promise")
    await olga.says("1")
    await olga.presses("이어서 쓰기")
    olga.account.presses("약속 올리기")
    olga.account.presses("약속 올리기")
    await small_town.settle()
    assert len(small_town.all(Commitment)) == 1
    await olga.says("/promise 1")
    await olga.presses("못 하게 됐어요")
    dismisses(small_town)
    assert await olga.says("그냥요") == [olga.words("role.gone")]
    assert promised(small_town).status == "planned"


async def test_another_agencys_promise_reads_like_none_to_its_officials_and_like_any_to_citizens(
    small_town: Town,
) -> None:
    ada = market_square(small_town).citizens[0]
    await promises(small_town)
    founds(small_town)
    dora = await small_town.official("Dora", "dongnae")
    assert await dora.says("/promise 1") == [dora.words("promise.number_unknown")]
    assert await dora.says("/promise") == [dora.words("promise.for_none")]
    await dora.says("/promises")
    await dora.says("1")
    assert "소식 적기" not in dora.buttons
    assert await ada.says("/promise 1") == [ada.words("command.unknown")]
    stranger = small_town.citizen("Sam", "en")
    assert (await stranger.says("/promises"))[0].startswith("1 promise: 0 kept, 0 late.")


async def test_milestones_partners_and_the_first_day_fill_in_the_plan(small_town: Town) -> None:
    ada = market_square(small_town).citizens[0]
    olga = await promises(small_town)
    await olga.presses("계획 채우기")
    await olga.presses("이정표 더하기")
    await olga.says("설계 마치기")
    await olga.says("2월 30일")
    await olga.says("1월 31일")
    await olga.presses("함께하는 곳")
    await olga.says("상인회, 구의회")
    await olga.presses("시작하는 날")
    await olga.says("2028년 1월 1일")
    assert "마치는 날(2027년 3월 31일(수))보다 늦어요" in olga.account.screen[-1].text
    await olga.says("2026년 12월 1일")
    await olga.presses("1번 이정표 마침")
    row = promised(small_town)
    assert row.milestones == [{"what": "설계 마치기", "due": "2027-01-31", "done": True}]
    assert (row.partners, row.starts) == (["상인회", "구의회"], date(2026, 12, 1))
    await small_town.passes(seconds=5)
    assert news(ada) == []  # it is no news
    await ada.says("/promises")
    await ada.says("1")
    assert (
        "이정표 1 설계 마치기 · 2027년 1월 31일(일)까지 · 마쳤어요" in ada.account.screen[-1].text
    )


async def test_the_list_turns_its_pages(small_town: Town) -> None:
    market_square(small_town)
    await promises(small_town)
    small_town.puts(BUSES)
    with small_town.changing() as session:
        first = session.exec(select(Commitment)).one().model_dump(exclude={"id"})
        session.add_all(
            Commitment(**{**first, "number": n, "what": f"약속 {n}"}) for n in range(2, 8)
        )
    ada = small_town.citizen("Zoe")
    (listed,) = await ada.says("/promises")
    assert listed.splitlines()[1].startswith("1 중앙구청: 약속 7 · 할 예정")
    await ada.presses("다음 쪽")
    assert ada.account.screen[-1].text.splitlines()[1].startswith("6 중앙구청: 약속 2")
    await ada.says("7")
    assert "지나온 길" in ada.account.screen[-1].text
