"""What a bot may send, and how it is refused."""

import json

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken

from playground.clock import ManualClock
from playground.messages.files import small_picture
from playground.people import Person
from playground.telegram import Playground


def keyboard(*labels: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data)] for label in labels]
    )


async def test_a_message_reaches_the_screen_with_its_buttons(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "안녕하세요", reply_markup=keyboard("동의", "거절"))
    assert [message.text for message in ada.screen] == ["안녕하세요"]
    assert ada.screen[0].buttons == [["동의"], ["거절"]]
    assert sent.message_id == ada.screen[0].message_id
    assert sent.reply_markup is not None


async def test_a_bot_cannot_write_first(bot: Bot, playground: Playground) -> None:
    stranger = playground.person("Stranger")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(stranger.id, "hello")


async def test_a_text_of_4096_units_is_taken(bot: Bot, ada: Person) -> None:
    await bot.send_message(ada.id, "😀" * 2048)
    assert len(ada.screen[0].text) == 2048


@pytest.mark.parametrize("text", ["가" * 4097, "😀" * 2048 + "a"])
async def test_a_text_of_4097_units_is_refused_as_telegram_refuses_it(
    bot: Bot, ada: Person, text: str
) -> None:
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(ada.id, text)
    assert ada.screen == []


async def test_tags_do_not_count_towards_the_length(bot: Bot, ada: Person) -> None:
    await bot.send_message(ada.id, "<b>" + "가" * 4096 + "</b>", parse_mode="HTML")
    assert len(ada.screen[0].text) == 4096


@pytest.mark.parametrize("text", ["", "  \n "])
async def test_an_empty_text_is_refused(bot: Bot, ada: Person, text: str) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(ada.id, text)


async def test_a_caption_of_1025_units_is_refused(bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(ada.id, small_picture(), caption="a" * 1025)


async def test_callback_data_of_65_bytes_is_refused(bot: Bot, ada: Person) -> None:
    await bot.send_message(ada.id, "ok", reply_markup=keyboard("a", data="가" * 21 + "a"))
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(ada.id, "no", reply_markup=keyboard("a", data="가" * 21 + "aa"))


async def test_a_row_of_nine_buttons_is_refused(bot: Bot, ada: Person) -> None:
    row = [InlineKeyboardButton(str(number), callback_data="x") for number in range(9)]
    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(ada.id, "no", reply_markup=InlineKeyboardMarkup([row]))


async def test_a_hundred_and_one_buttons_are_refused(bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(ada.id, "no", reply_markup=keyboard(*map(str, range(101))))


async def test_html_becomes_entities_counted_in_utf_16(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "😀 <b>굵게</b> &lt;b&gt; &#128512;", parse_mode="HTML")
    assert sent.text == "😀 굵게 <b> 😀"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 3, 2)]
    assert sent.text_html == "😀 <b>굵게</b> &lt;b&gt; 😀"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<script>x</script>", 'unsupported start tag "script" at byte offset 0'),
        ("가 <3 나", 'unsupported start tag "3" at byte offset 4'),
        ("<b>x", 'can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "unexpected end tag at byte offset 1"),
        ("x <b", "unclosed start tag at byte offset 2"),
    ],
)
async def test_broken_html_is_refused_with_telegrams_words(
    bot: Bot, ada: Person, html: str, reason: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(ada.id, html, parse_mode="HTML")
    assert refused.value.message.lower() == f"can't parse entities: {reason}"


async def test_an_unknown_field_is_refused(bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest, match='Unknown field "colour"'):
        await bot.send_message(ada.id, "x", api_kwargs={"colour": "red"})


async def test_a_missing_field_is_refused(playground: Playground, ada: Person) -> None:
    answer = await playground.answer("sendMessage", {"chat_id": str(ada.id)}, {})
    assert answer.body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: message text is empty",
    }


async def test_a_number_that_is_none_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="must be a valid number"):
        await bot.send_message("ada", "x")


async def test_a_misspelt_method_is_not_found(bot: Bot, ada: Person) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendMesage", {"chat_id": ada.id, "text": "x"})


async def test_a_blocked_bot_is_told_so(bot: Bot, ada: Person) -> None:
    ada.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ada.id, "x")


async def test_an_account_that_is_gone_is_told_so(bot: Bot, ada: Person) -> None:
    ada.deletes_account()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ada.id, "x")


async def test_a_picture_is_seen_and_can_be_sent_again_by_its_id(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    picture = small_picture()
    sent = await bot.send_photo(ada.id, picture, caption="그림")
    clock.advance(1)
    await bot.send_photo(ada.id, sent.photo[-1].file_id)
    assert [message.photo for message in ada.screen] == [picture, picture]
    assert sent.caption == "그림"


async def test_what_is_no_picture_is_refused(bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ada.id, b"not a picture")


async def test_a_document_arrives_whole(bot: Bot, ada: Person) -> None:
    sent = await bot.send_document(ada.id, "id,text\n1,가\n".encode(), filename="opinions.csv")
    assert sent.document is not None
    assert sent.document.file_name == "opinions.csv"
    assert ada.screen[0].document == "id,text\n1,가\n".encode()
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == "id,text\n1,가\n".encode()


async def test_a_file_id_nobody_gave_out_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("AgADinvented")


async def test_a_copy_has_no_author(bot: Bot, ada: Person) -> None:
    said = ada.sends("mine")
    copy = await bot.copy_message(ada.id, ada.id, said.message_id)
    assert ada.screen[0].text == "mine"
    assert copy.message_id == ada.screen[0].message_id


async def test_an_answer_quotes_the_message_it_answers(bot: Bot, ada: Person) -> None:
    said = ada.sends("question")
    sent = await bot.send_message(
        ada.id, "answer", reply_parameters=ReplyParameters(said.message_id)
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "question"


async def test_an_answer_to_nothing_is_refused(bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ada.id, "x", reply_parameters=ReplyParameters(999))


async def test_a_prompt_shows_its_placeholder(bot: Bot, ada: Person, clock: ManualClock) -> None:
    await bot.send_message(ada.id, "?", reply_markup=ForceReply(input_field_placeholder="의견"))
    clock.advance(1)
    await bot.send_message(ada.id, "!", reply_markup=ReplyKeyboardRemove())
    assert ada.screen[0].markup == {"force_reply": True, "input_field_placeholder": "의견"}
    assert ada.screen[0].buttons == []


async def test_typing_is_not_a_message(bot: Bot, ada: Person) -> None:
    assert await bot.send_chat_action(ada.id, "typing")
    assert ada.received == []


async def test_a_wrong_token_is_unauthorized(playground: Playground) -> None:
    answer = await playground.respond("/bot1:wrong/getMe", {})
    assert answer.status == 401
    assert answer.body == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_python_telegram_bot_sees_a_wrong_token_as_invalid(
    playground: Playground, bot: Bot
) -> None:
    playground.world.token = "110201543:another"
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_every_request_is_kept_without_the_token(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    await bot.send_message(ada.id, "kept", reply_markup=keyboard("a"))
    request = playground.requests[-1]
    assert (request.method, request.fields["text"]) == ("sendMessage", "kept")
    assert json.loads(request.fields["reply_markup"])["inline_keyboard"]
    assert playground.token not in str(playground.requests)


async def test_the_transcript_tells_what_happened(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    await bot.send_message(ada.id, "welcome")
    events = [json.loads(line) for line in playground.transcript().splitlines()]
    assert [(event["by"], event["text"]) for event in events] == [
        (ada.id, "/start"),
        ("bot", "welcome"),
    ]
    assert [sent.text for sent in playground.delivered[ada.id]] == ["welcome"]
