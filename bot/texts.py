"""What the bot says, in the language of whoever reads it: words from `locales/`, values put in.

A placeholder is `{name}` or `{name:form}`. The form is a Korean particle (`{title:을}`), a pair of
English words chosen by the count (`{n:opinion|opinions}`), or `few`, which says a count of people
to citizens without giving away a small one. Values are only ever put in, never read as patterns.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

import tossi
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from locales import LANGUAGES, catalogue

FEW: Final = 5
"""Below this many people a count could point at somebody, so citizens are told "a few"."""

LABEL_VALUE: Final = 24
"""UTF-16 units of a value inside a button's label."""

_PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_TAG = re.compile(r"<[^<>]*>")
_DAY = {"ko": "y년 M월 d일(EEE)", "en": "EEE d MMM y"}
_MOMENT = {"ko": "y년 M월 d일(EEE) HH:mm", "en": "EEE d MMM y, HH:mm"}


class Markup(str):
    """Text that is already safe HTML for Telegram and is not escaped again."""

    __slots__ = ()

    @property
    def plain(self) -> str:
        """The same words without markup, for toasts and pictures."""
        return html.unescape(_TAG.sub("", self))


def text(key: str, language: str, /, **values: object) -> Markup:
    """The words of `key` with every value put in and escaped once (a Markup value stays).

    Whole numbers are written with thousands commas. Values without a placeholder are ignored.
    Raises KeyError naming the key, or the key and the placeholder that got no value.
    """
    return Markup(_filled(key, language, values, _escaped))


def label(key: str, language: str, /, **values: object) -> str:
    """The words of a button: plain text, its values cut at LABEL_VALUE units."""
    cut = {name: _cut_value(value) for name, value in values.items()}
    return _filled(key, language, cut, str)


def joined(parts: Iterable[str], by: str = "\n") -> Markup:
    """Parts in one piece of markup; a part that is not Markup is escaped."""
    return Markup(by.join(_escaped(part) for part in parts))


def josa(word: str, particle: str) -> str:
    """The form of a Korean particle that follows `word`: 을 or 를, 으로 or 로.

    After a Latin letter both forms are given, as is usual in writing: 은(는).
    """
    form: str = tossi.pick(word, particle)
    return form


def when(moment: datetime, language: str, zone: tzinfo) -> str:
    """Date and time in `zone`: 2026년 11월 23일(월) 14:05, or Mon 23 Nov 2026, 14:05.

    Raises ValueError for a moment without a zone of its own.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be shown in another")
    written: str = format_datetime(moment.astimezone(zone), _MOMENT[language], locale=language)
    return written


def day(date: date, language: str) -> str:
    """A date: 2026년 11월 23일(월), or Mon 23 Nov 2026."""
    written: str = format_date(date, _DAY[language], locale=language)
    return written


def number(n: int, language: str) -> str:
    """A whole number with thousands commas."""
    written: str = format_decimal(n, locale=language)
    return written


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def excerpt(text: str, limit: int) -> str:
    """One line of at most `limit` UTF-16 units, ending in … where something was left out.

    A character is never parted from the accents, joiners and skin tones that belong to it.
    """
    line = " ".join(text.split())
    if units(line) <= limit:
        return line
    end = _fitting(line, limit - 1)
    while end > 0 and _belongs_together(line[end - 1], line[end]):
        end -= 1
    return line[:end].rstrip() + "…"


def parts(text: str, most: int) -> list[str]:
    """A long text in pieces of at most `most` UTF-16 units, parted between words if possible."""
    pieces = []
    while units(text) > most:
        head = text[: _fitting(text, most)]
        at = max(head.rfind(" "), head.rfind("\n"))
        pieces.append(head[: at + 1] if at > 0 else head)
        text = text[len(pieces[-1]) :]
    return [*pieces, text]


@lru_cache(maxsize=512)
def labels(key: str, /, **values: Hashable) -> frozenset[str]:
    """Every way to type a button in any language, normalised by `normal`.

    Holds its label, whole and cut as shown, and the words of `typed.<name>` in the catalogue.
    """
    typed = "typed." + key.removeprefix("button.")
    forms = [label(key, language, **values) for language in LANGUAGES]
    for language in LANGUAGES:
        forms.append(_filled(key, language, values, str))
        if typed in catalogue(language):
            forms.extend(_filled(typed, language, values, str).split("|"))
    return frozenset(filter(None, map(normal, forms)))


def normal(word: str) -> str:
    """A typed word without what does not matter: spaces, stops, case, the ending 요 or 해요."""
    letters = "".join(filter(_matters, unicodedata.normalize("NFKC", word).casefold()))
    for ending in ("해요", "요"):
        if letters.endswith(ending) and letters != ending:
            return letters.removesuffix(ending)
    return letters


@cache
def words_always() -> Mapping[str, str]:
    """Normalised whole message to the command it stands for, whatever the bubble above it."""
    return MappingProxyType(
        {
            normal(word): key.removeprefix("always.")
            for language in LANGUAGES
            for key, words in catalogue(language).items()
            if key.startswith("always.")
            for word in words.split("|")
        }
    )


def _filled(
    key: str, language: str, values: Mapping[str, object], put: Callable[[object], str]
) -> str:
    words = catalogue(language).get(key)
    if words is None:
        raise KeyError(f"no words for {key!r} in {language!r}")

    def value_of(match: re.Match[str]) -> str:
        name, form = match.groups()
        if name not in values:
            raise KeyError(f"{key!r} needs a value for {name!r}")
        return _in_form(values[name], form or "", language, put)

    return _PLACEHOLDER.sub(value_of, words)


def _in_form(value: object, form: str, language: str, put: Callable[[object], str]) -> str:
    shown = number(value, language) if isinstance(value, int) else value
    if form == "few":
        key = "count.few" if isinstance(value, int) and value < FEW else "count.people"
        return _filled(key, language, {"n": value}, put)
    if "|" in form:
        one, many = form.split("|")
        return f"{put(shown)} {one if str(value) == '1' else many}"
    if form and language == "ko":
        raw = shown.plain if isinstance(shown, Markup) else str(shown)
        return put(shown) + josa(raw, form)
    return put(shown)


def _escaped(value: object) -> str:
    return value if isinstance(value, Markup) else html.escape(str(value), quote=False)


def _cut_value(value: object) -> object:
    return excerpt(value, LABEL_VALUE) if isinstance(value, str) else value


def _fitting(line: str, limit: int) -> int:
    """How many characters of `line` take at most `limit` units."""
    taken = 0
    for index, character in enumerate(line):
        taken += units(character)
        if taken > limit:
            return index
    return len(line)


def _belongs_together(before: str, after: str) -> bool:
    return (
        before == "\u200d"
        or after in "\u200d\u20e3"
        or unicodedata.category(after) in {"Mn", "Me", "Mc"}
        or "\u1160" <= after <= "\u11ff"  # the later letters of a decomposed Korean syllable
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")
    )


def _matters(character: str) -> bool:
    return not character.isspace() and character not in ".,。·‘’“”'\"" and character.isprintable()
