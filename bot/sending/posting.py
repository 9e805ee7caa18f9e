"""Bubbles become outbox rows, in the transaction of the update they answer. Nothing goes out."""

from collections.abc import Sequence
from typing import Any

from bot import texts
from bot.bubbles import Bubble, Key, Reply
from bot.buttons import Button
from bot.incoming import Incoming
from bot.turn import Turn, open_turn
from deliberation.people import Person
from deliberation.work import Work
from storage import people, traffic

PLACEHOLDER_UNITS = 64
MADE_WHEN_SENT = (
    "mydata",
    "mydata_file",
    "file",
    "record",
)  # no copy of what they say lies in the outbox


def post(turn: Turn, reply: Reply) -> None:
    """Queue what the person gets to see, and note where their dialogue now stands. In a group
    nobody's dialogue goes on."""
    bubbles = _shown(turn, reply)
    traffic.enqueue(turn.work.session, [_row(turn, bubble) for bubble in bubbles])
    if not turn.incoming.in_group:
        remember(turn, bubbles)


def _shown(turn: Turn, reply: Reply) -> Sequence[Bubble]:
    """Where no bubble was pressed none can lose its buttons, and a toast needs a bubble."""
    if turn.pressed is not None:
        return reply.bubbles
    bubbles = [bubble for bubble in reply.bubbles if bubble.how != "strip"]
    return bubbles or ([Bubble(texts.joined([reply.toast]))] if reply.toast and turn.typed else [])


def tell(work: Work, person: Person, bubbles: Sequence[Bubble]) -> None:
    """Write to somebody who has not just written."""
    state = people.dialogue(work.session, person.lane)
    turn = open_turn(work, person, Incoming("ignored", 0), state)
    post(turn, Reply(tuple(bubbles)))


def _row(turn: Turn, bubble: Bubble) -> dict[str, Any]:
    """The row of a call to this person, or to this room, as the outbox takes it."""
    method, payload = _call(turn, bubble)
    work, contact = turn.work, turn.contact
    return {
        "kind": bubble.kind,
        "rank": 1 if bubble.export else 0,
        "lane": work.keys.lane(turn.chat_id),
        "contact_id": contact.id if contact else None,
        "address": None if contact else work.keys.seal_id(turn.chat_id),
        "method": method,
        "payload": payload,
        "created_at": work.now,
        "not_before": work.now,
    }


def _call(turn: Turn, bubble: Bubble) -> tuple[str, dict[str, Any]]:
    markup = keyboard(bubble.rows, turn.owner, turn.work)
    if bubble.how in ("edit", "add", "strip") and turn.pressed is not None:
        return _edit(turn, bubble, turn.pressed, markup)
    if bubble.kind in MADE_WHEN_SENT:
        return "", _when_sent(turn, bubble)
    if bubble.picture_run is not None:
        drawn = {"picture_run": bubble.picture_run, "picture": bubble.picture}
        return "sendPhoto", _with_markup({**drawn, **_caption(bubble)}, markup)
    if bubble.file is not None:
        method, sent = with_file(bubble)
        return method, _with_markup(sent, markup)
    if bubble.poster is not None:
        return "sendDocument", _with_markup({"poster": bubble.poster, **_caption(bubble)}, markup)
    return _send(turn, bubble, markup)


def with_file(bubble: Bubble) -> tuple[str, dict[str, Any]]:
    """The call that sends a bubble as the caption of its file."""
    file = bubble.file
    if file is None:
        raise ValueError("no file to send")
    method = "sendPhoto" if file.kind == "photo" else "sendDocument"
    return method, {file.kind: file.file_id, **_caption(bubble)}


def _caption(bubble: Bubble) -> dict[str, Any]:
    return {"caption": bubble.text, "parse_mode": "HTML"}


def _when_sent(turn: Turn, bubble: Bubble) -> dict[str, Any]:
    """What its words are made of."""
    payload: dict[str, Any] = {"language": turn.view.language}
    if bubble.export:
        payload["consultation"], payload["file"] = bubble.export
    return payload


def _edit(
    turn: Turn, bubble: Bubble, pressed: str, markup: dict[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    where = {"message_id": turn.incoming.message_id}
    if bubble.how == "strip":
        return "editMessageReplyMarkup", where
    words = f"{pressed}\n\n{bubble.text}" if bubble.how == "add" else bubble.text
    if turn.incoming.pressed_caption:
        return "editMessageCaption", _with_markup(
            {**where, "caption": words, "parse_mode": "HTML"}, markup
        )
    return "editMessageText", _with_markup({**where, "text": words, "parse_mode": "HTML"}, markup)


def _send(turn: Turn, bubble: Bubble, markup: dict[str, Any] | None) -> tuple[str, dict[str, Any]]:
    payload: dict[str, Any] = {"text": bubble.text, "parse_mode": "HTML"}
    if bubble.protect:
        payload["protect_content"] = True
    quoted = turn.incoming.quoted.message_id if turn.incoming.quoted else None
    to = quoted if turn.incoming.kind == "press" else turn.incoming.message_id
    if bubble.how == "reply" and to and not turn.typed:
        payload["reply_parameters"] = {"message_id": to, "allow_sending_without_reply": True}
    if markup is None and bubble.placeholder:
        field = texts.excerpt(bubble.placeholder, PLACEHOLDER_UNITS)
        markup = {"force_reply": True, "input_field_placeholder": field}
    return "sendMessage", _with_markup(payload, markup)


def _with_markup(payload: dict[str, Any], markup: dict[str, Any] | None) -> dict[str, Any]:
    return payload if markup is None else {**payload, "reply_markup": markup}


def keyboard(rows: Sequence[Sequence[Key]], owner: int, work: Work) -> dict[str, Any] | None:
    """An inline keyboard as Telegram wants it, for whose presses it is (`Turn.owner`); None where
    there is no button."""
    packed = [
        [{"text": key.label, **_press_or_link(key, owner, work)} for key in row]
        for row in rows
        if row
    ]
    return {"inline_keyboard": packed} if packed else None


def _press_or_link(key: Key, owner: int, work: Work) -> dict[str, str]:
    if key.url:
        return {"url": key.url}
    return {"callback_data": key.button.pack(owner, work.keys)}


def remember(turn: Turn, bubbles: Sequence[Bubble]) -> None:
    """Keep the open step, and the buttons of the newest bubble so that they can be typed."""
    work, person, before = turn.work, turn.person, turn.state
    seen = [bubble for bubble in bubbles if bubble.how != "strip"]
    if turn.forgotten or (not seen and turn.step is None and before is None):
        return
    row = {
        "lane": person.lane,
        "contact_id": person.contact.id if person.contact else None,
        "flow": turn.step.flow if turn.step else None,
        "step": None,
        "payload": _payload(turn),
        "buttons": typed_forms(seen[-1]) if seen else before.buttons if before else [],
        "language": turn.chosen_language or (before.language if before else None),
        "changed_at": work.now,
        "expires_at": work.now + work.rules.dialogue_life,
    }
    people.keep_dialogue(work.session, before, row)


def _payload(turn: Turn) -> dict[str, Any]:
    payload = dict(turn.step.payload) if turn.step else {}
    return {**payload, "notes": turn.notes} if turn.notes else payload


def typed_forms(bubble: Bubble) -> list[dict[str, Any]]:
    """Every button of a bubble with all that can be typed for it: its words, its number in
    reading order, and, where the bubble lists numbered things, their numbers instead."""
    keys = [key for row in bubble.rows for key in row]
    forms = [
        {
            "button": _plain(key.button),
            "words": sorted(texts.labels(f"button.{key.name}", **dict(key.values))),
            "label": texts.normal(key.label),
            "number": None if bubble.numbers else n,
        }
        for n, key in enumerate(keys, start=1)
        if not key.url
    ]
    things = [
        {"button": _plain(button), "words": [], "label": "", "number": n}
        for n, button in bubble.numbers
    ]
    return forms + things


def _plain(button: Button) -> list[Any]:
    return [button.action, button.subject, button.value, button.state]


def typed_button(turn: Turn) -> Button | None:
    """The button of the newest bubble whose words the person typed, exactly."""
    state = turn.state
    if state is None or state.expires_at <= turn.work.now or "\n" in turn.incoming.text:
        return None
    said = texts.normal(turn.incoming.text)
    for form in state.buttons:
        number = form["number"]
        if said and (said in form["words"] or said == form["label"] or said == str(number)):
            action, subject, value, version = form["button"]
            return Button(action, subject, value, version)
    return None
