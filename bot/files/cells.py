"""What a cell may hold. Every word that goes into a file comes through here, and only here."""

import re

from bot.files.layout import Cell

LONGEST = 32_767
"""Characters Excel takes in a cell."""
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = re.compile("[\\s\u200b\u2060\ufeff]*[=+\\-@＝＋－＠]|[\t\n]")
"""What a spreadsheet may take for a formula: a sign that begins one, also behind blanks, and
full-width as well, as some programs read those as the narrow ones."""
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def printable(words: str) -> str:
    """The words without what XML cannot hold; lines end in one way."""
    return _NOT_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def safe(cell: Cell) -> Cell:
    """The cell for a spreadsheet: before words that begin like a formula stands an apostrophe, as
    if somebody had typed them to be words. Numbers stay numbers."""
    if isinstance(cell, int):
        return cell
    words = printable(cell)
    return (f"'{words}" if _FORMULA.match(words) else words)[:LONGEST]


def coded(cell: Cell) -> Cell:
    """For XLSX, where words like _x0041_ stand for a sign: theirs is told from a code."""
    return cell if isinstance(cell, int) else _CODE.sub("_x005F_", cell)
