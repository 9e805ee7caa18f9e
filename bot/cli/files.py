"""`madang analyse` and `demo`: a file into topics, and a whole dialogue to try or to watch."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import read_settings, stop

File = Annotated[Path, typer.Argument(help="CSV or JSON Lines, UTF-8.")]


class Language(StrEnum):
    """Which language the texts are in."""

    AUTO = "auto"
    KO = "ko"
    EN = "en"


class Scenario(StrEnum):
    """Which play is printed."""

    SAMPLE = "sample"
    FULL = "full"
    STORM = "storm"


def analyse(
    file: File,
    text_field: Annotated[str, typer.Option(help="Where the words are (본문 필드).")],
    id_field: Annotated[str, typer.Option(help="What names a line (번호 필드).")],
    json: Annotated[Path, typer.Option(help="Where the result goes (결과 파일).")],
    topics: Annotated[int | None, typer.Option(help="How many topics; without it: found.")] = None,
    seed: Annotated[int, typer.Option(help="Of every random step.")] = 0,
    language: Annotated[Language, typer.Option(help="Of the texts.")] = Language.AUTO,
    processes: Annotated[int, typer.Option(min=1, help="The result is the same.")] = 1,
) -> None:
    """Group the opinions of a file into topics, without a database (파일 분석)."""
    from bot.analyses.analysing import CannotAnalyse, analyse_file
    from bot.application import models_of

    try:
        analyse_file(
            file,
            text_field=text_field,
            id_field=id_field,
            out=json,
            topics=topics,
            seed=seed,
            language=language.value,
            processes=processes,
            models=models_of(read_settings()),
        )
    except CannotAnalyse as error:
        stop(str(error))


def demo(
    headless: Annotated[bool, typer.Option("--headless", help="Print the dialogue.")] = False,
    scenario: Annotated[
        Scenario,
        typer.Option(help="With --headless: the sample, two months of 300 citizens, or an attack."),
    ] = Scenario.SAMPLE,
    citizens: Annotated[
        int,
        typer.Option(min=30, max=2000, help="How many, with --scenario full or storm (시민 수)."),
    ] = 300,
    cluster: Annotated[
        bool, typer.Option("--cluster", help="The same by several processes, on PostgreSQL.")
    ] = False,
    petitions: Annotated[
        str | None, typer.Option(help="A folder of public data with petitions.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the page (포트).")] = 8600,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page where there is a screen.")
    ] = True,
    keep: Annotated[bool, typer.Option("--keep", help="Go on with the last database.")] = False,
) -> None:
    """Try a whole dialogue on a page in the browser, without Telegram (시연)."""
    from playground import demo as played

    if petitions is not None:
        code = played.petitions(Path(petitions) if petitions else None)
    elif cluster:
        code = played.cluster()
    elif headless:
        code = _headless(scenario, citizens)
    else:
        code = played.serve(port, citizens, browser=browser, keep=keep)
    raise typer.Exit(code)


def _headless(scenario: Scenario, citizens: int) -> int:
    from playground import demo as played

    match scenario:
        case Scenario.FULL:
            return played.full(citizens)
        case Scenario.STORM:
            return played.storm(citizens)
        case _:
            return played.headless()
