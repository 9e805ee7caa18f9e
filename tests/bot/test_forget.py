"""Forgetting: everything goes, or the words stay and nobody knows whose; then a stranger is met."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.sending.composing import Call
from bot.sending.ends import End
from deliberation import people
from deliberation.answering import answers
from deliberation.grouping import analysis
from deliberation.moderating import flags
from playground.faults import Fault
from storage import claims
from storage.claims import Claimed
from storage.models import (
    AnalysisRun,
    Answer,
    Audience,
    Consent,
    ConsultationDraft,
    Contact,
    DialogueState,
    Flag,
    Inbox,
    LogRow,
    Look,
    Membership,
    Opinion,
    OpinionMessage,
    Outbox,
    Participation,
    Picture,
    Revision,
    Role,
    RunTopic,
)
from tests.bot.scenes import LIBRARY, MARKETS, PARKING, Scene, found_by_hand, market_square
from tests.bot.test_delivery_of_answers import answers as official_answers
from tests.bot.test_delivery_of_answers import drafts, ended, letters, status
from tests.town import BUSES, MARKET, Citizen, Town

ALL, LEAVE, STOP = "모두 지우기", "글만 남기기", "그만두기"
BACKUPS = "2026년 12월 23일(수)"
NAME = "Adalheidis"
FIRST, BETTER = "시장에 어린이 도서관을 지어 주세요", "시장에 조용한 도서관을 지어 주세요"
TAKEN_BACK, ELSEWHERE = "주차장은 지하로 내려 주세요", "첫차가 너무 늦어요"
HIDDEN, TYPED, PLANNED = "저 사람들은 다 내보내요", "안녕하세요", "새로 물어볼 말"
WORDS = (FIRST, BETTER, TAKEN_BACK, ELSEWHERE, HIDDEN, TYPED, PLANNED)


def names(town: Town, citizen: Citizen) -> tuple[str | int | bytes, ...]:
    """Everything that names a person: account, name, pseudonyms, marks."""
    keys, number = town.app.settings.secrets(), citizen.account.id
    pseudonyms = [keys.pseudonym(each, number) for each in (1, 2)]
    return number, NAME, *pseudonyms, keys.lane(number), keys.mark("contact", number)


async def a_life(town: Town) -> Citizen:
    """Somebody about whom as much is held as can be."""
    ada = town.citizen(NAME)
    await ada.starts(f"{MARKET}_poster")
    await ada.presses(ada.label("agree_all"))
    sent = ada.account.sends(FIRST)
    await town.settle()
    await ada.does(lambda account: account.edits(sent, BETTER))
    await ada.says(HIDDEN)
    others_speak(town)
    await official_answers(town, "1번 주제")
    await ada.presses(ada.label("it_answers"))
    await ada.says(TAKEN_BACK)
    await ada.presses(ada.label("take_back"))
    town.puts()
    await ada.agrees(BUSES)
    await ada.says(ELSEWHERE)
    flags_both_ways(town, ada)
    await ada.says(TYPED)  # waits for "keep it as an opinion"
    holds_a_draft_and_a_dead_update(town, ada)
    return ada


def others_speak(town: Town) -> None:
    scene = Scene(town)
    scene.speak(*LIBRARY, *PARKING, *MARKETS)
    for opinion in town.all(Opinion):
        scene.said.setdefault(opinion.text, [opinion.id])
    scene.gathers(도서관=(*LIBRARY, BETTER, HIDDEN))
    scene.hides(HIDDEN)


def flags_both_ways(town: Town, ada: Citizen) -> None:
    with town.changing() as session:
        work = town.work(session)
        me = people.meet(work, ada.account.id, "ko")
        other = people.meet(work, 4_242_424_242, "ko")
        by_words = {each.text: each.id for each in session.exec(select(Opinion))}
        flags.raise_(work, me, by_words[LIBRARY[2]], "insult")
        flags.raise_(work, other, by_words[BETTER], "other")


def holds_a_draft_and_a_dead_update(town: Town, ada: Citizen) -> None:
    now, keys = town.clock.now(), town.app.settings.secrets()
    update = json.dumps({"update_id": 1, "message": {"text": TYPED}}).encode()
    lane = keys.lane(ada.account.id)
    with town.changing() as session:
        contact = contact_of(town, session, ada)
        session.add_all(
            [
                ConsultationDraft(
                    contact_id=contact.id,
                    agency_id=1,
                    step="title",
                    content={"question": PLANNED},
                    created_at=now,
                    changed_at=now,
                ),
                Look(contact_id=contact.id, consultation_id=1, at=now),
                Inbox(
                    bot_id=1,
                    update_id=1,
                    lane=lane,
                    body=keys.seal(update, "inbox"),
                    state="dead",
                    received_at=now,
                    next_at=now,
                ),
            ]
        )
        run = session.exec(select(AnalysisRun)).first()
        assert run is not None
        run.askers = [contact.id]
        session.add_all([run, Picture(run_id=run.id, language="ko", png=b"PNG")])


def contact_of(town: Town, session: Session, citizen: Citizen) -> Contact:
    mark = town.app.settings.secrets().mark("contact", citizen.account.id)
    return session.exec(select(Contact).where(Contact.mark == mark)).one()


async def forgets(citizen: Citizen, way: str = ALL) -> list[str]:
    """The last message."""
    await citizen.says("/forget")
    await citizen.presses(way)
    return [citizen.account.screen[-1].text]


def texts(town: Town) -> list[str]:
    return [opinion.text for opinion in town.all(Opinion)]


# --- the question ---


async def test_forgetting_is_asked_with_what_it_means(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    assert await ada.says("/forget") == [ada.words("forget.ask", backup_until=BACKUPS)]
    assert ada.buttons == [ALL, LEAVE, STOP]


async def test_the_words_that_open_it_open_it_again(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    for _ in range(3):
        assert await ada.says("내 정보 지우기") == [ada.words("forget.ask", backup_until=BACKUPS)]
    assert len(small_town.all(Contact)) == 1


async def test_the_words_of_the_button_confirm_it(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says("/forget")
    assert await ada.says("모두 지우기") == [ada.words("forget.done")]
    assert small_town.all(Contact) == []


async def test_stopping_erases_nothing(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(FIRST)
    await ada.says("/forget")
    assert (await ada.presses(STOP))[-1] == ada.words("cancel.done")
    assert texts(small_town) == [FIRST]


async def test_an_old_question_is_asked_again(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says("/forget")
    await small_town.passes(days=2)
    again = await ada.presses(ALL)
    assert again[-1].startswith(ada.words("forget.expired"))
    assert len(small_town.all(Contact)) == 1
    await ada.presses(ALL)
    assert small_town.all(Contact) == []


# --- nothing is left ---


@pytest.mark.parametrize("way", [ALL, LEAVE])
async def test_after_it_no_table_names_the_person(town: Town, way: str) -> None:
    ada = await a_life(town)
    assert town.traces(*names(town, ada)) != set()
    await forgets(ada, way)
    await town.passes(seconds=10)  # until the chat has rested from the last message
    assert town.traces(*names(town, ada)) == set()


async def test_after_erasing_all_no_table_holds_the_words(town: Town) -> None:
    ada = await a_life(town)
    assert {"opinion.text", "revision.text"} <= town.traces(*WORDS)
    assert town.traces(PLANNED, TYPED) == {"consultation_draft.content", "dialogue_state.payload"}
    await forgets(ada)
    assert town.traces(*WORDS) == set()


async def test_after_leaving_the_words_only_those_shown_and_hidden_are_there(town: Town) -> None:
    ada = await a_life(town)
    await forgets(ada, LEAVE)
    assert town.traces(*WORDS) == {"opinion.text"}
    assert town.traces(FIRST, TAKEN_BACK, TYPED, PLANNED) == set()
    assert {BETTER, HIDDEN, ELSEWHERE} < set(texts(town))


# --- answers on their way ---


@pytest.mark.parametrize("way", [ALL, LEAVE])
async def test_forgetting_in_the_middle_of_an_answer_going_out(town: Town, way: str) -> None:
    scene = market_square(town)
    ada = scene.citizens[0]
    olga = await at_night(town)
    await forgets(ada, way)
    await town.passes(hours=10)
    await town.passes(seconds=1)
    assert (scene.deliveries, letters(ada)) == (["cancelled", "sent", "sent"], [])
    assert status(olga) == ended(olga, 3, sent=2, failed=1)


async def at_night(town: Town) -> Citizen:
    """An answer is confirmed that goes out in the morning."""
    olga = await drafts(town)
    town.clock.advance(timedelta(hours=12, minutes=30).total_seconds())
    await olga.presses("보내기")
    return olga


ENDS = {
    "sent": "sent",
    "blocked": "blocked",
    "failed": "failed",
    "uncertain": "cancelled",
    "again": "cancelled",
    "waiting": "cancelled",
}


@pytest.mark.parametrize(("end", "at_last"), ENDS.items())
async def test_an_answer_that_is_under_way_ends_well_without_its_reader(
    small_town: Town, end: str, at_last: str
) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    await at_night(small_town)
    await ada.says("/forget")
    row = takes_off(small_town, ada)
    await ada.presses(ALL)
    with small_town.changing() as session:
        call = Call(row, None, "sendMessage", {}, ada.account.id)
        claimed = Claimed(row, small_town.app.sender.name, 1)
        small_town.app.sender.marks.mark(
            small_town.work(session), call, claimed, End(end, message_id=7)
        )
    await small_town.passes(hours=11)
    assert scene.deliveries == sorted([at_last, "sent", "sent"])
    assert ada.account.screen[-1].text == ada.words("forget.done")
    await small_town.passes(seconds=10)  # until the chat has rested from it
    assert (letters(ada), small_town.traces(*names(small_town, ada))) == ([], set())


def takes_off(town: Town, citizen: Citizen) -> int:
    """Their delivery is on its way, as the sender marks it before the call."""
    with town.changing() as session:
        mine = contact_of(town, session, citizen)
        query = select(Outbox.id).where(Outbox.contact_id == mine.id, Outbox.kind == "answer")
        row: int = session.exec(query).one()
        claims.claim(session, [row], town.app.sender.name)
    return row


async def test_after_a_crash_what_was_under_way_is_not_sent_again(small_town: Town) -> None:
    scene = market_square(small_town)
    ada = scene.citizens[0]
    await at_night(small_town)
    await ada.says("/forget")
    takes_off(small_town, ada)
    await ada.presses(ALL)
    await small_town.app.sender.recover()
    await small_town.passes(hours=11)
    assert (scene.deliveries, letters(ada)) == (["cancelled", "sent", "sent"], [])


async def test_the_shares_of_an_answer_still_add_up(town: Town) -> None:
    scene = market_square(town)
    await official_answers(town)
    for citizen in scene.citizens[:2]:
        await citizen.presses(citizen.label("it_answers"))
    await forgets(scene.citizens[0])
    with town.changing() as session:
        shares = answers.shares(town.work(session), scene.answer)
    assert (shares.sent, shares.yes, shares.no, shares.silent) == (3, 1, 0, 1)


async def test_the_rating_of_words_that_stay_still_counts(small_town: Town) -> None:
    scene = market_square(small_town)
    await official_answers(small_town)
    await scene.citizens[0].presses(scene.citizens[0].label("it_answers"))
    await forgets(scene.citizens[0], LEAVE)
    with small_town.changing() as session:
        shares = answers.shares(small_town.work(session), scene.answer)
    assert (shares.sent, shares.yes, shares.no, shares.silent) == (3, 1, 0, 2)


async def test_a_later_answer_to_words_that_stay_reaches_nobody(small_town: Town) -> None:
    scene = market_square(small_town)
    await forgets(scene.citizens[0], LEAVE)
    olga = await official_answers(small_town)
    await small_town.passes(seconds=1)
    assert status(olga) == ended(olga, 3, sent=2, unreachable=1)


# --- what waits for others ---


@pytest.mark.parametrize("opens", [["Topic 2"], ["Topic 2", "Report a message"]])
async def test_a_page_that_waits_for_somebody_else_goes_without_the_words(
    town: Town, opens: list[str]
) -> None:
    scene = market_square(town)
    bea = town.citizen("Bea", language="en")
    await bea.agrees()
    await bea.says("/topics")
    *before, last = opens
    for label in before:
        await bea.presses(label)
    nothing_reaches(bea, "editMessageText" if before else "sendMessage")
    await bea.presses(last)
    assert "outbox.payload" in town.traces(LIBRARY[0])
    await forgets(scene.citizens[0])
    assert "outbox.payload" not in town.traces(*LIBRARY[:2])
    await town.passes(minutes=1)
    assert bea.account.screen[-1].text == bea.words("page.erased")


def nothing_reaches(citizen: Citizen, method: str) -> None:
    """One call does not arrive, and is tried again after a while."""
    fault = Fault("refused_connection", method=method, chat_id=citizen.account.id)
    citizen.town.playground.faults.add(fault)


async def test_a_page_that_waits_without_the_words_goes_as_it_is(small_town: Town) -> None:
    scene = market_square(small_town)
    bea = small_town.citizen("Bea")
    await bea.says("/topics")
    nothing_reaches(bea, "sendMessage")
    await bea.presses("1번 주제")
    await forgets(scene.citizens[0])
    await small_town.passes(minutes=1)
    assert PARKING[0] in bea.account.screen[-1].text


async def test_a_briefing_that_waits_goes_without_a_quote_cut_short(small_town: Town) -> None:
    scene = Scene(small_town)
    long = [f"{n}번째 사람이 아주 길게 쓴 도서관 이야기예요. " * 20 for n in range(4)]
    scene.speak(*long)
    scene.gathers(도서관=long[:2], 주차장=long[2:])
    olga = await small_town.official()
    nothing_reaches(olga, "sendMessage")
    await olga.says("/summary")
    assert small_town.traces(long[0][:12]) > {"outbox.payload"}
    await forgets(scene.citizens[0])
    assert small_town.traces(long[0][:12]) == set()
    await small_town.passes(minutes=1)
    assert olga.account.screen[-1].text == olga.words("page.erased")


# --- counts, pictures, quotes ---


async def test_counts_pictures_and_quotes_follow_at_once(town: Town) -> None:
    scene = market_square(town)
    with town.changing() as session:
        session.add(Picture(run_id=1, language="ko", png=b"PNG"))
    before = town.all(AnalysisRun)[0]
    ids = {each for words in LIBRARY[:2] for each in scene.said[words]}
    await forgets(scene.citizens[0])
    after = town.all(AnalysisRun)[0]
    assert (before.people - after.people, before.opinions - after.opinions) == (1, 2)
    assert town.all(Picture) == []
    assert not ids & {each for topic in town.all(RunTopic) for each in topic.quotes}
    assert not ids & {row.opinion_id for row in town.all(Membership)}


async def test_words_that_stay_are_counted_as_before(small_town: Town) -> None:
    scene = market_square(small_town)
    before = small_town.all(AnalysisRun)[0]
    await forgets(scene.citizens[0], LEAVE)
    after = small_town.all(AnalysisRun)[0]
    assert (before.people, before.opinions) == (after.people, after.opinions)


async def test_an_analysis_at_work_meanwhile_ends_well(small_town: Town) -> None:
    scene = market_square(small_town)
    with small_town.changing() as session:
        work = small_town.work(session)
        analysis.ask(work, 1, None)
        task = analysis.begin(work)
        assert task is not None
    await forgets(scene.citizens[0])
    with small_town.changing() as session:
        found = found_by_hand(dict(task.texts), {"도서관": [n for n, _ in task.texts]})
        run = analysis.finish(small_town.work(session), task.run_id, found)
        assert (run.state, run.people) == ("done", 9)


# --- what stays with words that stay ---


async def test_who_left_the_words_cannot_be_worked_out(small_town: Town) -> None:
    ada = await a_life(small_town)
    await forgets(ada, LEAVE)
    left = [each for each in small_town.all(Participation) if each.contact_id is None]
    assert len(left) == 2
    assert {each.channel for each in left} == {None}
    sources = [each.source for each in small_town.all(Opinion) if each.text in WORDS]
    assert all(source.startswith("left:") for source in sources)
    assert small_town.all(OpinionMessage) == []


async def test_their_consents_stay_as_proof(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(FIRST)
    await forgets(ada, LEAVE)
    assert {row.purpose for row in small_town.all(Consent) if row.given} == set(people.PURPOSES)


async def test_where_nothing_was_said_nothing_stays(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(TAKEN_BACK)
    await ada.presses(ada.label("take_back"))
    await forgets(ada, LEAVE)
    for table in (Participation, Consent, Opinion, Revision, Audience, DialogueState):
        assert small_town.all(table) == []


# --- the staff ---


async def test_who_has_a_role_is_told_that_it_goes(town: Town) -> None:
    olga = await town.official()
    (asked,) = await olga.says("/forget")
    assert asked.endswith(olga.words("forget.roles", roles="중앙구청 담당자"))
    await olga.presses(ALL)
    assert town.all(Role) == []
    assert [row.action for row in town.all(LogRow)][-2:] == ["role.revoked", "contact.forgotten"]
    assert await olga.says("/summary") == [olga.words("command.unknown")]


async def test_the_staffs_menu_goes_with_the_role(small_town: Town) -> None:
    olga = await small_town.official()
    await forgets(olga)
    assert "summary" not in {line["command"] for line in olga.account.menu}
    await small_town.passes(seconds=10)  # until the chat has rested from the last message
    assert small_town.traces(*names(small_town, olga)) == set()


async def test_the_only_administrator_stays_until_there_is_another(town: Town) -> None:
    olga = town.citizen("Olga")
    town.grant(olga, "admin")
    refused = olga.words("forget.only_admin", agencies="중앙구청")
    assert await olga.says("/forget") == [refused]
    town.grant(town.citizen("Omar"), "admin")
    await forgets(olga)
    assert [role.role for role in town.all(Role)] == ["admin"]


async def test_the_other_administrator_left_while_the_question_was_open(small_town: Town) -> None:
    olga, omar = small_town.citizen("Olga"), small_town.citizen("Omar")
    for each in (olga, omar):
        small_town.grant(each, "admin")
    for each in (olga, omar):
        await each.says("/forget")
    await omar.presses(ALL)
    refused = olga.words("forget.only_admin", agencies="중앙구청")
    assert (await olga.presses(ALL))[-1] == refused
    assert len(small_town.all(Role)) == 1


async def test_answers_an_official_gave_stay_without_them(small_town: Town) -> None:
    scene = market_square(small_town)
    olga = await official_answers(small_town)
    await olga.says("/summary")
    await olga.presses("1번 주제")
    await olga.presses("답변 쓰기")
    await olga.says("아직 보내지 않은 말이에요")
    await forgets(olga)
    (answer,) = small_town.all(Answer)
    assert (answer.written_by, answer.confirmed_by) == (None, None)
    assert small_town.traces("아직 보내지 않은 말이에요") == set()
    assert len(letters(scene.citizens[0])) == 1


# --- afterwards ---


async def test_the_second_time_there_is_nothing(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await forgets(ada)
    assert await ada.says("/forget") == [ada.words("mydata.none")]


async def test_whoever_comes_back_is_met_anew(town: Town) -> None:
    ada = await a_life(town)
    await forgets(ada, LEAVE)
    await ada.agrees()
    assert (await ada.says(FIRST))[0].startswith("잘 받았어요. 내 의견 1번이에요.")


async def test_a_stranger_has_nothing_to_be_forgotten(small_town: Town) -> None:
    ada = small_town.citizen()
    assert await ada.says("/forget") == [ada.words("mydata.none")]


async def test_whoever_only_flagged_is_forgotten_too(small_town: Town) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob")
    flags_something(small_town, bob)
    await bob.says("/forget")
    await bob.presses(ALL)
    assert small_town.all(Flag) == []
    assert bob.account.screen[-1].text == bob.words("forget.done")


def flags_something(town: Town, citizen: Citizen) -> None:
    with town.changing() as session:
        work = town.work(session)
        flags.raise_(work, people.meet(work, citizen.account.id, "ko"), 1, "other")


async def test_a_button_pressed_twice_says_the_last_word_once(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says("/forget")
    ada.account.presses(ALL)
    ada.account.presses(ALL)
    mark = ada.account.mark
    await small_town.settle()
    said = [got.text for got in ada.account.inbox_since(mark) if got.event == "message"]
    assert said == [ada.words("forget.done")]


async def test_what_was_written_behind_it_is_a_strangers(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says("/forget")
    ada.account.presses(ALL)
    ada.account.sends(FIRST)
    await small_town.settle()
    assert (texts(small_town), small_town.all(Contact)) == ([], [])
    assert ada.account.screen[-1].text.startswith(ada.words("consent.words_first"))


async def test_another_person_loses_nothing(town: Town) -> None:
    scene = market_square(town)
    bea = scene.citizens[1]
    before = await bea.says("/my")
    await forgets(scene.citizens[0])
    assert await bea.says("/my") == [before[0].replace("3명", "몇 분")]


async def test_two_at_once_are_both_forgotten(town: Town) -> None:
    scene = market_square(town)
    for citizen in scene.citizens:
        await citizen.says("/forget")
    for citizen in scene.citizens:
        citizen.account.presses(ALL)
    await town.settle()
    assert (town.all(Contact), texts(town)) == ([], [])


async def test_nothing_is_said_or_erased_in_a_group(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    group = small_town.playground.group("이웃")
    small_town.playground.adds_bot(group, ada.account)
    group.says(ada.account, "/forget@madang_bot")
    await small_town.settle()
    assert len(small_town.all(Contact)) == 1
