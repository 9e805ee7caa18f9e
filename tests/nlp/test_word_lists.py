"""A list of words as an office may save it: read as it was meant, or its broken line is named."""

import pytest

from nlp.screening.wordlist import WordsBrokenError, read, read_file

READ = {
    "no line at all": ("", []),
    "a mark of byte order alone": ("\ufeff", []),
    "a mark of byte order before the first word": ("\ufeffinsult 바보", ["바보"]),
    "lines as Windows ends them": ("insult 바보\r\nhate 벌레들\r\n", ["바보", "벌레들"]),
    "lines as an old Mac ends them": ("insult 바보\rhate 벌레들", ["바보", "벌레들"]),
    "nothing but remarks": ("# 하나\n   # 둘", []),
    "a remark behind the words": ("insult 바보 # 흔한 말", ["바보"]),
    "the same line twice": ("insult 바보\ninsult 바보", ["바보", "바보"]),
    "letters taken apart": ("insult \u1107\u1161\u1107\u1169", ["바보"]),
    "capitals": ("INSULT Idiot", ["idiot"]),
    "an exception that is none": ("insult 바보 !", ["바보"]),
    "many blanks": ("   insult      바보   ", ["바보"]),
}
BROKEN = {
    "a kind of number": "phone 공일공",
    "a kind in Hangul": "욕설 바보",
    "a tab between": "insult\t바보",
    "words without a kind": "바보",
    "an exception alone": "! 바보",
    "a star alone": "insult *",
    "stars inside": "insult 바*보",
    "a pattern": "insult (바보)+",
    "an emoji": "insult 🤬🤬",
    "a sign of nothing": "insult \x00\x00",
    "a formula": "=cmd|' /C calc'!A0",
    "a row of a table": "insult,바보,멍청이",
}


@pytest.mark.parametrize(("text", "letters"), READ.values(), ids=READ.keys())
def test_a_list_is_read_as_it_was_meant(text: str, letters: list[str]) -> None:
    assert [each.letters for each in read(text.splitlines()).entries] == letters


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_line_is_named(line: str) -> None:
    with pytest.raises(WordsBrokenError, match=r"^line 2: "):
        read(["insult 바보", line])


def test_a_list_that_is_a_folder_is_no_list(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(OSError, match="directory"):
        read_file(tmp_path_factory.mktemp("words"))
