"""getChat, getChatMember, leaveChat: chats the bot is in."""

from playground.methods.fields import Call
from playground.wire import Record, bad_request
from playground.world import World


def get_chat(world: World, call: Call) -> Record:
    """What a bot may know of a chat."""
    chat = world.chat(call.chat_id())
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    accepted = dict.fromkeys((*gifts, "gifts_from_channels"), False)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
    return {**chat.record, **more}


def get_chat_member(world: World, call: Call) -> Record:
    """Whether somebody is in a chat, and as what."""
    chat, person = world.reachable(call.chat_id()), call.integer("user_id")
    if person == world.bot["id"]:
        return member(world.bot, chat.bot_status)
    other = world.chats.get(person)
    if other is None or other.account is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    status = "member" if person == chat.id else chat.members.get(person, "left")
    return member(other.account.record, status)


def leave_chat(world: World, call: Call) -> bool:
    """Leave a group or channel."""
    chat = world.reachable(call.chat_id())
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
    "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
    "can_edit_stories can_delete_stories"
).split()

_PERMISSIONS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages "
    "can_add_web_page_previews can_change_info can_invite_users can_pin_messages can_manage_topics "
    "can_edit_tag can_react_to_messages"
).split()


def member(account: Record, status: str) -> Record:
    """Somebody's place in a chat, as the Bot API writes it."""
    person: Record = {"user": account, "status": status}
    if status == "kicked":
        return {**person, "until_date": 0}
    if status == "administrator":
        return {**person, **dict.fromkeys(_RIGHTS, False)}
    if status == "restricted":
        return {**person, "is_member": True, "until_date": 0, **dict.fromkeys(_PERMISSIONS, False)}
    if status == "creator":
        return {**person, "is_anonymous": False}
    return person
