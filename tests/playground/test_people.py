"""What people do, as the bot hears of it, and what they see."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.error import BadRequest

from playground.clock import ManualClock
from playground.people import Person
from playground.telegram import Playground

CHOICE = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("동의", callback_data="v1:yes")],
        [InlineKeyboardButton("거절", callback_data="v1:no")],
    ]
)


async def news(bot: Bot) -> list[Update]:
    """All waiting updates, confirmed."""
    updates = await bot.get_updates(timeout=0)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return list(updates)


async def test_a_link_starts_with_its_payload(bot: Bot, playground: Playground) -> None:
    playground.person("Ada", "en").starts("forest_poster")
    (update,) = await news(bot)
    assert update.message is not None
    assert update.message.text == "/start forest_poster"
    assert [(e.type, e.offset, e.length) for e in update.message.entities] == [
        ("bot_command", 0, 6)
    ]


def test_a_link_cannot_carry_more_than_64_characters(playground: Playground) -> None:
    with pytest.raises(ValueError, match="64"):
        playground.person("Ada").starts("a" * 65)


async def test_a_long_text_arrives_in_parts(bot: Bot, ada: Person) -> None:
    await news(bot)
    sent = ada.sends("😀" * 3000)
    parts = [update.message.text for update in await news(bot) if update.message]
    assert [len(part or "") for part in parts] == [2048, 952]
    assert len(sent.message_ids) == 2


async def test_an_edit_keeps_the_message_and_says_when(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    sent = ada.sends("frist")
    clock.advance(60)
    ada.edits(sent, "first")
    edited = (await news(bot))[-1].edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (sent.message_id, "first")
    assert edited.edit_date is not None
    assert (edited.edit_date - edited.date).total_seconds() == 60


def test_nobody_edits_after_48_hours(ada: Person, clock: ManualClock) -> None:
    sent = ada.sends("old")
    clock.advance(48 * 3600 + 1)
    with pytest.raises(LookupError, match="48 hours"):
        ada.edits(sent, "new")


async def test_a_press_arrives_with_the_message_it_was_on(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "?", reply_markup=CHOICE)
    await news(bot)
    ada.presses("동의")
    (update,) = await news(bot)
    assert update.callback_query is not None
    assert update.callback_query.data == "v1:yes"
    assert update.callback_query.message == sent


async def test_a_press_on_a_button_that_is_not_on_the_screen_is_impossible(
    bot: Bot, ada: Person
) -> None:
    await bot.send_message(ada.id, "?", reply_markup=CHOICE)
    with pytest.raises(LookupError, match="no button '몰라요'"):
        ada.presses("몰라요")


async def test_a_button_that_was_edited_away_cannot_be_pressed(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    sent = await bot.send_message(ada.id, "?", reply_markup=CHOICE)
    clock.advance(1)
    await bot.edit_message_reply_markup(ada.id, sent.message_id, reply_markup=None)
    with pytest.raises(LookupError):
        ada.presses("동의")


async def test_the_newest_message_with_the_button_is_meant(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    for text in ("one", "two"):
        await bot.send_message(ada.id, text, reply_markup=CHOICE)
        clock.advance(1)
    ada.presses("v1:no")
    ada.presses("v1:no", on=ada.screen[0].message_id)
    texts = [u.callback_query.message.text for u in (await news(bot))[1:] if u.callback_query]  # type: ignore[union-attr]
    assert texts == ["two", "one"]


async def test_a_changed_client_can_forge_any_callback(bot: Bot, ada: Person) -> None:
    ada.forges("v1:grant", message_id=4711)
    query = (await news(bot))[-1].callback_query
    assert query is not None
    assert query.data == "v1:grant"
    assert query.message is not None
    assert not query.message.is_accessible


async def test_a_reply_keyboard_sends_its_label(bot: Bot, ada: Person) -> None:
    await bot.send_message(ada.id, "?", reply_markup=ReplyKeyboardMarkup([["예", "아니요"]]))
    ada.presses("예")
    message = (await news(bot))[-1].message
    assert message is not None
    assert message.text == "예"


async def test_an_answered_press_shows_its_words_once(bot: Bot, ada: Person) -> None:
    await bot.send_message(ada.id, "?", reply_markup=CHOICE)
    query = ada.presses("동의")
    assert ada.spinning == 1
    await bot.answer_callback_query(query, "기록했어요")
    assert (ada.toasts, ada.spinning) == (["기록했어요"], 0)


async def test_a_press_cannot_be_answered_after_a_quarter_of_an_hour(
    bot: Bot, ada: Person, clock: ManualClock
) -> None:
    await bot.send_message(ada.id, "?", reply_markup=CHOICE)
    query = ada.presses("동의")
    clock.advance(15 * 60 + 1)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
        await bot.answer_callback_query(query)


async def test_blocking_and_unblocking_are_told(bot: Bot, ada: Person) -> None:
    await news(bot)
    ada.blocks()
    ada.unblocks()
    changes = [update.my_chat_member for update in await news(bot)]
    assert [change and change.new_chat_member.status for change in changes] == ["kicked", "member"]


def test_who_blocked_the_bot_does_not_write_to_it(ada: Person) -> None:
    ada.blocks()
    with pytest.raises(LookupError, match="blocked"):
        ada.sends("hello?")


async def test_everything_people_send_is_what_python_telegram_bot_knows(
    bot: Bot, ada: Person
) -> None:
    await news(bot)
    ada.photo("그림", b"\x89PNG\r\n\x1a\n")
    ada.voice()
    ada.sticker()
    ada.poll("언제?", "오늘", "내일")
    ada.location()
    ada.contact()
    ada.document("a.txt", b"abc", "file")
    ada.forwards("not mine")
    messages = [update.message for update in await news(bot)]
    assert [message and message.api_kwargs for message in messages] == [{}] * 8
    photo, voice, sticker, poll, location, contact, document, forward = [m for m in messages if m]
    assert photo.caption == "그림"
    assert voice.voice
    assert sticker.sticker
    assert poll.poll
    assert [option.text for option in poll.poll.options] == ["오늘", "내일"]
    assert location.location
    assert contact.contact
    assert document.document
    assert forward.forward_origin is not None


async def test_an_album_arrives_as_messages_of_one_group(bot: Bot, ada: Person) -> None:
    await news(bot)
    ada.album("first", "")
    groups = {u.message.media_group_id for u in await news(bot) if u.message}
    assert len(groups) == 1
    assert None not in groups


async def test_a_voice_can_be_downloaded(bot: Bot, ada: Person) -> None:
    ada.voice()
    message = (await news(bot))[-1].message
    assert message is not None
    assert message.voice is not None
    file = await bot.get_file(message.voice.file_id)
    assert bytes(await file.download_as_bytearray()) == b"OggS"


async def test_the_bot_never_learns_that_a_message_was_deleted(bot: Bot, ada: Person) -> None:
    sent = ada.sends("gone")
    await news(bot)
    ada.deletes(sent)
    assert await news(bot) == []
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(ada.id, ada.id, sent.message_id)


async def test_what_came_is_kept_as_it_was(bot: Bot, ada: Person, clock: ManualClock) -> None:
    mark = ada.mark
    sent = await bot.send_message(ada.id, "0 of 3", reply_markup=CHOICE)
    clock.advance(1)
    await bot.edit_message_text("3 of 3", ada.id, sent.message_id)
    came = [(one.event, one.text, one.buttons) for one in ada.inbox_since(mark)]
    assert came == [("message", "0 of 3", (("동의",), ("거절",))), ("edit", "3 of 3", ())]
    assert [(message.text, message.edited) for message in ada.screen] == [("3 of 3", True)]


async def test_lone_surrogates_and_nul_reach_the_bot(bot: Bot, ada: Person) -> None:
    ada.sends("a\x00b\ud83dc")
    message = (await news(bot))[-1].message
    assert message is not None
    assert message.text == "a\x00b\ud83dc"
