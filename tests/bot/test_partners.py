"""Groups that are invited: they come by a link of their own, are read beside the citizens, counted
apart, and never outvote anybody."""

from sqlmodel import select

from deliberation.asking import rounds
from deliberation.briefing import splits
from deliberation.grouping import counts
from storage import partners, posters, reports, stances, topics
from storage.models import Consultation, Invite, Opinion, Participation, Partner
from tests.bot.scenes import PARKING, Scene, asked, market_square
from tests.bot.team_scenes import administrator, payload
from tests.town import Citizen, Town

GROUP = "<시장> 상인회"


async def invites(town: Town) -> tuple[Citizen, str]:
    """An administrator has made a link for the traders."""
    alice = await administrator(town)
    await alice.says("/invite")
    await alice.presses("초대 단체")
    (told,) = await alice.says(GROUP)
    return alice, payload(told)


def speaks(scene: Scene, name: str, *, names: bool) -> str:
    """Somebody of the group, as if by its link, says something."""
    words = f"{name}의 말"
    scene.speaks(words, name=name)
    with scene.town.changing() as session:
        where = asked(session).id
        group = partners.by_name(session, where, GROUP) or Partner(
            consultation_id=where, name=GROUP, made_at=scene.town.clock.now()
        )
        session.add(group)
        session.flush()
        said = session.get_one(Opinion, scene.said[words][0])
        joined = session.get_one(Participation, said.participation_id)
        joined.partner_id, joined.names_partner = group.id, names
        session.add(joined)
    return words


async def test_a_guest_comes_by_a_link_agrees_and_may_show_the_groups_name(
    small_town: Town,
) -> None:
    alice, link = await invites(small_town)
    guest = small_town.citizen("Grace")
    question, consent = await guest.starts(link)
    assert question.endswith("단체의 글은 시민의 글과 함께 읽고, 수는 따로 세요.")
    assert f"{GROUP}로 초대받아 오셨어요." in question
    assert consent.startswith("시작하기 전에")
    assert small_town.all(Participation) == []
    assert small_town.all(Invite)[0].used_at is None
    told = await guest.presses("14세 이상이고 모두 동의해요")
    assert told[-1].startswith("의견에 단체 이름을 함께 보일까요?")
    await guest.says("이름 보이기")
    (joined,) = small_town.all(Participation)
    assert (joined.partner_id, joined.names_partner) == (1, True)
    await small_town.passes(seconds=5)
    assert alice.account.screen[-1].text.endswith("한 분이 들어왔어요. 시민과 따로 세요.")
    assert (await guest.says("시장 길을 넓혀 주세요"))[0].startswith("잘 받았어요")
    await guest.says("/mydata")
    assert f"초대 단체로 참여: {GROUP}" in guest.account.screen[-2].text


async def test_a_used_an_expired_and_a_forwarded_link_let_nobody_in(small_town: Town) -> None:
    alice, link = await invites(small_town)
    assert await alice.starts(link) == [alice.words("invite.own")]
    first, second = small_town.citizen("Grace"), small_town.citizen("Greg")
    await first.starts(link)
    await second.starts(link)  # it was forwarded before it was used
    await first.presses("14세 이상이고 모두 동의해요")
    await second.presses("14세 이상이고 모두 동의해요")
    assert second.account.screen[-1].text == second.words("partner.over")
    assert [row.partner_id for row in small_town.all(Participation)] == [1, None]
    third = small_town.citizen("Gina")
    assert await third.starts(link) == [third.words("invite.dead")]
    await alice.presses("링크 하나 더")
    late = payload(alice.account.screen[-1].text)
    await small_town.passes(days=7)
    assert await third.starts(late) == [third.words("invite.dead")]


async def test_a_citizen_may_become_one_of_a_group_and_is_counted_with_it(
    small_town: Town,
) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says("시장 길을 넓혀 주세요")
    _, link = await invites(small_town)
    (told,) = await ada.starts(link)
    assert told.startswith(f"{GROUP}로 초대받으셨어요.")
    await ada.presses("아니요")
    await ada.starts(link)
    await ada.presses("함께할게요")
    await ada.presses("보이지 않기")
    (joined,) = small_town.all(Participation)
    assert (joined.partner_id, joined.names_partner) == (1, False)


async def test_a_group_is_invited_to_one_of_several_consultations(small_town: Town) -> None:
    small_town.puts()
    alice = await administrator(small_town)
    await alice.says("/invite 초대 단체")
    await alice.says("1")
    await alice.says("가" * 41)
    assert "40자까지 적을 수 있어요. 지금 41자예요." in alice.account.screen[-1].text
    await alice.says(GROUP)
    assert small_town.all(Partner)[0].consultation_id == 2
    await alice.says("/invite partner")
    with small_town.changing() as session:
        for each in session.exec(select(Consultation)):
            each.state = "closed"
    await alice.says("/invite")
    await alice.presses("초대 단체")
    assert alice.account.screen[-1].text == alice.words("partner.nowhere")


async def test_whoever_was_invited_is_counted_apart_both_ways(town: Town) -> None:
    """Counted whole and kept up one by one, the numbers are of citizens alone."""
    scene = market_square(town)
    with town.changing() as session:
        place = asked(session)
        place.proposal = "옛 시장을 헌다"
        session.add(place)
    guests = [speaks(scene, f"손님 {n}", names=n > 1) for n in range(3)]
    run_id = scene.gathers(주차장=[*PARKING, *guests], 손님=[])
    with town.changing() as session:
        for joined in session.exec(select(Participation)):
            joined.stance = "for" if joined.partner_id is None else "against"
            session.add(joined)
    with town.changing() as session:
        work = town.work(session)
        run = topics.run(session, run_id)
        counts.recount(work, run)
        row = next(row for row in topics.topics_of(session, run_id) if row.name == "주차장")
        assert (row.people, row.size, row.distinct) == (4, 7, 3)
        assert (run.people, run.opinions) == (10, 14)
        assert topics.shown_counts(session, run_id)[row.topic_id] == (4, 7)
        assert partners.everybody(session, run_id) == (3, 3)
        assert partners.counted(session, run_id)[row.topic_id] == (3, 3)
        stored = splits.of_run(work, run, asked(session))
        run.sides = None
        assert stored == splits.of_run(work, run, asked(session)) is not None
        assert stances.of_run(session, run_id) == {"for": 10}
        assert stances.by_topic(session, run_id)[row.topic_id] == {"for": 4}
        for number in (scene.said[guests[0]][0], scene.said[PARKING[1]][0]):
            opinion = session.get_one(Opinion, number)
            opinion.state = "hidden"
            session.add(opinion)
            counts.went(work, opinion)
        session.refresh(run)
        session.refresh(row)
        kept_up = (run.people, run.opinions, run.distinct, row.people, row.size, row.distinct)
        counts.recount(work, run)
        session.refresh(row)
        counted = (run.people, run.opinions, run.distinct, row.people, row.size, row.distinct)
        assert kept_up == counted
    olga = await town.official()
    (caption,) = await olga.says("/summary")
    assert "시민 9명이 10건." in caption
    assert "초대 단체 2명은 따로 세요." in caption
    await olga.presses("1번 주제")
    view = olga.account.screen[-1].text
    assert "초대 단체 2명의 글 2건은 따로 세요." in view
    await olga.presses("글 더 보기")
    page = olga.account.screen[-1].text
    assert f"{guests[2]} ({GROUP})" in page
    assert f"“{guests[1]}”" in page


async def test_a_topic_of_invited_people_waits_and_nobody_thanks_them_as_citizens(
    small_town: Town,
) -> None:
    scene = market_square(small_town)
    guests = [speaks(scene, f"손님 {n}", names=False) for n in range(2)]
    scene.gathers(주차장=PARKING, 손님=guests)
    with small_town.changing() as session:
        place = asked(session)
        rounds.keep_counts(small_town.work(session), place)
        assert place.settings["ended_with"] == {"people": 10, "opinions": 11}
        assert posters.came_by(session, place.id) == {"": (10, 11)}
        assert reports.channels(session, place.id) == {None: 10}
    olga = await small_town.official()
    (board,) = await olga.says("/debt")
    assert board.splitlines()[0] == "답을 기다리는 분 4명, 주제 2개예요."
    assert "손님 · 초대 단체만 · 0일째" in board
