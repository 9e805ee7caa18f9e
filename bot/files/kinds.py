"""The kinds of file there are, and what writes each: that is loaded when it is asked for."""

from collections.abc import Callable, Mapping
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from bot.files.layout import Layout


@dataclass(frozen=True)
class Kind:
    """A kind of file: `name` is its ending, `maker` the module that writes it, `most` how many
    opinions its ledger takes: as many as are written well within the time there is. It needs
    `packages` and `libraries` that may be missing."""

    name: str
    maker: str
    most: int
    packages: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("xlsx", "sheet", 50_000, ("openpyxl",)),
        Kind("hwpx", "hangul", 500, ("hwpx",)),
        Kind("docx", "paper", 1_000, ("docx",)),
        Kind("csv", "table", 200_000),
        Kind("pdf", "page", 500, ("weasyprint",), ("pango-1.0",)),
    )
}


@cache
def installed() -> tuple[str, ...]:
    """The kinds that can be made here. Nothing is loaded to find out."""
    return tuple(name for name, kind in KINDS.items() if _is_there(kind))


def _is_there(kind: Kind) -> bool:
    packages = all(find_spec(package) is not None for package in kind.packages)
    return packages and all(find_library(library) for library in kind.libraries)


def write(name: str, layout: Layout) -> bytes:
    """The file. Raises KeyError for a kind there is none of, ImportError for one not installed."""
    maker: Callable[[Layout], bytes] = import_module(f"bot.files.{KINDS[name].maker}").write
    return maker(layout)
