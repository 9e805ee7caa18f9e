"""An independent reading of the Bot API: aiogram's pydantic model of every method.

`check_request` takes a request as the playground recorded it (`Playground.requests`) and lets
aiogram say whether the Bot API knows such a call. Run it over everything the bot ever sent.
"""

import json
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from unittest.mock import patch

from pydantic import BaseModel, ValidationError

from playground.wire import Request

_NAMES: dict[str, Any] = {}
"""What aiogram's models call each other."""


def _build_later(_model: type[BaseModel], *, _types_namespace: dict[str, Any]) -> None:
    _NAMES.update(_types_namespace)


with warnings.catch_warnings(), patch.object(BaseModel, "model_rebuild", classmethod(_build_later)):
    # aiogram 3.31 is written for pydantic versions whose deprecations it does not follow yet. It
    # builds all its models when it is imported: eight seconds, where a test calls three methods.
    warnings.simplefilter("ignore", DeprecationWarning)
    import aiogram.methods
    from aiogram.methods import TelegramMethod
    from aiogram.types import BufferedInputFile

_FILE = BufferedInputFile(b"", "upload")
MODELS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__: model
    for model in vars(aiogram.methods).values()
    if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
}


def check_request(method: str, fields: dict[str, Any], files: Iterable[str] = ()) -> None:
    """Raise AssertionError, naming the fields, if the Bot API knows no such call.

    `fields` as they went over the wire (nested values may be JSON strings); `files` are the names
    of the uploaded parts.
    """
    model = _model(method)
    assert model is not None, f"the Bot API has no method {method}"
    values = {name: _read(value) for name, value in fields.items()}
    uploaded = {name: _FILE for name in files if name in model.model_fields}
    unknown = set(values) - set(model.model_fields)
    assert not unknown, f"{method} has no field {sorted(unknown)}"
    try:
        validated = model.model_validate({**values, **uploaded})
    except ValidationError as error:
        wrong = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        raise AssertionError(f"{method} is not called like this: {wrong}") from error
    extra = sorted(_extra(validated))
    assert not extra, f"{method} has nothing called {extra} inside its fields"


@cache
def _model(method: str) -> type[TelegramMethod[Any]] | None:
    model = MODELS.get(method)
    if model is not None:
        model.model_rebuild(_types_namespace=_NAMES)
    return model


def check_requests(requests: Iterable[Request]) -> None:
    """`check_request` for each."""
    for request in requests:
        check_request(request.method, request.fields, request.files)


def _extra(value: object) -> Iterator[str]:
    """Names of nested fields that aiogram's models do not have; they keep those silently."""
    if isinstance(value, BaseModel):
        yield from value.model_extra or {}
        for name in value.model_fields_set:
            yield from _extra(getattr(value, name))
    elif isinstance(value, list):
        for one in value:
            yield from _extra(one)


def _read(value: object) -> object:
    """A nested value out of its JSON string, a file for its attachment, all else as it is."""
    if isinstance(value, str) and value.startswith("attach://"):
        return _FILE
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
