"""What was erased stands in no file any more: neither in a freed page nor in SQLite's journal."""

import json
from pathlib import Path

from tests.town import Town

WORDS = "시장에 조용한 도서관을 지어 주세요"


def files_with(words: str, folder: Path) -> set[str]:
    """The files that hold the words, as text or as JSON writes it."""
    forms = (words.encode(), json.dumps(words)[1:-1].encode())
    read = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return {name for name, content in read.items() if any(form in content for form in forms)}


async def test_the_words_of_somebody_forgotten(small_town: Town, tmp_path: Path) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(WORDS)
    assert files_with(WORDS, tmp_path) != set()
    await ada.says("/forget")
    await ada.presses(ada.label("erase_all"))
    assert files_with(WORDS, tmp_path) == set()


async def test_words_taken_back_a_day_ago(small_town: Town, tmp_path: Path) -> None:
    ada = small_town.citizen()
    await ada.agrees()
    await ada.says(WORDS)
    await ada.presses(ada.label("take_back"))
    assert files_with(WORDS, tmp_path) != set()
    await small_town.passes(hours=25)
    assert files_with(WORDS, tmp_path) == set()
