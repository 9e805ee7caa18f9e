"""sendMessage, sendPhoto, sendDocument, copyMessage, sendChatAction."""

from playground.messages import files, keyboards
from playground.messages.chats import Chat
from playground.messages.files import StoredFile
from playground.methods.fields import Call
from playground.wire import Record, Upload, bad_request
from playground.world import World

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_message(world: World, call: Call) -> Record:
    """A text."""
    chat = world.reachable(call.chat_id())
    content = {**call.formatted("text"), **_around(world, chat, call)}
    return world.bot_sends(chat, call.method, content, _markup(call)).record


def send_photo(world: World, call: Call) -> Record:
    """A picture, uploaded or by file_id, with or without a caption."""
    chat = world.reachable(call.chat_id())
    upload = call.upload("photo")
    if upload is not None:
        files.check_photo(upload)
    stored = _stored(world, call, "photo", upload)
    content = {"photo": [files.photo_size(stored)]}
    return _send_file(world, chat, call, stored, content)


def send_document(world: World, call: Call) -> Record:
    """A file, uploaded or by file_id, with or without a caption."""
    chat = world.reachable(call.chat_id())
    upload = call.upload("document")
    if upload is not None and len(upload.content) > files.LARGEST_UPLOAD:
        raise bad_request("file is too big")
    if upload is not None and not upload.content:
        raise bad_request("file must be non-empty")
    stored = _stored(world, call, "document", upload)
    return _send_file(world, chat, call, stored, {"document": document_of(stored)})


def copy_message(world: World, call: Call) -> Record:
    """A message of another chat again, without its author."""
    source = world.chat(call.chat_id("from_chat_id")).messages.get(call.integer("message_id"))
    if source is None:
        raise bad_request("message to copy not found")
    chat = world.reachable(call.chat_id())
    content = {name: value for name, value in source.record.items() if name in _COPIED}
    if "caption" in call:
        content = {name: v for name, v in content.items() if not name.startswith("caption")}
        content |= call.formatted("caption")
    content |= _around(world, chat, call)
    sent = world.bot_sends(chat, call.method, content, _markup(call), source.content)
    return {"message_id": sent.message_id}


def send_chat_action(world: World, call: Call) -> bool:
    """ "Is typing": seen for five seconds, not counted as a message."""
    chat = world.reachable(call.chat_id())
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = (call.text("action"), world.clock.now())
    world.transcript.note(world.clock.now(), chat.id, "bot", "action", action=call.text("action"))
    return True


def document_of(stored: StoredFile) -> Record:
    """The file as a document."""
    named = {"file_name": stored.upload.filename, "mime_type": stored.upload.media_type}
    return {**stored.record, **named}


_COPIED = {
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "voice",
    "sticker",
    "location",
    "contact",
}


def _send_file(world: World, chat: Chat, call: Call, stored: StoredFile, content: Record) -> Record:
    content = {**content, **call.formatted("caption"), **_around(world, chat, call)}
    sent = world.bot_sends(chat, call.method, content, _markup(call), stored.upload.content)
    return sent.record


def _stored(world: World, call: Call, kind: str, upload: Upload | None) -> StoredFile:
    if upload is not None:
        return world.files.keep(f"{kind}s", upload)
    if not call.text(kind):
        raise bad_request(f"there is no {kind} in the request")
    stored = world.files.by_id(call.text(kind))
    if not stored.path.startswith(kind):
        raise bad_request(f"can't use file of another type as {kind.capitalize()}")
    return stored


def _markup(call: Call) -> Record | None:
    return keyboards.checked(call.record("reply_markup"))


def _around(world: World, chat: Chat, call: Call) -> Record:
    """What a message carries whatever it holds: what it quotes, and that it may not be copied."""
    protected = {"has_protected_content": True} if call.switch("protect_content") else {}
    return {**_reply(world, chat, call), **protected}


def _reply(world: World, chat: Chat, call: Call) -> Record:
    parameters = call.record("reply_parameters")
    if parameters is None:
        return {}
    quoted = world.reply_to(chat, parameters.get("message_id"))
    if not quoted and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return quoted
