"""METHODS: every method the playground knows, with its fields. What is not here is refused."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from playground.methods import attending, editing, presenting, receiving, sending
from playground.methods.fields import (
    Call,
    Reader,
    boolean,
    chat,
    integer,
    json_array,
    json_object,
    string,
)
from playground.wire import Record, Refused, Upload, bad_request
from playground.world import World

Run = Callable[[World, Call], object | Awaitable[object]]
Fields = Mapping[str, Reader]


@dataclass(frozen=True)
class Method:
    """A method: what it does, which fields it needs and which it may have."""

    run: Run
    required: Fields = field(default_factory=dict)
    optional: Fields = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Reader]:
        """All fields it knows."""
        return {**self.required, **self.optional}


_CHAT: Fields = {"chat_id": chat}
_LANGUAGE: Fields = {"language_code": string}
_MENU: Fields = {"scope": json_object, **_LANGUAGE}
_MARKUP: Fields = {"reply_markup": json_object}
_MESSAGE: Fields = {"chat_id": chat, "message_id": integer}
_CAPTION: Fields = {"caption": string, "parse_mode": string, "caption_entities": json_array}
_SENDING: Fields = {
    "message_thread_id": integer,
    "disable_notification": boolean,
    "protect_content": boolean,
    "reply_parameters": json_object,
    **_MARKUP,
}
_TEXT: Fields = {
    "parse_mode": string,
    "entities": json_array,
    "link_preview_options": json_object,
}
_ALLOWED: Fields = {"allowed_updates": json_array}
_DROP: Fields = {"drop_pending_updates": boolean}

METHODS: dict[str, Method] = {
    "getMe": Method(receiving.get_me),
    "getUpdates": Method(
        receiving.get_updates,
        optional={"offset": integer, "limit": integer, "timeout": integer, **_ALLOWED},
    ),
    "setWebhook": Method(
        receiving.set_webhook,
        {"url": string},
        {"max_connections": integer, "secret_token": string, **_ALLOWED, **_DROP},
    ),
    "deleteWebhook": Method(receiving.delete_webhook, optional=_DROP),
    "getWebhookInfo": Method(receiving.get_webhook_info),
    "getFile": Method(receiving.get_file, {"file_id": string}),
    "sendMessage": Method(sending.send_message, {**_CHAT, "text": string}, {**_TEXT, **_SENDING}),
    "sendPhoto": Method(
        sending.send_photo,
        {**_CHAT, "photo": string},
        {**_CAPTION, **_SENDING, "show_caption_above_media": boolean, "has_spoiler": boolean},
    ),
    "sendDocument": Method(
        sending.send_document,
        {**_CHAT, "document": string},
        {**_CAPTION, **_SENDING, "thumbnail": string, "disable_content_type_detection": boolean},
    ),
    "copyMessage": Method(
        sending.copy_message,
        {**_CHAT, "from_chat_id": chat, "message_id": integer},
        {**_CAPTION, **_SENDING, "show_caption_above_media": boolean},
    ),
    "sendChatAction": Method(
        sending.send_chat_action, {**_CHAT, "action": string}, {"message_thread_id": integer}
    ),
    "editMessageText": Method(
        editing.edit_message_text, optional={"text": string, **_MESSAGE, **_TEXT, **_MARKUP}
    ),
    "editMessageCaption": Method(
        editing.edit_message_caption, optional={**_MESSAGE, **_CAPTION, **_MARKUP}
    ),
    "editMessageReplyMarkup": Method(
        editing.edit_message_reply_markup, optional={**_MESSAGE, **_MARKUP}
    ),
    "deleteMessage": Method(editing.delete_message, _MESSAGE),
    "answerCallbackQuery": Method(
        editing.answer_callback_query,
        {"callback_query_id": string},
        {"text": string, "show_alert": boolean, "url": string, "cache_time": integer},
    ),
    "setMyCommands": Method(presenting.set_my_commands, {"commands": json_array}, _MENU),
    "getMyCommands": Method(presenting.get_my_commands, optional=_MENU),
    "deleteMyCommands": Method(presenting.delete_my_commands, optional=_MENU),
    "setMyName": Method(presenting.set_profile, optional={"name": string, **_LANGUAGE}),
    "getMyName": Method(presenting.get_profile, optional=_LANGUAGE),
    "setMyDescription": Method(
        presenting.set_profile, optional={"description": string, **_LANGUAGE}
    ),
    "getMyDescription": Method(presenting.get_profile, optional=_LANGUAGE),
    "setMyShortDescription": Method(
        presenting.set_profile, optional={"short_description": string, **_LANGUAGE}
    ),
    "getMyShortDescription": Method(presenting.get_profile, optional=_LANGUAGE),
    "getChat": Method(attending.get_chat, _CHAT),
    "getChatMember": Method(attending.get_chat_member, {**_CHAT, "user_id": integer}),
    "leaveChat": Method(attending.leave_chat, _CHAT),
}

# Telegram's names are not case-sensitive: getme works as well as getMe.
_BY_LOWER = {name.lower(): name for name in METHODS}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
    "file_id": "invalid file_id",
}


def method_named(name: str) -> str:
    """The method's name as documented. Raises `Refused` (404) for an unknown one."""
    if name.lower() not in _BY_LOWER:
        raise Refused(404, "Not Found")
    return _BY_LOWER[name.lower()]


def read(name: str, fields: Record, files: dict[str, Upload]) -> Call:
    """The call with its fields read.

    Raises `Refused` (400) for a missing field, a wrong type or a field the method does not have:
    Telegram ignores those silently, here a slip of the pen has to show.
    """
    method = METHODS[name]
    attached = {str(value) for value in fields.values() if str(value).startswith("attach://")}
    loose = {part for part in files if f"attach://{part}" not in attached}
    for unknown in sorted((set(fields) | loose) - set(method.fields)):
        raise bad_request(f'unknown field "{unknown}"')
    for missing in [one for one in method.required if one not in fields and one not in files]:
        raise bad_request(_MISSING.get(missing, f'parameter "{missing}" is required'))
    values = {one: method.fields[one](one, value) for one, value in fields.items()}
    return Call(name, values, files)
