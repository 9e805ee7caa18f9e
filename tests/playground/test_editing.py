"""Messages changed in place and deleted."""

import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from playground.clock import ManualClock
from playground.messages.files import small_picture
from playground.people import Person

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("ok", callback_data="ok")]])


async def test_an_edit_that_changes_nothing_is_refused_in_full_words(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    sent = await bot.send_message(ada.id, "same", reply_markup=BUTTON)
    clock.advance(1)
    with pytest.raises(BadRequest) as refused:
        await bot.edit_message_text("same", ada.id, sent.message_id, reply_markup=BUTTON)
    assert refused.value.message == (
        "Message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )


async def test_an_edit_without_a_keyboard_takes_it_away(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    sent = await bot.send_message(ada.id, "same", reply_markup=BUTTON)
    clock.advance(1)
    await bot.edit_message_text("same", ada.id, sent.message_id)
    assert ada.screen[0].buttons == []


async def test_only_what_exists_can_be_edited(bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ada.id, 999)


async def test_a_persons_message_cannot_be_edited(bot: Bot, ada: Person) -> None:
    said = ada.sends("mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", ada.id, said.message_id)


async def test_a_prompt_cannot_be_edited(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "?", reply_markup=ForceReply())
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("!", ada.id, sent.message_id)


async def test_a_caption_is_edited_as_a_caption(bot: Bot, ada: Person, clock: ManualClock) -> None:
    sent = await bot.send_photo(ada.id, small_picture(), caption="before")
    clock.advance(1)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", ada.id, sent.message_id)
    await bot.edit_message_caption(ada.id, sent.message_id, caption="after")
    clock.advance(1)
    await bot.edit_message_caption(ada.id, sent.message_id)
    assert [one.text for one in ada.received] == ["before", "after", ""]


async def test_an_edit_counts_as_a_message(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "1")
    with pytest.raises(Exception, match="Flood control"):
        await bot.edit_message_text("2", ada.id, sent.message_id)


async def test_a_deleted_message_leaves_the_screen(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "secret")
    seen = ada.screen[0]
    await bot.delete_message(ada.id, sent.message_id)
    assert ada.screen == []
    assert seen.deleted
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ada.id, sent.message_id)


async def test_a_message_of_two_days_cannot_be_deleted(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    sent = await bot.send_message(ada.id, "old")
    clock.advance(48 * 3600 + 1)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(ada.id, sent.message_id)
