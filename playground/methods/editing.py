"""Messages changed in place or deleted, and the answer to a pressed button."""

from playground.messages import keyboards, units
from playground.messages.chats import Message
from playground.methods.fields import Call
from playground.wire import Record, bad_request
from playground.world import World

TWO_DAYS = 48 * 3600
QUARTER_HOUR = 15 * 60
TOAST = 200


def edit_message_text(world: World, call: Call) -> Record:
    """Another text and keyboard for a text of the bot."""
    message = _own(world, call)
    content = call.formatted("text")
    if "text" not in message.record:
        raise bad_request("there is no text in the message to edit")
    return _edited(world, message, {"entities": None, **content}, call)


def edit_message_caption(world: World, call: Call) -> Record:
    """Another caption and keyboard for a picture or document of the bot."""
    message = _own(world, call)
    content = call.formatted("caption")
    if "text" in message.record:
        raise bad_request("there is no caption in the message to edit")
    return _edited(world, message, {"caption": None, "caption_entities": None, **content}, call)


def edit_message_reply_markup(world: World, call: Call) -> Record:
    """Another keyboard, or none."""
    return _edited(world, _own(world, call), {}, call)


def delete_message(world: World, call: Call) -> bool:
    """Take away a message not older than two days: the bot's own, or any in a private chat."""
    chat = world.reachable(call.chat_id())
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not message.by_bot and chat.kind != "private" and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted")
    if world.timestamp - message.record["date"] > TWO_DAYS:
        raise bad_request("message can't be deleted for everyone")
    world.delete(message)
    world.transcript.note(
        world.clock.now(), chat.id, "bot", "delete", message_id=message.message_id
    )
    return True


def answer_callback_query(world: World, call: Call) -> bool:
    """End the spinner of a pressed button, with or without a word."""
    press = world.presses.get(call.text("callback_query_id"))
    if press is None or (world.clock.now() - press.at).total_seconds() > QUARTER_HOUR:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if units.length(call.text("text")) > TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.text("url"):
        raise bad_request("URL_INVALID")
    press.account.waiting.discard(call.text("callback_query_id"))
    if call.text("text"):
        press.account.toasts.append(call.text("text"))
    world.transcript.note(
        world.clock.now(), press.account.id, "bot", "toast", text=call.text("text")
    )
    return True


def _own(world: World, call: Call) -> Message:
    if "chat_id" not in call:
        raise bad_request("chat_id is empty")
    if "message_id" not in call:
        raise bad_request("message identifier is not specified")
    chat = world.reachable(call.chat_id())
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or (message.markup and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _edited(world: World, message: Message, content: Record, call: Call) -> Record:
    markup = keyboards.checked(call.record("reply_markup"))
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    same = all(message.record.get(name) == value for name, value in content.items())
    if same and markup == message.markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    return world.bot_edits(message, content, markup).record
