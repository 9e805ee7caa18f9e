"""Many short texts in a file, a text a line, for measures in processes of their own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.topics.recombiner import recombined


@contextmanager
def many(data: Path, size: int) -> Iterator[Path]:
    """A file of so many texts, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.txt"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{text.text}\n" for text in recombined(data, size))
        yield file
