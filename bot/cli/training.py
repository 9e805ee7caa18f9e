"""`madang train-vectors`: an office's own texts into vectors of Korean morphemes."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import stop

STATED = "not stated (밝혀지지 않음)"


def train_vectors(
    files: Annotated[list[Path], typer.Argument(help="CSV or JSON Lines, UTF-8.")],
    out: Annotated[Path, typer.Option(help="The folder the vectors go into (결과 폴더).")],
    text_field: Annotated[str, typer.Option(help="Where the words are (본문 필드).")] = "text",
    about: Annotated[
        str, typer.Option(help="What the texts are, for the card (글 설명).")
    ] = STATED,
    licence: Annotated[str, typer.Option(help="Of the texts (이용 허락).")] = STATED,
    dimensions: Annotated[int, typer.Option(min=2, max=1000, help="Of a vector (차원).")] = 100,
    least: Annotated[int, typer.Option(min=2, help="Texts a morpheme must be in.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Of every random step.")] = 0,
    processes: Annotated[int, typer.Option(min=1, help="The result is the same.")] = 1,
) -> None:
    """Learn word vectors from Korean civic text, without a database (낱말 벡터 만들기)."""
    from bot.analyses.training import CannotTrain, Training, train_from_files

    asked = Training(text_field, out, about, licence, dimensions, least, seed, processes)
    try:
        train_from_files(files, asked)
    except CannotTrain as error:
        stop(str(error))
