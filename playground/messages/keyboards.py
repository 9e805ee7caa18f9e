"""Reply markup: checked as Telegram checks it, and read as a person sees it."""

from playground.messages import units
from playground.wire import Record, bad_request

BUTTONS = 100
BUTTONS_A_ROW = 8
DATA_BYTES = 64
PLACEHOLDER = 64
_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
}
_KNOWN = _ACTIONS | {"text", "style", "icon_custom_emoji_id"}


def checked(markup: Record | None) -> Record | None:
    """The markup, if Telegram takes it. Raises `Refused` (400) otherwise."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return _checked_inline(markup)
    if "keyboard" in markup:
        _check_rows(_rows_of(markup, "keyboard"))
    elif "force_reply" not in markup and "remove_keyboard" not in markup:
        raise bad_request("object expected as reply markup")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= units.length(placeholder) <= PLACEHOLDER:
        raise bad_request("input field placeholder is too long")
    return markup


def labels(markup: Record | None) -> list[list[str]]:
    """The rows of labels a person sees under a message (inline) or below the text field."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [[_label(button) for button in row] for row in rows]


def found(markup: Record | None, label_or_data: str) -> Record | None:
    """The inline button with this label, else with this callback data, else None."""
    buttons = [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
    by_label = [button for button in buttons if button["text"] == label_or_data]
    by_data = [button for button in buttons if button.get("callback_data") == label_or_data]
    return next(iter(by_label + by_data), None)


def _label(button: Record | str) -> str:
    return button if isinstance(button, str) else str(button["text"])


def _checked_inline(markup: Record) -> Record | None:
    rows = [row for row in _rows_of(markup, "inline_keyboard") if row]
    _check_rows(rows)
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _rows_of(markup: Record, name: str) -> list[list[Record]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" of the ReplyMarkup must be an Array of Arrays')
    return rows


def _check_rows(rows: list[list[Record]]) -> None:
    if sum(len(row) for row in rows) > BUTTONS or any(len(row) > BUTTONS_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _check_button(button: Record) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: field "text" must be a String')
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    unknown = set(button) - _KNOWN
    if unknown:
        raise bad_request(f"can't parse inline keyboard button: unknown {sorted(unknown)}")
    if len(_ACTIONS & set(button)) != 1:
        raise bad_request(
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
        )
    _check_action(button)


def _check_action(button: Record) -> None:
    data, url = button.get("callback_data"), button.get("url")
    if data is not None and not 1 <= len(data.encode("utf-8", "surrogatepass")) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if url is not None and not url.startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: wrong HTTP URL")
