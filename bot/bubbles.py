"""What a person gets to see: bubbles with buttons, and the short line under a press."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.buttons import Button
from deliberation.answering.attachments import Attachment

How = Literal["new", "reply", "edit", "add", "strip"]


@dataclass(frozen=True)
class Key:
    """A button on a bubble. `name` is the catalogue's key behind `button.`; `label` the words.
    One with a `url` opens it and tells us nothing."""

    name: str
    label: str
    button: Button
    values: tuple[tuple[str, object], ...] = ()
    url: str = ""


Rows = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True)
class Bubble:
    """One message to a person.

    how: `new`; `reply`, quoting the person's message; `edit`, in place of the pressed bubble;
    `add`, the pressed bubble with these words as its last lines; `strip`, the pressed bubble
    only loses its buttons. Where nothing was pressed, all of them are new.
    `numbers` are things listed in the text, which can be typed by their number. What is
    protected can neither be forwarded nor saved. A `file` is sent with the text as its caption; so
    is the `poster`, a picture of the link with this payload. `export` is a consultation and the
    kind of file it is taken away as.
    """

    text: str = ""
    rows: Rows = ()
    how: How = "new"
    kind: Literal["receipt", "prompt", "status", "mydata", "mydata_file", "file", "record"] = (
        "prompt"
    )
    numbers: tuple[tuple[int, Button], ...] = ()
    placeholder: str | None = None
    picture_run: int | None = None
    picture: Literal["bars", "map"] = "bars"
    protect: bool = False
    file: Attachment | None = None
    poster: str | None = None
    export: tuple[int, str] | None = None


@dataclass(frozen=True)
class Reply:
    """The answer to one update."""

    bubbles: tuple[Bubble, ...] = ()
    toast: str = ""
    reason: str = field(default="", compare=False)  # why there is none

    def fresh(self) -> "Reply":
        """The same, as new bubbles: what was pressed stays as it is, but for its buttons."""
        new = (replace(each, how="new") for each in self.bubbles if each.how != "strip")
        return Reply((Bubble(how="strip"), *new), self.toast)


def pairs(keys: Iterable[Key]) -> Rows:
    """Two buttons a row, as many as can be read on a phone."""
    row = list(keys)
    return tuple(tuple(row[at : at + 2]) for at in range(0, len(row), 2))


def one(bubble: Bubble, toast: str = "") -> Reply:
    return Reply((bubble,), toast)


def silence(reason: str) -> Reply:
    """No answer, for a reason that is logged."""
    return Reply(reason=reason)
