"""Near copies on one card: one press for all of them, a second moderator where they are many."""

from sqlmodel import select

from deliberation import people
from deliberation.grouping import counts
from deliberation.moderating import moderation
from deliberation.moderating.moderation import Card, Why
from storage.models import AnalysisRun, Family, LogRow, RunTopic
from tests.bot.test_moderator import HIDE, INSULT, KEEP, MASK, NEXT, UNDO, last
from tests.moderating import FINE, OTHER, RUDE, Desk, counted
from tests.town import Citizen, Town

SEE, AS_BEFORE = "다른 점 보기", "앞과 같이 정하기"
SENT_ON = "그 과장은 정말 바보예요!!"  # the same words
CHANGED = "그 과장은 정말로 바보예요"  # nearly the same
ALIKE = (RUDE, SENT_ON, CHANGED)


async def at_copies(town: Town, *words: str) -> tuple[Desk, Citizen]:
    """A moderator with the first card open, where near copies were flagged."""
    desk = Desk.with_flagged(town, *words)
    mo = await desk.moderator()
    await mo.says("/queue")
    return desk, mo


async def test_near_copies_are_one_card_and_one_press_decides_them_all(town: Town) -> None:
    desk, mo = await at_copies(town, *ALIKE, FINE)
    assert last(mo).splitlines()[:3] == [
        f"살필 글 1/4 · 1분 기다림 · 글 번호 {desk.id(RUDE)}",
        f"“{RUDE}”",
        "같은 글 3건(3명). 한 번 고르면 모두에 적용돼요.",
    ]
    assert mo.buttons == [KEEP, HIDE, MASK, SEE, NEXT]
    await mo.presses(SEE)
    assert last(mo) == f"{mo.words('moderation.differing')}\n· 1건: “{CHANGED}”"
    await mo.presses(HIDE)
    told = await mo.presses(INSULT)
    said = mo.words("moderation.opinion.hidden_all", no=desk.id(RUDE), n=3, reason="욕설과 비하")
    assert told[0].startswith(said)
    assert "글쓴이 3명께 2026년 11월 23일(월) 10:10부터 알려요." in told[0]
    assert FINE in told[1]
    assert desk.states == ["hidden", "hidden", "hidden", "received"]
    assert desk.decisions == [("opinion.hidden", "insult")] * 3
    await town.passes(minutes=10)
    for words in ALIKE:
        assert "내 의견 1번을 숨겼어요." in last(desk.author(words))


async def test_a_slip_about_copies_is_undone_for_all_nobody_was_told_of(town: Town) -> None:
    desk, mo = await at_copies(town, *ALIKE)
    await mo.says("/hide 2")
    rewrote = desk.author(SENT_ON)
    await rewrote.says("/my 1")
    await rewrote.presses("글 고치기")
    await rewrote.says(FINE)
    told = await mo.presses(UNDO)
    assert told[0] == mo.words("moderation.opinion.hiding_undone_all", no="", n=2)
    assert "같은 글 2건(2명)" in told[1]
    assert desk.states == ["received", "hidden", "received"]
    await town.passes(minutes=11)
    assert desk.author(RUDE).account.screen == []


async def test_a_moderators_own_copy_is_left_out_and_waits_for_a_colleague(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, *ALIKE)
    mo, ann = desk.author(CHANGED), await desk.moderator("Ann", role="admin")
    small_town.grant(mo, "moderator")
    assert "같은 글 2건(2명)" in (await mo.says("/queue"))[0]
    (told,) = await mo.says("/hide 2")
    assert told.endswith(mo.words("moderation.own_waits", n=1))
    assert desk.states == ["hidden", "hidden", "received"]
    assert CHANGED in (await ann.says("/queue"))[0]


async def test_copies_nobody_flagged_are_on_the_card_but_those_that_were_kept_before(
    town: Town,
) -> None:
    desk = Desk.with_flagged(town, CHANGED)
    mo = await desk.moderator()
    await mo.says("/queue")
    await mo.presses(KEEP)
    desk.scene.speak(RUDE, SENT_ON, f"{RUDE}?", OTHER)
    town.grant(desk.author(f"{RUDE}?"), "moderator")
    desk.scene.gathers(행정=[*ALIKE, f"{RUDE}?", OTHER])
    desk.flags(RUDE)
    own = desk.author(f"{RUDE}?")
    assert "같은 글 2건(2명)" in (await own.says("/queue"))[0]
    await town.passes(minutes=11)  # and the card is a colleague's again
    (card,) = await mo.says("/queue")
    assert "같은 글 3건(3명)" in card
    assert mo.words("moderation.copies_unflagged", n=2) in card
    await mo.says("/hide 2")
    hidden = [desk.opinion(words).state for words in (*ALIKE, f"{RUDE}?", OTHER)]
    assert hidden == ["hidden", "hidden", "received", "hidden", "received"]
    await town.passes(minutes=10)
    assert "내 의견 1번을 숨겼어요." in last(desk.author(SENT_ON))


async def test_copies_that_change_or_come_while_the_card_is_open_are_not_decided(
    small_town: Town,
) -> None:
    desk, mo = await at_copies(small_town, RUDE, CHANGED)
    desk.scene.speak(SENT_ON)
    desk.flags(SENT_ON)
    author = desk.author(CHANGED)
    await author.says("/my 1")
    await author.presses("글 고치기")
    await author.says(FINE)
    await mo.presses(KEEP)
    assert desk.flag_states == ["kept", "open", "open"]


async def test_a_copy_of_words_decided_before_is_decided_alike_with_one_press(
    small_town: Town,
) -> None:
    desk, mo = await at_copies(small_town, RUDE, FINE)
    await mo.says("/hide 2")
    await mo.says("/keep")
    desk.scene.speak(CHANGED)
    desk.flags(CHANGED, "threat")
    await mo.says("/queue")
    decision = mo.words("moderation.decided_hidden", reason="욕설과 비하")
    when = "2026년 11월 23일(월) 10:00"
    assert mo.words("moderation.before", time=when, decision=decision) in last(mo)
    assert mo.buttons[0] == AS_BEFORE
    await mo.presses(AS_BEFORE)
    assert desk.opinion(CHANGED).reason == "insult"


async def test_hiding_many_at_once_waits_for_a_second_moderator(town: Town) -> None:
    desk = Desk.with_flagged(town)
    desk.scene.speak(*[f"{RUDE}{'!' * n}" for n in range(20)])
    desk.flag_all()
    mo, may = await desk.moderator(), await desk.moderator("May")
    await mo.says("/queue")
    (told,) = await mo.says("/hide 2")
    assert told.splitlines() == [
        mo.words("moderation.second_needed", n=20, reason="욕설과 비하"),
        "",
        mo.words("moderation.empty"),
        mo.words("moderation.seconded", n=20),
    ]
    assert set(desk.states) == {"received"}
    (card,) = await may.says("/queue")
    assert may.words("moderation.proposed", reason="욕설과 비하") in card
    await may.says("/hide 2")
    assert set(desk.states) == {"hidden"}
    assert len(desk.decisions) == 20
    proposed, *hidden = [row for row in town.all(LogRow) if "hid" in row.action]
    assert (proposed.action, proposed.details["copies"]) == ("hide.proposed", 20)
    assert {row.details["proposed_by"] for row in hidden} == {proposed.actor}


async def test_a_sole_moderator_hides_many_alone(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town)
    desk.scene.speak(*[f"{RUDE}{'!' * n}" for n in range(20)])
    desk.flag_all()
    mo = await desk.moderator()
    await mo.says("/queue")
    await mo.says("/hide 2")
    assert set(desk.states) == {"hidden"}


def card_and_statements(town: Town, mo: Citizen) -> tuple[Card, int]:
    with town.changing() as session:
        work = town.work(session)
        person = people.meet(work, mo.account.id, "ko")
        with counted(town) as statements:
            card = moderation.queue_of(work, person)
    assert isinstance(card, Card)
    return card, len(statements)


async def test_a_card_costs_as_many_queries_whatever_waits(small_town: Town) -> None:
    desk = Desk.with_flagged(small_town)
    mo = await desk.moderator()
    desk.is_flooded(*[f"{RUDE}{'!' * n}" for n in range(5)], *[f"{n}번 버스" for n in range(5)])
    _, few = card_and_statements(small_town, mo)
    desk.is_flooded(*[f"{RUDE}{'~' * n}" for n in range(95)], *[f"{n} 층 {n}" for n in range(95)])
    card, many = card_and_statements(small_town, mo)
    assert (card.waiting, len(card.group.versions), many) == (200, 100, few)


async def test_a_thousand_flags_on_one_message_are_one_card_and_one_press(
    small_town: Town,
) -> None:
    desk = Desk.with_flagged(small_town, RUDE)
    mo = await desk.moderator()
    _, few = card_and_statements(small_town, mo)
    desk.is_flagged_by_many(RUDE, 999)
    card, many = card_and_statements(small_town, mo)
    assert (card.waiting, card.why, many) == (1, (Why("citizen", "insult", 1000),), few)
    await mo.says("/queue")
    await mo.presses(KEEP)
    assert set(desk.flag_states) == {"kept"}


async def test_what_many_copies_take_from_the_counts_is_what_counting_all_would_find(
    town: Town,
) -> None:
    copies = [f"{RUDE}{'!' * n}" for n in range(6)]
    desk = Desk.with_flagged(town, *copies)
    desk.scene.goes_on(desk.author(RUDE), FINE)  # and stays in the topic with that
    desk.scene.goes_on(desk.author(copies[3]), "과장님 힘내세요")  # and stays in the run
    desk.scene.speak(f"{RUDE}?", OTHER)  # a copy by who will decide about the others
    desk.scene.gathers(행정=[*copies[:4], FINE], 주차=[copies[4], f"{RUDE}?", OTHER])
    assert _numbers(town) == _counted_anew(town)
    mo = desk.scene.citizens[-2]
    town.grant(mo, "moderator")
    await mo.says("/queue")
    await mo.says("/hide 2")
    assert desk.states.count("hidden") == 6
    assert _numbers(town) == _counted_anew(town)
    await mo.presses(UNDO)
    assert desk.states.count("hidden") == 0
    assert _numbers(town) == _counted_anew(town)


def _numbers(town: Town) -> list[tuple[int | None, ...]]:
    """People, opinions and texts of the run and of each topic; copies and people of each family."""
    run = next(each for each in town.all(AnalysisRun) if each.state == "done")
    return [
        (run.people, run.opinions, run.distinct, run.alone_people, run.alone),
        *((row.topic_id, row.people, row.size, row.distinct) for row in town.all(RunTopic)),
        *((each.opinion_id, each.people, each.opinions) for each in town.all(Family)),
    ]


def _counted_anew(town: Town) -> list[tuple[int | None, ...]]:
    with town.changing() as session:
        done = session.exec(select(AnalysisRun).where(AnalysisRun.state == "done")).one()
        counts.recount(town.work(session), done)
    return _numbers(town)
