"""Groups, supergroups and channels."""

import pytest
from telegram import Bot, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden

from playground.groups import Group
from playground.people import Person
from playground.telegram import Playground


@pytest.fixture
def staff(playground: Playground, ada: Person) -> Group:
    """A group with the bot in it, and nothing left in the queue."""
    group = playground.group("Staff")
    playground.adds_bot(group, ada)
    playground.world.updates.drop_all()
    return group


async def heard(bot: Bot) -> list[Message | None]:
    return [update.effective_message for update in await bot.get_updates(timeout=0)]


async def test_being_added_is_told_by_membership_and_message(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    group = playground.group("Staff")
    playground.adds_bot(group, ada)
    _, membership, service = await bot.get_updates(timeout=0)
    assert membership.my_chat_member is not None
    assert membership.my_chat_member.new_chat_member.status == "member"
    assert service.message is not None
    assert [member.id for member in service.message.new_chat_members] == [bot.id or 110201543]


async def test_in_privacy_mode_the_bot_hears_only_what_is_meant_for_it(
    bot: Bot, staff: Group, ada: Person
) -> None:
    sent = await bot.send_message(staff.id, "I am here")
    staff.says(ada, "among ourselves")
    staff.says(ada, "/help")
    staff.says(ada, "what do you think, @madang_bot?")
    staff.says(ada, "yes", reply_to=sent.message_id)
    texts = [message.text for message in await heard(bot) if message]
    assert texts == ["/help", "what do you think, @madang_bot?", "yes"]


async def test_an_administrator_bot_hears_everything(bot: Bot, staff: Group, ada: Person) -> None:
    staff.adds_bot(ada, "administrator")
    staff.says(ada, "among ourselves")
    assert [m.text for m in await heard(bot) if m] == ["among ourselves"]


async def test_an_anonymous_administrator_is_the_group_itself(bot: Bot, staff: Group) -> None:
    staff.says_anonymously("/summary")
    (message,) = await heard(bot)
    assert message is not None
    assert message.sender_chat is not None
    assert message.sender_chat.id == staff.id
    assert message.from_user is not None
    assert message.from_user.username == "GroupAnonymousBot"


async def test_a_channel_post_has_no_person(bot: Bot, playground: Playground, ada: Person) -> None:
    channel = playground.group("News", "channel", "news")
    playground.adds_bot(channel, ada, "administrator")
    channel.posts("Read this")
    post = (await bot.get_updates(timeout=0))[-1].channel_post
    assert post is not None
    assert post.from_user is None
    assert post.sender_chat is not None


async def test_a_public_channel_is_reached_by_its_name(
    bot: Bot, playground: Playground, ada: Person
) -> None:
    channel = playground.group("News", "channel", "news")
    playground.adds_bot(channel, ada, "administrator")
    await bot.send_message("@news", "published")
    assert [message.text for message in channel.screen] == ["published"]


async def test_a_group_that_becomes_a_supergroup_says_its_new_id(bot: Bot, staff: Group) -> None:
    old = staff.id
    new = staff.becomes_supergroup()
    told = [(m.migrate_to_chat_id, m.migrate_from_chat_id) for m in await heard(bot) if m]
    assert told == [(new, None), (None, old)]
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "x")
    assert moved.value.new_chat_id == new
    await bot.send_message(new, "found you")
    assert [message.text for message in staff.screen] == ["found you"]


async def test_whoever_made_it_a_supergroup_put_the_bot_there_too(
    bot: Bot, staff: Group, ada: Person
) -> None:
    new = staff.becomes_supergroup(ada)
    added = (await bot.get_updates(timeout=0))[0].my_chat_member
    assert added is not None
    assert (added.chat.id, added.old_chat_member.status) == (new, "left")


async def test_a_member_presses_a_button(bot: Bot, staff: Group, ada: Person) -> None:
    keys = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await bot.send_message(staff.id, "Shall we?", api_kwargs={"reply_markup": keys})
    query = staff.presses(ada, "Yes")
    press = (await bot.get_updates(timeout=0))[-1].callback_query
    assert press is not None
    assert press.message is not None
    assert (press.id, press.from_user.id, press.message.chat.id) == (query, ada.id, staff.id)
    with pytest.raises(LookupError):
        staff.presses(ada, "No")


async def test_a_bot_that_may_not_write_is_told_so(bot: Bot, staff: Group, ada: Person) -> None:
    staff.restricts_bot(ada)
    (update,) = await bot.get_updates(timeout=0)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "restricted"
    with pytest.raises(BadRequest, match="ot enough rights to send text messages"):
        await bot.send_message(staff.id, "x")


async def test_a_bot_that_was_thrown_out_is_told_so(bot: Bot, staff: Group, ada: Person) -> None:
    staff.removes_bot(ada)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(staff.id, "x")


async def test_a_bot_can_leave(bot: Bot, staff: Group) -> None:
    await bot.leave_chat(staff.id)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(staff.id, "x")


async def test_a_bot_cannot_leave_a_person(bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest):
        await bot.leave_chat(ada.id)


async def test_the_bot_can_ask_who_somebody_is_in_a_group(
    bot: Bot, playground: Playground, staff: Group, ada: Person
) -> None:
    stranger = playground.person("Stranger")
    assert (await bot.get_chat_member(staff.id, ada.id)).status == "creator"
    assert (await bot.get_chat_member(staff.id, stranger.id)).status == "left"
    assert (await bot.get_chat(staff.id)).title == "Staff"
