"""The dialogue as it is printed: who said what, short enough to follow while it runs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from playground.messages.chats import Received

LINE = 110  # cells of one thing the bot said
INDENT = 4
KOREAN = (
    "시민은 텔레그램에서 생각을 쓰고, 비슷한 생각은 주제로 모이고, 담당자의 답은 그 생각을 쓴 "
    "모두에게 자기 글과 함께 돌아갑니다."
)
ENGLISH = (
    "Citizens write in Telegram, similar words gather into topics, and an official's answer to a "
    "topic reaches everybody in it, beside their own words."
)


class Advance:
    """One bar that moves on."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)

    def __call__(self, steps: int = 1) -> None:
        self._progress.advance(self._task, steps)

    def label(self, words: str) -> None:
        """What stands beside the bar."""
        self._progress.update(self._task, description=words)


class Transcript:
    """Prints scenes, what people do, what the bot says."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._scenes = 0

    def opens(self) -> None:
        """What is going to be seen."""
        self.console.print("[bold]마당 Madang[/]", highlight=False)
        self._indented(KOREAN)
        self._indented(f"[dim]{ENGLISH}[/]")

    def page(self, url: str, try_first: Mapping[str, str]) -> None:
        """Where the page is, and what to do there, in Korean and in English."""
        self.console.print(
            f"\n[bold]페이지 Page[/]  [bold cyan]{url}[/]\n", highlight=False, soft_wrap=True
        )
        for number, (korean, english) in enumerate(try_first.items(), start=1):
            self._indented(f"[bold]{number}[/] {escape(korean)}")
            self._indented(f"[dim]{escape(english)}[/]", INDENT + 2)
        self._indented("\n[dim]끝내려면 Ctrl-C · Ctrl-C ends it[/]")

    def scene(self, korean: str, english: str) -> None:
        """A new part of the story, in both languages."""
        self._scenes += 1
        self.console.print(
            f"\n[bold]{self._scenes}. {escape(korean)}[/] [dim]{escape(english)}[/]",
            highlight=False,
        )

    def note(self, words: str) -> None:
        """What a reader should know."""
        self._indented(f"[dim]{escape(words)}[/]")

    def does(self, who: str, words: str) -> None:
        """What a person wrote."""
        self._indented(f"[bold cyan]{escape(who)} ▸[/] {escape(one_line(words))}")

    def presses(self, who: str, label: str) -> None:
        """What a person pressed."""
        self._indented(f"[bold cyan]{escape(who)} ▸[/] {_button(label)}")

    def hears(self, words: str, got: Received) -> None:
        """What the bot said, with the buttons under it."""
        said = f"{_picture(got)}{escape(one_line(words))}"
        self._indented(f"[green]마당 ◂[/] {said}")
        if got.buttons:
            self._indented(_buttons(got), INDENT + len("마당 ◂ ") + 2)

    def shows(self, title: str, words: str, got: Received) -> None:
        """Something worth reading to its end."""
        inside = f"{_picture(got)}{escape(words)}\n\n{_buttons(got)}".strip()
        panel = Panel(inside, title=escape(title), title_align="left", border_style="green")
        self.console.print(Padding(panel, (0, 0, 0, INDENT)), highlight=False)

    def closes(self, *lines: str) -> None:
        """The closing lines, exactly."""
        self.console.print()
        for line in lines:
            self.console.print(line, highlight=False, markup=False, soft_wrap=True)

    @contextmanager
    def progress(self, words: str, total: int | None) -> Iterator[Advance]:
        """A bar for something long; `total` None where nobody can know how long."""
        columns = [TextColumn(" " * (INDENT - 1)), SpinnerColumn(), TextColumn(escape(words))]
        if total is not None:
            columns += [BarColumn(bar_width=30), MofNCompleteColumn()]
        columns.append(TextColumn("{task.description}"))
        with Progress(*columns, console=self.console) as progress:
            yield Advance(progress, total)

    def _indented(self, marked: str, by: int = INDENT) -> None:
        """Wrapped beside a margin, without blanks at the end of lines."""
        room = max(20, self.console.width - by)
        for line in Text.from_markup(marked).wrap(self.console, room):
            line.rstrip()
            self.console.print(Text(" " * by).append_text(line), highlight=False)


def one_line(words: str, cells: int = LINE) -> str:
    """Several lines as one, cut where it grows long; a Hangul syllable is two cells wide."""
    joined = " ".join(words.split())
    return joined if cell_len(joined) <= cells else f"{set_cell_size(joined, cells - 1).rstrip()}…"


def _buttons(got: Received) -> str:
    return " ".join(_button(label) for row in got.buttons for label in row)


def _picture(got: Received) -> str:
    return "[magenta](그림 picture)[/] " if got.photo else ""


def _button(label: str) -> str:
    return f"[yellow]{escape(f'[{label}]')}[/]"
