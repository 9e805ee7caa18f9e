"""Updates as the Bot API knows them, by the models of another library, and as nobody should send
them: a plausible one of any kind, with any of its fields filled and any of its values spoilt.
"""

import random
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from aiogram.types import Update
from aiogram.types.base import TelegramObject

Json = Any
KINDS = tuple(name for name in Update.model_fields if name != "update_id")
FIELD_DEPTH = 2  # how deep a filled field is filled itself
MOST_FIELDS, MOST_SPOILT = 5, 3

JUNK: tuple[Json, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    2**31,
    2**63,
    -(2**63) - 1,
    2**70,
    1e308,
    "",
    " ",
    "0",
    "-7",
    "x" * 5_000,
    "가" * 4_097,
    "\x00",
    "\ud800",
    "\u202e거꾸로",
    "\u200b\u200d",
    "ㅎ" + "\u0301" * 500,
    "👨‍👩‍👧‍👦" * 300,
    "１２３４５６７",
    "<b>굵게</b> &lt; <a href='tg://user?id=1'>",
    "_*[`",
    "'; DROP TABLE opinion; --",
    "=cmd|' /C calc'!A0",
    "{0.__class__} %s %(x)s",
    "../../etc/passwd",
    "줄\n바꿈\r\n\t",
    [],
    [None],
    [[[[[]]]]],
    {},
    {"id": 1},
    {"id": "x", "type": 5},
    {"a": {"b": {"c": {"d": {}}}}},
)


def mutated(update: dict[str, Json], dice: random.Random) -> dict[str, Json]:
    """The same, every other time with up to three of its values replaced, doubled or taken away:
    of what is in it, seldom the whole."""
    spoilt = deepcopy(update)
    for _ in range(max(0, dice.randint(-MOST_SPOILT, MOST_SPOILT))):
        inner = next(iter(spoilt.values()), None)
        _spoil(inner if isinstance(inner, dict) and dice.random() < 0.95 else spoilt, dice)
    return spoilt


def _spoil(record: Json, dice: random.Random) -> None:
    """One value, anywhere within this record."""
    while record:
        keys = list(record) if isinstance(record, dict) else list(range(len(record)))
        key = dice.choice(keys)
        inner = record[key]
        if isinstance(inner, dict | list) and inner and dice.random() < 0.7:
            record = inner
            continue
        match dice.randrange(4):
            case 0:
                del record[key]
            case 1 if isinstance(inner, list):
                inner.extend(inner[:50])
            case _:
                record[key] = deepcopy(dice.choice(JUNK))
        return


def filled(kind: str, head: Mapping[str, Json], dice: random.Random) -> dict[str, Json]:
    """An update of this kind: what `head` gives, and some more of the fields it may have."""
    model = _model(Update.model_fields[kind].annotation)
    if model is None:
        return {kind: dict(head)}
    return {kind: {**_some_fields(model, dice, FIELD_DEPTH), **head}}


def _some_fields(model: type[TelegramObject], dice: random.Random, depth: int) -> dict[str, Json]:
    """The fields that have to be there, and up to five that may."""
    must = [name for name, field in model.model_fields.items() if field.is_required()]
    may = [name for name in model.model_fields if name not in must]
    chosen = [*must, *dice.sample(may, min(len(may), dice.randint(0, MOST_FIELDS)))]
    alias = {name: field.alias or name for name, field in model.model_fields.items()}
    return {
        alias[name]: _value(model.model_fields[name].annotation, dice, depth) for name in chosen
    }


def _value(annotation: Any, dice: random.Random, depth: int) -> Json:
    """Something of this type, as JSON has it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        given = [each for each in arguments if each is not type(None)]
        return _value(dice.choice(given), dice, depth)
    if origin is Literal:
        return dice.choice(arguments)
    if origin is list:
        return [_value(arguments[0], dice, depth - 1) for _ in range(dice.randint(0, 2))]
    model = _model(annotation)
    if model is not None:
        return _some_fields(model, dice, depth - 1) if depth > 0 else {}
    return _PLAIN.get(annotation, _junk)(dice)


def _junk(dice: random.Random) -> Json:
    return dice.choice(JUNK)


_PLAIN: dict[Any, Callable[[random.Random], Json]] = {
    int: lambda dice: dice.choice((0, 1, -7, 5_000, 2**40)),
    float: lambda dice: dice.choice((0.0, 37.57, -1e9)),
    bool: lambda dice: dice.random() < 0.5,
    str: lambda dice: dice.choice(("", "a", "나무를 심어 주세요", "https://example.org", "/start")),
    datetime: lambda dice: dice.choice((0, 1, 1_790_000_000, 2**40)),
}


def _model(annotation: Any) -> type[TelegramObject] | None:
    """The model that an annotation names, if it names one."""
    candidates = (annotation, *get_args(annotation))
    return next(
        (
            each
            for each in candidates
            if isinstance(each, type) and issubclass(each, TelegramObject)
        ),
        None,
    )
