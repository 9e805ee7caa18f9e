"""A citizen takes their data along and asks to be forgotten; nothing is left of them."""

import json
from dataclasses import dataclass

from playground.demonstration.actors import Actor, NoAnswerError
from playground.demonstration.checks import Promises
from playground.demonstration.official import Official
from playground.demonstration.stage import Stage
from playground.demonstration.traces import traces
from playground.demonstration.words import (
    CANNOT_BE_UNDONE,
    DATA_FILE,
    ERASE_ALL,
    LAST_MESSAGE,
)

TELLING = 14  # first characters of an opinion, which no other begins with; quotes are cut later


@dataclass
class Leaving:
    """Who goes, and whose briefing counts one less."""

    stage: Stage
    promises: Promises
    leaver: Actor
    official: Official

    async def leaves(self) -> None:
        """/mydata, then /forget."""
        tell = self.stage.transcript
        tell.scene("한 시민이 잊어 달라고 합니다", "A citizen asks to be forgotten")
        self.leaver.speaks_up(tell)
        people, opinions = await self.official.counts()
        await self._takes_along()
        await self.leaver.says("/forget", CANNOT_BE_UNDONE)
        await self.leaver.presses(ERASE_ALL, LAST_MESSAGE)
        fewer = (people - 1, opinions - len(self.leaver.wrote))
        counted = await self.official.counts()
        self.promises.expect(counted == fewer, f"{fewer} should be left, {counted} are counted")
        self._is_in_no_file()

    def _is_in_no_file(self) -> None:
        madang = self.stage.madang
        left = traces(madang.home, self._sought, madang.database_url)
        self.promises.expect(not left, f"something of an erased person is left in {left}")
        if not left:
            self.stage.transcript.note(
                "글도 계정 번호도 이름도 어느 표에도 기록에도 남지 않았습니다. · "
                "Neither words nor account number nor name are left in any table or log."
            )

    @property
    def _sought(self) -> tuple[str, ...]:
        person = self.leaver.person
        words = (text[:TELLING] for text in self.leaver.wrote)
        return person.account.first_name, str(person.id), *words

    async def _takes_along(self) -> None:
        """Everything in a file, their words among it."""
        file = await self.leaver.says("/mydata", DATA_FILE, bubbles=2)
        if file.document is None:
            raise NoAnswerError("/mydata came without a file")
        told = json.dumps(json.loads(file.document), ensure_ascii=False)
        missing = [text for text in self.leaver.wrote if text not in told]
        self.promises.expect(not missing, f"not in the file of /mydata: {missing}")
