"""The files an official takes away: opened, counted, and searched for anybody's name."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO

import openpyxl

from playground.demonstration.actors import NoAnswerError
from playground.demonstration.checks import Promises
from playground.demonstration.citizens import Citizen
from playground.demonstration.official import Official
from playground.demonstration.stage import Stage
from playground.demonstration.words import FILE_MADE, MAKING, WHICH_FILE

SPREADSHEET, TABLE = "엑셀", "표 파일"
MOST = 60.0  # real seconds for one file


@dataclass
class TakingAway:
    """Who takes what."""

    stage: Stage
    promises: Promises
    official: Official

    async def takes(self, everybody: list[Citizen]) -> int:
        """A spreadsheet and a table of everything; how many files."""
        self.stage.transcript.scene("결과를 파일로 받습니다", "The result as files")
        given = sum(len(each.actor.wrote) for each in everybody)
        names = [f"{each.actor.person.id}" for each in everybody]
        names += [each.actor.name for each in everybody if each.actor.name.startswith("이웃")]
        for kind, read in ((SPREADSHEET, _cells), (TABLE, _fields)):
            file = await self._takes(kind)
            cells = list(read(file))
            said = sum(any(text in cell for cell in cells) for text in self._texts(everybody))
            self.promises.expect(said == given, f"{kind} holds {said} opinions of {given}")
            found = [name for name in names if any(name in cell for cell in cells)]
            self.promises.expect(not found, f"{kind} names {len(found)} people")
        return 2

    def _texts(self, everybody: list[Citizen]) -> Iterator[str]:
        return (text for each in everybody for text in each.actor.wrote)

    async def _takes(self, kind: str) -> bytes:
        await self.official.actor.says("/export", WHICH_FILE)
        await self.official.actor.presses(kind, MAKING, bubbles=0)
        came = await self.official.actor.is_promised(FILE_MADE, MOST)
        if came.document is None:
            raise NoAnswerError(f"{kind} came without a file")
        return came.document


def _cells(file: bytes) -> Iterator[str]:
    """What every cell of every sheet says."""
    book = openpyxl.load_workbook(BytesIO(file), read_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


def _fields(file: bytes) -> Iterator[str]:
    """What every field of a table says."""
    for row in csv.reader(StringIO(file.decode("utf-8-sig"))):
        yield from row
