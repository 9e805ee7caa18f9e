"""What a citizen can set and ask for, by command, by button and in plain words."""

import pytest

from bot.commands import COMMANDS
from storage.models import Contact, DialogueState, Opinion
from tests.town import MARKET, Citizen, Town

MARKET_TITLE = "옛 시장 자리 쓰임"
WORDS = "어린이 도서관이 있으면 좋겠어요"


async def citizen_of(town: Town) -> Citizen:
    ada = town.citizen()
    await ada.agrees()
    return ada


async def test_help_names_where_one_is(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    (told,) = await ada.says("/help")
    assert told.endswith(f"지금 마당: {MARKET_TITLE} · 문의 02-000-0000")


async def test_help_for_a_stranger_names_no_consultation(small_town: Town) -> None:
    ada = small_town.citizen()
    (told,) = await ada.says("/help")
    assert "마당을 고르고 생각을 쓰면 의견이 돼요" in told


async def test_the_notice_comes_in_six_messages(small_town: Town) -> None:
    parts = await (await citizen_of(small_town)).says("/privacy")
    assert [part.split(" · ")[0] for part in parts] == [f"안내문 {n}/6" for n in range(1, 7)]


async def test_the_notice_for_a_stranger_holds_everywhere(small_town: Town) -> None:
    ada = small_town.citizen()
    assert await ada.says("/privacy") == [ada.words("privacy.general")]


async def test_a_stranger_reads_everything_in_the_language_chosen(town: Town) -> None:
    ada = town.citizen()
    await ada.says("/language")
    await ada.presses("English")
    question, consent = await ada.starts(MARKET)
    assert question.startswith("중앙구청 asks what you think.")
    assert consent.startswith("Please read before we start.")


async def test_the_language_chosen_stays_after_consent(town: Town) -> None:
    ada = town.citizen()
    await ada.says("/language")
    await ada.presses("English")
    await ada.starts(MARKET)
    await ada.presses("I am 14 or older, agree to all")
    assert (await ada.says(WORDS))[0].startswith("Got it.")
    assert [contact.language for contact in town.all(Contact)] == ["en"]


async def test_the_language_is_changed_later(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says("/language")
    assert (await ada.presses("English"))[-1].endswith("From now on I will write in English.")
    assert (await ada.says(WORDS))[0].startswith("Got it.")


async def test_somebody_with_an_english_telegram_is_answered_in_english(small_town: Town) -> None:
    bob = small_town.citizen("Bob", language="en")
    assert (await bob.starts(MARKET))[0].startswith("중앙구청 asks what you think.")


@pytest.mark.parametrize("code", [None, "", "xx", "zh-hans", "KO"])
async def test_any_language_of_telegram_is_answered(small_town: Town, code: str | None) -> None:
    account = small_town.playground.person("Kim", language_code=code)
    said = await Citizen(small_town, account, "ko").says("/help")
    assert len(said) == 1


@pytest.mark.parametrize(
    ("button", "key", "kept"),
    [("답변만 받기", "stop.answers", "answers"), ("모두 그만 받기", "stop.all", "none")],
)
async def test_what_is_sent_unasked_can_be_stopped(
    town: Town, button: str, key: str, kept: str
) -> None:
    ada = await citizen_of(town)
    await ada.says("/stop")
    assert (await ada.presses(button))[-1].endswith(ada.words(key))
    assert [contact.notices for contact in town.all(Contact)] == [kept]


async def test_notices_are_taken_up_again(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says("/stop")
    await ada.says("모두 그만")
    await ada.says("/notices")
    assert (await ada.presses("모두 받기"))[-1].endswith(ada.words("notices.all"))
    assert [contact.notices for contact in small_town.all(Contact)] == ["all"]


async def test_cancel_with_nothing_open_says_so(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    assert await ada.says("/cancel") == [ada.words("cancel.nothing")]


async def test_cancel_after_words_that_were_asked_about_has_nothing_to_stop(
    small_town: Town,
) -> None:
    ada = await citizen_of(small_town)
    await ada.says("ㅋㅋ")
    assert await ada.says("/cancel") == [ada.words("cancel.nothing")]


async def test_a_button_can_be_typed_while_it_is_on_the_last_message(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    assert (await ada.says("내 의견 보기"))[0].startswith("내 의견 1건")


async def test_a_button_on_an_earlier_message_cannot_be_typed(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    await ada.says("/help")
    await ada.says("거두기")
    assert [opinion.state for opinion in small_town.all(Opinion)] == ["received"] * 2


async def test_typed_buttons_are_forgotten_after_a_day(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    await small_town.passes(days=2)
    await ada.says("거두기")
    assert [opinion.state for opinion in small_town.all(Opinion)] == ["received"] * 2


async def test_a_sentence_that_holds_a_button_is_an_opinion(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    await ada.says("거두기 전에 한 번 더 생각해 주세요")
    assert len(small_town.all(Opinion)) == 2


ALWAYS = {
    "도움말": "저는 의견과 답변을 전하는 로봇이에요.",
    "내 의견": "내 의견 1건",
    "마당 목록": "지금 열린 마당 1곳",
    "언어": "어떤 말로 볼까요?",
    "안내문": "안내문 1/6",
    "소식 그만": "먼저 보내는 글을 줄일게요.",
    "Help": "저는 의견과 답변을 전하는 로봇이에요.",
    "my words": "내 의견 1건",
}


async def test_some_words_work_always(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    await ada.says(WORDS)
    answered = {said: (await ada.says(said))[0] for said in ALWAYS}
    assert [said for said, first in ALWAYS.items() if not answered[said].startswith(first)] == []


async def test_a_command_of_the_staff_reads_like_one_that_is_not_there(small_town: Town) -> None:
    ada = await citizen_of(small_town)
    staff = [command.name for command in COMMANDS if command.audience == "staff"]
    said = [await ada.says(f"/{name}") for name in (*staff, "nothing", "")]
    assert said == [[ada.words("command.unknown")]] * len(said)


async def test_a_command_to_another_bot_is_left_alone(small_town: Town) -> None:
    assert await (await citizen_of(small_town)).says("/help@otherbot") == []


async def test_a_command_to_this_bot_by_name_works(small_town: Town) -> None:
    ada = small_town.citizen()
    help_ = await ada.says("/help")
    for called in ("/help@madang_bot", "/HELP", "/Help@Madang_Bot"):
        assert await ada.says(called) == help_


async def test_a_stranger_who_only_asks_is_forgotten_after_a_day(town: Town) -> None:
    ada = town.citizen()
    await ada.says("/language")
    await ada.presses("English")
    await town.passes(days=2)
    assert town.all(DialogueState) == []


async def test_the_menu_lists_what_a_citizen_can_do(small_town: Town) -> None:
    await small_town.app.menus.publish()
    ada = small_town.citizen()
    offered = {str(command["command"]) for command in ada.account.menu}
    everybody = [each for each in COMMANDS if each.audience == "everybody" and each.listed]
    assert offered == {command.name for command in everybody}
