"""The playground, python-telegram-bot and aiogram agree on what the Bot API is."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)

from playground.clock import ManualClock
from playground.messages.files import small_picture
from playground.methods.table import METHODS
from playground.people import Person
from playground.telegram import Playground
from tests.playground.contract import MODELS, check_request, check_requests


@pytest.mark.parametrize("method", METHODS)
def test_a_method_has_no_field_the_bot_api_does_not_have(method: str) -> None:
    assert set(METHODS[method].fields) <= set(MODELS[method].model_fields)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_requires_what_the_bot_api_requires(method: str) -> None:
    fields = MODELS[method].model_fields
    required = {name for name, field in fields.items() if field.is_required()}
    assert set(METHODS[method].required) == required


async def test_what_python_telegram_bot_sends_is_what_aiogram_would_send(
    bot: Bot, playground: Playground, ada: Person, clock: ManualClock
) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("ok", callback_data="ok")]])
    said = ada.sends("hello")
    sent = await bot.send_message(
        ada.id,
        "<b>hello</b>",
        parse_mode="HTML",
        reply_markup=buttons,
        protect_content=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(said.message_id),
    )
    query = ada.presses("ok")
    await bot.answer_callback_query(query, "done", show_alert=True)
    clock.advance(1)
    await bot.edit_message_text("changed", ada.id, sent.message_id, reply_markup=buttons)
    clock.advance(1)
    await bot.edit_message_reply_markup(ada.id, sent.message_id)
    clock.advance(1)
    photo = await bot.send_photo(ada.id, small_picture(), caption="<i>x</i>", parse_mode="HTML")
    clock.advance(1)
    await bot.edit_message_caption(ada.id, photo.message_id, caption="y")
    clock.advance(1)
    document = await bot.send_document(ada.id, b"{}", filename="mine.json", thumbnail=b"RIFF")
    clock.advance(1)
    await bot.send_message(ada.id, "?", reply_markup=ForceReply(input_field_placeholder="!"))
    clock.advance(1)
    await bot.copy_message(ada.id, ada.id, said.message_id)
    await bot.delete_message(ada.id, document.message_id)
    await bot.send_chat_action(ada.id, "typing")
    await bot.set_my_commands(
        [BotCommand("start", "Begin")], scope=BotCommandScopeChat(ada.id), language_code="ko"
    )
    await bot.set_my_description("A place to speak", language_code="en")
    await bot.get_chat(ada.id)
    await bot.get_updates(offset=-1, limit=1, timeout=0, allowed_updates=["message"])
    await bot.get_me()
    check_requests(playground.requests)
    assert len(playground.requests) == 17


@pytest.mark.parametrize(
    ("method", "fields", "reason"),
    [
        ("sendMesage", {}, "no method sendMesage"),
        ("sendMessage", {"chat_id": "1", "text": "x", "colour": "red"}, "no field .*colour"),
        ("sendMessage", {"chat_id": "1"}, "text"),
        (
            "sendMessage",
            {"chat_id": "1", "text": "x", "reply_markup": '{"a": 1}'},
            "nothing called",
        ),
    ],
)
def test_the_check_names_what_is_wrong(method: str, fields: dict[str, str], reason: str) -> None:
    with pytest.raises(AssertionError, match=reason):
        check_request(method, fields)
