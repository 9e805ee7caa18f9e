"""Personal numbers covered with the names of their kinds in brackets: `[전화]`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nlp.screening.finds import COVERED, Find, Kind
from nlp.screening.numbers import numbers


@dataclass(frozen=True, slots=True)
class Covered:
    """Words as they may be kept, and which kinds were covered in them, each once."""

    text: str
    kinds: tuple[Kind, ...] = ()


def covered(text: str, names: Mapping[Kind, str]) -> Covered:
    """The text with each personal number replaced by the name of its kind in brackets.

    `names` holds the word of somebody's language for every kind that is covered. Everything else
    stays as it was written.
    """
    found = _personal(text)
    parts, end = [], 0
    for find in found:
        parts += [text[end : find.start], f"[{names[find.kind]}]"]
        end = find.end
    return Covered("".join(parts) + text[end:], _kinds(found))


def masked(text: str, names: Mapping[Kind, str]) -> str:
    """The covered text alone."""
    return covered(text, names).text


def covered_pieces(
    pieces: Sequence[str], join: Callable[[Sequence[str]], str], names: Mapping[Kind, str]
) -> tuple[list[str], tuple[Kind, ...]]:
    """The same for a text that came in pieces, also where a number was cut in two.

    `join` makes one text of pieces. What lies over a border is left out of the piece after it.
    """
    done, kinds = [covered(pieces[0], names).text], list(covered(pieces[0], names).kinds)
    for piece in pieces[1:]:
        before, clean = done[-1], covered(piece, names)
        found = _over(before, clean.text, join)
        if found is not None:
            done[-1] = f"{before[: found.start]}[{names[found.kind]}]"
            rest = len(join([before, clean.text])) - found.end
            clean = Covered(clean.text[len(clean.text) - rest :] if rest else "", clean.kinds)
            kinds.append(found.kind)
        done.append(clean.text)
        kinds += clean.kinds
    return done, tuple(dict.fromkeys(kinds))


def _over(before: str, after: str, join: Callable[[Sequence[str]], str]) -> Find | None:
    """What begins in one piece and ends in the next."""
    return next(
        (find for find in _personal(join([before, after])) if find.start < len(before) < find.end),
        None,
    )


def _personal(text: str) -> list[Find]:
    return [find for find in numbers(text) if find.kind in COVERED]


def _kinds(found: Sequence[Find]) -> tuple[Kind, ...]:
    return tuple(dict.fromkeys(find.kind for find in found))
