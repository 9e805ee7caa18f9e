"""Everything held about a person, sent to them: a readable message and a file, and nothing of
anybody else."""

import json
from typing import Any

import pytest

from bot.texts import units
from deliberation import people
from deliberation.moderating.flags import REASONS
from deliberation.privacy import holdings
from deliberation.privacy.held import as_json
from playground.faults import Fault
from storage.models import Contact, Flag, Opinion, Outbox
from tests.answering import WORDS as ANSWER
from tests.bot.scenes import LIBRARY, Scene, market_square
from tests.bot.test_delivery_of_answers import answers as official_answers
from tests.bot.test_forget import (
    BETTER,
    ELSEWHERE,
    FIRST,
    HIDDEN,
    NAME,
    PLANNED,
    TAKEN_BACK,
    TYPED,
    a_life,
    flags_something,
    forgets,
)
from tests.town import MORNING, Citizen, Town

COUNTS = "내 정보 전부예요. 의견 {n}건, 고치기 전 글 {r}건, 동의 {c}건, 받은 답변 {a}건."


async def asks(citizen: Citizen) -> tuple[str, dict[str, Any]]:
    """The message, and what stands in the file."""
    before = citizen.account.mark
    await citizen.says("/mydata")
    words, file = citizen.account.inbox_since(before)
    return words.text, json.loads(document(citizen, file.message_id))


def document(citizen: Citizen, message_id: int) -> bytes:
    content = citizen.account.chat.messages[message_id].document
    assert content is not None
    return content


def only(records: list[Any]) -> Any:
    (record,) = records
    return record


async def test_it_comes_as_a_message_and_a_file(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    await ada.says(FIRST)
    words, file = await asks(ada)
    assert COUNTS.format(n=1, r=0, c=4, a=0) in words
    assert only(only(file["consultations"])["opinions"])["text"] == FIRST
    assert ada.account.screen[-1].record["document"]["file_name"] == "my-data.json"


async def test_everything_is_told_in_words(town: Town) -> None:
    ada = await a_life(town)
    words, _ = await asks(ada)
    assert COUNTS.format(n=4, r=1, c=8, a=1) in words
    told = (FIRST, BETTER, HIDDEN, TAKEN_BACK, ELSEWHERE, ANSWER, "poster", "도서관")
    assert [each for each in told if each not in words] == []
    assert "살펴봐 달라는 부탁: 그 밖의 걱정 1건" in words
    assert "글을 알리셨어요: 욕설과 비하" in words
    assert "숨겼어요. 까닭: 욕설과 비하" in words
    assert "고르신 것: 답이 됐어요" in words


async def test_everything_stands_in_the_file(town: Town) -> None:
    ada = await a_life(town)
    _, file = await asks(ada)
    market, buses = file["consultations"]
    first, hidden, taken_back = market["opinions"]
    assert (first["text"], only(first["earlier"])["text"]) == (BETTER, FIRST)
    assert (first["topic"], first["flags"]) == ("도서관", {"other": 1})
    assert (hidden["state"], hidden["reason"]) == ("hidden", "insult")
    assert (taken_back["state"], bool(taken_back["erase_at"])) == ("withdrawn", True)
    assert only(buses["opinions"])["text"] == ELSEWHERE
    assert [each["purpose"] for each in market["consents"]] == list(people.PURPOSES)
    answer = only(market["answers"])
    assert (answer["number"], answer["delivery"], answer["rating"]) == (1, "sent", "yes")
    assert only(file["flags_raised"])["reason"] == "insult"
    assert only(file["staff_work"]["drafts"])["content"] == {"question": PLANNED}
    assert len(file["staff_work"]["looks"]) == 1
    assert len(file["given_up"]) == 1


async def test_nobody_elses_words_names_or_numbers_are_in_it(town: Town) -> None:
    ada = await a_life(town)
    words, file = await asks(ada)
    whole = words + json.dumps(file, ensure_ascii=False)
    secrets = town.app.settings.secrets()
    others = {each.account.id for each in [await town.official("Omar")]} | {4_242_424_242}
    foreign = [*LIBRARY, *map(str, others), *(secrets.pseudonym(1, each) for each in others)]
    assert [each for each in foreign if each in whole] == []


async def test_the_account_number_and_the_name_are_not_written_out(town: Town) -> None:
    ada = await a_life(town)
    words, file = await asks(ada)
    whole = words + json.dumps(file, ensure_ascii=False)
    assert (str(ada.account.id) in whole, NAME in whole) == (False, False)
    assert file["account"]["telegram_id"] == "encrypted"


async def test_what_staff_did_is_theirs_to_read(small_town: Town) -> None:
    market_square(small_town)
    olga = await official_answers(small_town)
    words, file = await asks(olga)
    work = file["staff_work"]
    assert only(work["roles"])["role"] == "official"
    assert only(work["answers"])["text"] == ANSWER
    assert [row["action"] for row in work["log"]] == ["role.granted", "answer.confirmed"]
    assert {row["on"] for row in work["log"]} == {"contact", "answer"}
    assert "맡은 일: 중앙구청 담당자" in words


async def test_the_same_rows_give_the_same_bytes(town: Town) -> None:
    ada = await a_life(town)
    made = []
    for _ in range(2):
        with town.changing() as session:
            work = town.work(session)
            held = holdings.of(work, people.meet(work, ada.account.id, None))
            assert held is not None
            made.append(as_json(held))
    assert made[0] == made[1]
    assert json.loads(made[0])["made_at"] == town.clock.now().isoformat()


async def test_words_that_wait_in_an_open_step_are_held_too(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(TYPED)
    with small_town.changing() as session:
        work = small_town.work(session)
        held = holdings.of(work, people.meet(work, ada.account.id, None))
    assert held is not None
    assert TYPED in (held.open_step or {})["words"].values()


async def test_no_copy_lies_in_the_outbox(town: Town) -> None:
    ada = town.citizen()
    await ada.agrees()
    await ada.says(FIRST)
    ada.account.sends("/mydata")
    await town.app.intake.poll(0)
    await town.app.dispatch.drain()
    waiting = [row for row in town.all(Outbox) if row.state == "pending"]
    assert [(row.kind, row.payload) for row in waiting] == [
        ("mydata", {"language": "ko"}),
        ("mydata_file", {"language": "ko"}),
    ]
    assert town.traces(FIRST) == {"opinion.text"}


async def test_what_is_long_comes_as_two_files(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    for n in range(4):
        await ada.says(f"{n} <b>도서관</b> & " + "가" * 1500)
    before = ada.account.mark
    await ada.says("/mydata")
    words, file = ada.account.inbox_since(before)
    names = [
        ada.account.chat.messages[each.message_id].record["document"]["file_name"]
        for each in (words, file)
    ]
    assert names == ["my-data.txt", "my-data.json"]
    assert COUNTS.format(n=4, r=0, c=4, a=0) in words.text
    plain = document(ada, words.message_id).decode()
    assert units(plain) > 3500
    assert "3 <b>도서관</b> & 가가" in plain


async def test_it_works_by_words_and_in_english(small_town: Town) -> None:
    grace = small_town.citizen("Grace", "en")
    await grace.agrees()
    await grace.says("A library, please")
    words, _ = await grace.says("my data")
    assert words.startswith("Everything we hold about you: 1 opinion, 0 earlier versions")


async def test_of_a_stranger_nothing_is_held(small_town: Town) -> None:
    ada = small_town.citizen()
    assert await ada.says("/mydata") == [ada.words("mydata.none")]
    await ada.starts("old-market")
    await ada.presses(ada.label("disagree"))
    assert await ada.says("내 정보") == [ada.words("mydata.none")]


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_who_only_flagged_reads_what_they_flagged(small_town: Town, language: str) -> None:
    market_square(small_town)
    bob = small_town.citizen("Bob", language)
    flags_something(small_town, bob)
    words, file = await asks(bob)
    assert (file["account"], len(file["flags_raised"])) == (None, 1)
    assert bob.words("mydata.reason.other") in words


async def test_every_reason_of_a_flag_can_be_told(small_town: Town) -> None:
    scene = Scene(small_town)
    ada = scene.speaks(FIRST)
    with small_town.changing() as session:
        for n, reason in enumerate(REASONS):
            session.add(Flag(opinion_id=1, flagged_by=str(n), reason=reason, at=MORNING))
    words, _ = await asks(ada)
    assert words.count(" 1건") >= len(REASONS)


async def test_two_who_ask_at_once_get_their_own(town: Town) -> None:
    scene = Scene(town)
    people_asking = [scene.speaks(words, name=words) for words in LIBRARY]
    for citizen in people_asking:
        citizen.account.sends("/mydata")
        citizen.account.sends("/mydata")
    await town.settle()
    for citizen, words in zip(people_asking, LIBRARY, strict=True):
        files = [each.document for each in citizen.account.screen if each.document]
        assert len(files) == 2
        for file in files:
            assert [each for each in LIBRARY if each in file.decode()] == [words]


async def test_what_was_erased_meanwhile_is_not_sent(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(FIRST)
    await ada.says("/forget")
    fault = Fault("too_many", "sendMessage", ada.account.id, retry_after=30)
    small_town.playground.faults.add(fault)
    ada.account.sends("/mydata")
    ada.account.presses("모두 지우기")
    await small_town.settle()
    await small_town.passes(minutes=2)
    assert small_town.all(Contact) == []
    assert [each.document for each in ada.account.screen if each.document] == []
    assert ada.account.screen[-1].text == ada.words("forget.done")


async def test_after_leaving_the_words_they_are_in_nobodys_file(small_town: Town) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(FIRST)
    await forgets(ada, "글만 남기기")
    await ada.agrees()
    words, file = await asks(ada)
    assert only(file["consultations"])["opinions"] == []
    assert (FIRST in words, len(small_town.all(Opinion))) == (False, 1)
